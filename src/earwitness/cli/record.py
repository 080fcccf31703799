"""`earwitness record`: what people say about a recording for the standards, signed, by field or by form."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, say_table, tell
from earwitness.errors import UsageError

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.records.signed import SignedRecord
    from earwitness.review.conformance.kinds import Kind

__all__ = ["HELP", "record"]

HELP = """Keep what people know about a recording, or about the archive, as a record with typed fields: its class,
provenance, plan, consent, efforts, transfers, deletions, copies. Each is signed (--by) with its reason
(--because), lies on top of earlier ones, and is read by `earwitness conform`. Where you do not know, write
unknown: that is an answer. An empty field is none. Files are given by path and hashed by the program.

\b
Fill in a form where a record has many fields:
  earwitness record --kinds                             all kinds, and what each is for
  earwitness record effort --form > effort.toml         an empty form
  earwitness record effort 7k3m --from effort.toml      sign what was filled in

\b
Examples:
  earwitness record material 7k3m --field material_class=intercept --field forms=audio --field has_voice=yes
      --by "E. Marrow" --because "listened to it"
  earwitness record consent 7k3m --field voice=V1 --field act=transfer --field state=refused --by … --because …
  earwitness record hash-list 7k3m --by "E. Marrow" --because "before the transfer"
  earwitness record replica archive --field location=vault --field folder=/mnt/vault --by … --because …
  earwitness record label --list --field value=bridge   find records, for example by label

\b
Exit codes: 0 kept, or shown; 1 nothing is called so, or a file cannot be read; 2 called wrongly.
"""

_HANDING_ON = ("transfer", "release")
_AT_ONCE = (
    "HALA-BP12.5",
    "HALA-BP15.3",
    "HALA-BP21.1",
    "HALA-BP21.2",
    "HALA-BP21.3",
    "HALA-BP23.1",
    "HALA-GL.1",
    "BERK-155x",
)


def record(  # noqa: PLR0913 (each is an option of the command)
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as consent; see --kinds.")] = "",
    subject: Annotated[
        str, typer.Argument(metavar="REC", help="A recording, or the word archive.")
    ] = "",
    *,
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A field; repeat it for a list."),
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A form that was filled in.")
    ] = None,
    kinds: Annotated[bool, typer.Option("--kinds", help="List all kinds.")] = False,
    form: Annotated[bool, typer.Option("--form", help="Print an empty form.")] = False,
    shown: Annotated[
        bool, typer.Option("--list", help="List records that stand, with these fields.")
    ] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says it.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep, list, or print a form."""
    from earwitness.review.conformance.kinds import KINDS, kind_named

    if kinds:
        _say_kinds(list(KINDS.values()), as_json=as_json)
        return
    if not kind:
        raise UsageError("this needs a kind of record", do="`earwitness record --kinds` lists them")
    chosen = kind_named(kind)
    if form:
        _say_form(chosen, as_json=as_json)
        return
    given = _given(chosen, field or [])
    if shown:
        _say_list(chosen, subject, given, archive, as_json=as_json)
        return
    _keep(chosen, subject, given, source, (by, because), archive, as_json=as_json)


def _keep(
    kind: Kind,
    subject: str,
    given: dict[str, Any],
    source: Path | None,
    signing: tuple[str, str],
    archive: Path | None,
    *,
    as_json: bool,
) -> None:
    from earwitness.desk import Desk
    from earwitness.review.conformance.forms import FilledForm, read_form

    if not subject:
        about = "archive" if not kind.of_recording else "a recording"
        raise UsageError(
            f"what is it about? {kind.name} is about {about}", do="Name it after the kind"
        )
    filled = read_form(source) if source else FilledForm({})
    fields = {**filled.fields, **given}
    by, because = signing[0] or filled.by, signing[1] or filled.because
    with Desk.open(choose_archive(archive)) as desk:
        kept = desk.keep_record(kind, subject, fields, by=by, because=because)
        if kind.name in _HANDING_ON:
            _warn(desk, kept.subject)
    if as_json:
        say_json(_plain(kind, kept))
    else:
        say(f"Kept ({kept.id}): {kind.name} about {kept.subject}, signed {kept.by}")


def _warn(desk: Desk, recording: str) -> None:
    """Say at once what a transfer or release breaks: it is on record either way."""
    for report in desk.conform([recording], rows=_AT_ONCE):
        for one in report.results:
            if one.result.value == "fail":
                tell(f"{one.row} fails: {one.note}")


def _given(kind: Kind, pairs: list[str]) -> dict[str, Any]:
    """Fields as typed; those that are lists may be given more than once."""
    from earwitness.review.conformance.fields import fields_of, type_words

    types = fields_of(kind.body)
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            raise UsageError(f"'{pair}' is no field", do="Write --field NAME=VALUE")
        is_list = name in types and type_words(types[name]).startswith("list")
        if is_list:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise UsageError(f"{name} is given twice", do="Give it once")
        else:
            found[name] = value
    return found


def _say_kinds(kinds: list[Kind], *, as_json: bool) -> None:
    rows = [
        (
            one.name.replace("_", "-"),
            "recording" if not one.of_archive else "archive" if not one.of_recording else "either",
            one.says,
        )
        for one in kinds
    ]
    if as_json:
        say_json([{"kind": name, "about": about, "says": says} for name, about, says in rows])
    else:
        say_table(["kind", "about", "what it says"], [list(one) for one in rows])


def _say_form(kind: Kind, *, as_json: bool) -> None:
    from earwitness.review.conformance.forms import form_of

    if as_json:
        say_json({"kind": kind.name, "form": form_of(kind)})
        return
    for line in form_of(kind).splitlines():
        say(line)


def _say_list(
    kind: Kind, subject: str, given: dict[str, Any], archive: Path | None, *, as_json: bool
) -> None:
    from earwitness.desk import Desk

    values = {
        name: str(value[0] if isinstance(value, list) else value) for name, value in given.items()
    }
    with Desk.open(choose_archive(archive)) as desk:
        found = desk.records_of(kind, values, subject)
    if as_json:
        say_json([_plain(kind, one) for one in found])
        return
    rows = [
        [one.id, one.subject, one.by, one.at[:10], _in_words(_plain(kind, one)["fields"])]
        for one in found
    ]
    say_table(["record", "about", "signed", "on", "fields"], rows)


def _plain(kind: Kind, one: SignedRecord) -> dict[str, Any]:
    """A record as it is printed: sealed fields stay sealed."""
    import dataclasses
    import json

    fields = json.loads(one.body)
    for sealed in dataclasses.fields(kind.body):
        if sealed.metadata.get("sealed") and fields.get(sealed.name):
            fields[sealed.name] = "(sealed)"
    return {
        "id": one.id,
        "kind": one.kind,
        "subject": one.subject,
        "fields": fields,
        "by": one.by,
        "at": one.at,
        "reason": one.reason,
        "revision": one.revision,
    }


def _in_words(fields: dict[str, Any]) -> str:
    return "; ".join(
        f"{name}: {value}" for name, value in fields.items() if value not in ("", [], None)
    )
