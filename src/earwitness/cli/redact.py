"""`earwitness redact`: what is withheld of a recording, and the words that may stand nowhere."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, say_table, tell
from earwitness.errors import MalformedInput, UsageError
from earwitness.records.redaction import (
    ALL_RECORDINGS,
    Cover,
    Redaction,
    RedactionReason,
    Treatment,
)
from earwitness.records.timecode import Interval, format_ms, format_span, parse_timecode

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.desk.withholding import RedactionSuggestion, Withheld
    from earwitness.records.redaction import StandingRedaction

__all__ = ["HELP", "redact"]

HELP = """Withhold a stretch of a recording, all that a voice says, or words wherever they would stand. From then
on nothing that Earwitness writes for others holds it: clips, pages, subtitles, exports are made from what is
left, and proved (`earwitness prove`). The recording itself stays as it was received.

At least 80 ms more are taken away on each side, and edges are moved outward to half seconds, so that the length
of a gap spells no name. --words are searched for in every file before it goes out, in any case, inflection,
script and encoding: give them in each language, and surnames alone ("Петров"), for "Иван Петров" means both
together.

mute and bleep take the sound away. re-voice puts a sound of yours in its place, with its own timing. disguise
only changes the voice, is recognised and can be undone: it is never called anonymisation, and no proof can be
given of it. If the source is public already, nothing that is done to our copy hides the person from those who
find the original.

\b
Examples:
  earwitness redact suggest 7k3m                       what could say something of a private person
  earwitness redact 7k3m --from 0:41.2 --to 0:42.0 --reason third_party --words Петрова --words Petrova --by … --because …
  earwitness redact 7k3m --voice V2 --method bleep --reason private_person --by … --because …
  earwitness redact 7k3m --from 3 --to 5 --method re-voice --sound said.wav --source-type digitalCapture --reason …
  earwitness redact archive --words "8 912 345-67-89" --reason phone --by … --because …
  earwitness redact --list
  earwitness redact --undo sig-9x2b… --by … --because …
  earwitness redact 7k3m --out call.opus               the whole recording as it may go out

\b
Exit codes: 0 kept, listed or written; 1 something is suggested, or nothing is called so; 2 called wrongly.
"""

_SUGGEST = "suggest"


def redact(  # noqa: PLR0913 (each is an option of the command)
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[suggest] REC", help="A recording; `archive` for words from anywhere."
        ),
    ] = None,
    *,
    start: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="T", help="Start of a stretch; may be given several times."),
    ] = None,
    end: Annotated[
        list[str] | None, typer.Option("--to", metavar="T", help="End of it, as often as --from.")
    ] = None,
    voice: Annotated[str, typer.Option(metavar="LABEL", help="All that this voice says.")] = "",
    channel: Annotated[
        int | None, typer.Option(metavar="N", help="Only this channel, counted from 0.")
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help="Must stand nowhere; may be given several times."),
    ] = None,
    reason: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help="private_person, third_party, minor, victim, pow, phone, address, health, location_opsec, "
            "source_protection or profanity.",
        ),
    ] = "",
    method: Annotated[
        str, typer.Option(metavar="METHOD", help="mute, bleep, re-voice or disguise.")
    ] = "mute",
    sound: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What is heard instead (re-voice).")
    ] = None,
    source_type: Annotated[
        str,
        typer.Option(
            metavar="TYPE",
            help="How that was made: digitalCapture (a person spoke), algorithmicMedia, trainedAlgorithmicMedia.",
        ),
    ] = "",
    cover: Annotated[
        str,
        typer.Option(
            metavar="L,T,W,H",
            help="Of a film: the rectangle that is filled over the stretch, in percent; `bottom`, `all` or `none`.",
        ),
    ] = "bottom",
    listed: Annotated[bool, typer.Option("--list", help="What is withheld, and why.")] = False,
    undo: Annotated[str, typer.Option(metavar="RECORD", help="Take this decision back.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the recording as it may go out."),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says it.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Withhold, list, suggest, take back, write."""
    asked, name = _asked(names or [])
    suggests = asked == _SUGGEST
    spans = _spans(start or [], end or [])
    acts = bool(spans or voice or words)
    _one_thing(suggests, listed, bool(undo), out is not None, acts)
    root = choose_archive(archive)
    from earwitness.desk import Desk
    from earwitness.review.redaction.deciding import GivenSound, method_named

    with Desk.open(root) as desk:
        if listed:
            _list(desk.withheld(name), as_json=as_json)
        elif undo:
            made = desk.restore(undo, by=by, because=because)
            if as_json:
                say_json(made)
            else:
                say(f"Taken back ({made.id}): what {undo} withheld may go out again")
        elif not name:
            raise UsageError("this needs a recording", do="`earwitness redact --help` has examples")
        elif suggests:
            found = desk.suggest_redactions(name)
            _suggestions(found, name, archive, as_json=as_json)
            if found:
                raise typer.Exit(FINDINGS)
        elif out is not None:
            _write(desk, name, out, as_json=as_json)
        else:
            given = Redaction(
                _reason(reason),
                method_named(method),
                spans,
                channel,
                voice,
                tuple(words or ()),
                cover=_cover(cover),
            )
            put = GivenSound(sound, source_type) if sound else None
            made = desk.redact(name, given, by=by, because=because, sound=put)
            if as_json:
                say_json(made)
            else:
                _kept(desk, made.id, name, archive)


def _asked(names: list[str]) -> tuple[str, str]:
    if len(names) == 2 and names[0] == _SUGGEST:
        return _SUGGEST, names[1]
    if names == [_SUGGEST]:
        raise UsageError("suggest for which recording?", do="`earwitness redact suggest REC`")
    if len(names) > 1:
        raise UsageError(
            "one recording at a time",
            do="`earwitness redact suggest REC` and `earwitness redact REC …`",
        )
    return "", names[0] if names else ""


def _one_thing(suggests: bool, listed: bool, undo: bool, out: bool, acts: bool) -> None:  # noqa: FBT001
    if sum((suggests, listed, undo, out, acts)) > 1:
        raise UsageError(
            "say one thing: withhold, suggest, --list, --undo or --out",
            do="`earwitness redact --help` has examples",
        )


def _spans(starts: list[str], ends: list[str]) -> tuple[Interval, ...]:
    if len(starts) != len(ends):
        raise UsageError("each --from needs its --to", do="--from 0:41.2 --to 0:42.0")
    made = []
    for first, last in zip(starts, ends, strict=True):
        try:
            made.append(Interval(parse_timecode(first), parse_timecode(last)))
        except (ValueError, MalformedInput) as error:
            raise UsageError(
                f"{first} to {last} is not a stretch of time", do="Write seconds or h:mm:ss.mmm"
            ) from error
    return tuple(made)


def _reason(name: str) -> RedactionReason:
    if name not in [*RedactionReason]:
        what = f"'{name}' is no reason" if name else "this needs --reason"
        raise UsageError(what, do=f"One of: {', '.join(RedactionReason)}")
    return RedactionReason(name)


def _cover(text: str) -> Cover | None:
    if text == "none":
        return None
    if text == "bottom":
        return Cover()
    if text == "all":
        return Cover(0, 0, 1000, 1000)
    try:
        left, top, width, height = (round(float(one) * 10) for one in text.split(","))
    except ValueError as error:
        raise UsageError(
            f"'{text}' is no rectangle", do="Write left,top,width,height in percent, as 0,70,100,30"
        ) from error
    inside = min(left, top) >= 0 < min(width, height) and left + width <= 1000 >= top + height
    if not inside:
        raise UsageError(f"'{text}' does not lie inside the picture", do="As 0,70,100,30")
    return Cover(left, top, width, height)


def _kept(desk: Desk, record: str, name: str, archive: Path | None) -> None:
    say(f"Kept ({record})", style="bold")
    if name == ALL_RECORDINGS:
        return
    found = desk.withheld(name)[0]
    for one in found.treatments:
        if record in one.records:
            say(f"  {_treated(one)}")
    for other in found.copies:
        tell(f"{other} is the same sound and is not withheld: redact it as well")
    if any(not one.method.removes for one in found.treatments if record in one.records):
        tell("a disguised voice is recognised, and disguise can be undone; no proof is given of it")
    tell(f"Next: {with_archive('earwitness prove FOLDER', archive)} for what you let out")


def _treated(one: Treatment) -> str:
    channel = "" if one.channel is None else f", channel {one.channel}"
    return f"{format_span(one.interval.start_ms, one.interval.end_ms)} {one.method.value}{channel}"


def _list(found: list[Withheld], *, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    if not found:
        tell("Nothing is withheld")
        return
    rows = [[one.recording, *_decision(made)] for one in found for made in one.decisions]
    say_table(
        ["recording", "decision", "what", "method", "reason", "sealed words", "by", "because"], rows
    )
    for one in found:
        for treated in one.treatments:
            say(f"{one.recording}: {_treated(treated)}")
        for other in one.copies:
            tell(
                f"{other} is the same sound as {one.recording}: what is withheld there is heard in it"
            )


def _decision(one: StandingRedaction) -> list[str]:
    made = one.redaction
    spans = ", ".join(format_span(span.start_ms, span.end_ms) for span in made.spans[:3])
    more = f" and {len(made.spans) - 3} more" if len(made.spans) > 3 else ""
    what = f"{made.voice}: {spans}{more}" if made.voice else f"{spans}{more}"
    # The words themselves are the desk's to see; this list is.
    return [
        one.id,
        what,
        made.method.value,
        made.reason.value,
        ", ".join(made.words),
        one.by,
        one.because,
    ]


def _suggestions(
    found: list[RedactionSuggestion], name: str, archive: Path | None, *, as_json: bool
) -> None:
    if as_json:
        say_json(found)
        return
    if not found:
        tell("nothing was found; that is no proof that nothing is there")
        return
    rows = []
    for one in found:
        place = "no time"
        if one.interval is not None:
            about = "" if one.exact else "within "
            place = about + format_span(one.interval.start_ms, one.interval.end_ms)
        rows.append(
            [place, one.where, one.kind, one.words, one.certainty, one.reason.value, one.why]
        )
    say_table(["place", "in", "kind", "words", "how sure", "reason", "why"], rows)
    say(f"{count(len(found), 'suggestion')}; nothing is withheld by them", style="bold")
    first = next((one for one in found if one.interval is not None), None)
    if first is not None and first.interval is not None:
        line = (
            f"earwitness redact {name} --from {format_ms(first.interval.start_ms)} "
            f"--to {format_ms(first.interval.end_ms)} --reason {first.reason.value} "
            f'--words "{first.words}" --by … --because …'
        )
        tell(f"As in: {with_archive(line, archive)}")


def _write(desk: Desk, name: str, out: Path, *, as_json: bool) -> None:
    proof = desk.redacted_file(name, out)
    if as_json:
        say_json({"file": out.resolve(), "proof": proof})
        return
    say(f"Written: {out}", style="bold")
    say(f"Proved: {count(proof.run.stretches, 'measurement')} of withheld stretches")
    for limit in proof.run.limits:
        tell(limit)
