"""`earwitness bag`: what a desk publishes, so that others can verify it without this program."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.plain_help import Command
from earwitness.cli.printing import count, say, say_json, size, tell
from earwitness.cli.progress import bytes_read, steps
from earwitness.errors import EarwitnessError, UsageError

if TYPE_CHECKING:
    from earwitness.publish.bag.reading.verifying import Verified
    from earwitness.publish.bag.seal.sealing import SignedBy
    from earwitness.publish.bag.seal.stamping import Stamped
    from earwitness.publish.bag.writing import BagReport

__all__ = ["HELP", "bag"]

HELP = """Write recordings as an evidence bag: a folder (BagIt 1.0) with sound, words, claims, checks and the
custody log, signed, which others verify with sha256sum, ssh-keygen and openssl alone. VERIFY.txt in it says how.

`earwitness bag REC... INTO` writes one; the options of that are shown by `earwitness bag write --help`.

\b
Examples:
  earwitness bag key
  earwitness bag 7k3m 9q2x story-bag --identity desk@example.org
  earwitness bag stamp story-bag --tsa https://freetsa.org/tsr
  earwitness bag verify story-bag
"""
_WRITE_HELP = """Write a bag. It is built beside INTO and appears there whole or not at all; a bag that was written is
never changed.

The public edition is built up from an allow-list. Names of files as received, captions, titles, persons of the
desk and their reasons are not in it; what could identify a private person is masked in the words, and the sound
of such a recording is kept back until it is redacted. For what is sealed there are commitments. The sealed
edition, for courts and partners, has the originals, the whole custody chain, names and reasons, and the nonces
that open the commitments: hand it over encrypted.

Without --tsa nothing uses the network: a request for a time stamp is kept, and `earwitness bag stamp` sends it
at any later time.

\b
Examples:
  earwitness bag 7k3m 9q2x story-bag
  earwitness bag all story-bag --key ~/.ssh/id_ed25519 --identity desk@example.org
  earwitness bag write 7k3m court-bag --edition sealed
  earwitness bag 7k3m story-bag --draft story.md --language uk

\b
Exit codes: 0 written; 1 a recording is not known, or an original was changed; 2 called wrongly, or INTO is there.
"""
_KEY_HELP = """Make the key that signs the bags of this archive (ed25519, in its folder `sealed`, read by you alone), or
show it. Publish its fingerprint where your readers trust it: on your site, in print.

\b
Examples:
  earwitness bag key
  earwitness bag key --passphrase

\b
Exit codes: 0 made or shown; 2 no archive.
"""
_STAMP_HELP = """Ask a time authority about a bag that is written, or take in a token that somebody fetched for the
request in `sig/`. What was signed stays as it is. Each token is verified before it is kept; several may stand
beside one another. A proof of OpenTimestamps is carried along: its head is checked, the proof is not.

\b
Examples:
  earwitness bag stamp story-bag --tsa https://freetsa.org/tsr
  earwitness bag stamp story-bag --token reply.tsr --tsa-ca authority.pem
  earwitness bag stamp story-bag --ots tagmanifest-sha256.txt.ots

\b
Exit codes: 0 kept; 1 no token that holds, or nobody answers; 2 called wrongly, or no bag.
"""
_VERIFY_HELP = """Verify a bag: a folder, a zip or a tar. Any BagIt is read (RFC 8493, versions 0.93 to 1.0): missing, added and
changed files, paths that leave the bag, links. Of an evidence bag also the signatures, the time stamps, the
chain of the custody log and, where nonces are at hand, the commitments. Nothing is fetched, nothing is changed.

That the signature is that of a desk, the bag itself cannot show: name the key that you know from elsewhere.

\b
Examples:
  earwitness bag verify story-bag
  earwitness bag verify story-bag.zip --signer SHA256:QQnyDpUJ…
  earwitness bag verify story-bag --sealed court-bag --json

\b
Exit codes: 0 it is whole and everything that seals it holds; 1 it is not, each finding named; 2 nothing is there.
"""
_ALL = "all"
_KEY_NAME = "bag-key"
_IDENTITY = "desk@localhost"


TsaCaOption = Annotated[
    Path | None,
    typer.Option(
        "--tsa-ca", metavar="FILE", help="Root certificate (PEM) of an authority that sends none."
    ),
]


class _Edition(StrEnum):
    PUBLIC = "public"
    SEALED = "sealed"


class _BagGroup(TyperGroup):
    """`earwitness bag REC... INTO` is `earwitness bag write REC... INTO`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["write", *args]
        return list(super().parse_args(ctx, args))


bag = typer.Typer(cls=_BagGroup, no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@bag.command("write", help=_WRITE_HELP, short_help="Write a bag: REC... INTO.", cls=Command)
def write(  # noqa: PLR0913 (each is an option of the command)
    names: Annotated[
        list[str],
        typer.Argument(metavar="REC... INTO", help="Recordings, or `all`; last, a new folder."),
    ],
    *,
    edition: Annotated[
        _Edition, typer.Option(help="For everybody, or for courts and partners.")
    ] = _Edition.PUBLIC,
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="OpenSSH private key, ed25519 (default: that of `bag key`)."
        ),
    ] = None,
    identity: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Who signs, as it stands in allowed_signers.")
    ] = "",
    unsigned: Annotated[bool, typer.Option("--unsigned", help="Nobody signs it.")] = False,
    tsa: Annotated[
        str,
        typer.Option(metavar="URL", help="Time authority (RFC 3161) to ask now; uses the network."),
    ] = "",
    tsa_ca: TsaCaOption = None,
    no_timestamp: Annotated[
        bool, typer.Option("--no-timestamp", help="Keep no request for a time stamp either.")
    ] = False,
    language: Annotated[str, typer.Option(metavar="LANG", help="Of the page: en, uk, ru.")] = "en",
    drafts: Annotated[
        list[Path] | None,
        typer.Option("--draft", metavar="FILE", help="Put in the quotations of a draft."),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a bag."""
    if len(names) < 2:
        raise UsageError(
            "this needs recordings and a new folder", do="For example `earwitness bag 7k3m my-bag`"
        )
    if tsa and no_timestamp:
        raise UsageError("--tsa and --no-timestamp exclude one another", do="Leave one out")
    if unsigned and (key or identity):
        raise UsageError("--unsigned excludes --key and --identity", do="Leave it out")
    *wanted, target = names
    root = choose_archive(archive)
    from earwitness.desk import Desk
    from earwitness.publish.bag.edition import Edition
    from earwitness.publish.bag.writing import BagChoice

    with Desk.open(root) as desk, steps("bag") as told:
        if wanted == [_ALL]:
            wanted = [one.id for one in desk.recordings()]
        by = None if unsigned else _signer(root, key, identity)
        choice = BagChoice(
            edition=Edition(edition.value),
            by=by,
            timestamp=not no_timestamp,
            language=language,
            drafts=tuple(drafts or ()),
        )
        done = desk.bag(wanted, Path(target), choice, told)
    stamped = _stamp_now(done.bag, tsa, tsa_ca) if tsa else None
    if as_json:
        say_json({"written": done, "stamped": stamped})
    else:
        _say(done, signed=by is not None)
        if stamped is not None:
            _say_stamped(stamped)
    if by is None and not unsigned:
        tell("Nobody signed it: `earwitness bag key` makes a key, --key names one.")
    if tsa and stamped is None:
        raise typer.Exit(FINDINGS)


@bag.command("verify", help=_VERIFY_HELP, short_help="Verify a bag, ours or any.", cls=Command)
def verify_command(
    path: Annotated[Path, typer.Argument(metavar="BAG", help="A folder, a .zip or a .tar.")],
    *,
    signer: Annotated[
        str,
        typer.Option(metavar="KEY", help="Whose signature it must be: SHA256:…, or a .pub file."),
    ] = "",
    tsa_ca: Annotated[
        Path | None,
        typer.Option(
            "--tsa-ca", metavar="FILE", help="Root certificate (PEM) that time stamps must lead to."
        ),
    ] = None,
    sealed: Annotated[
        Path | None, typer.Option(metavar="BAG", help="A sealed bag that opens the commitments.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Verify a bag."""
    from earwitness.publish.bag.reading.verifying import KnownElsewhere, verify_bag

    with bytes_read("verifying") as told:
        done = verify_bag(path, KnownElsewhere(signer, tsa_ca, sealed), told)
    if as_json:
        say_json(done)
    else:
        _say_verified(done)
    if not done.valid:
        raise typer.Exit(FINDINGS)


@bag.command("stamp", help=_STAMP_HELP, short_help="Put a time stamp beside a bag.", cls=Command)
def stamp_command(
    folder: Annotated[Path, typer.Argument(metavar="BAG", help="The folder of a bag.")],
    *,
    tsa: Annotated[
        str, typer.Option(metavar="URL", help="Time authority (RFC 3161); uses the network.")
    ] = "",
    token: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A token (.tsr) that was fetched elsewhere.")
    ] = None,
    ots: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A proof of OpenTimestamps (.ots) to carry.")
    ] = None,
    tsa_ca: TsaCaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a time stamp beside a bag."""
    if sum(map(bool, (tsa, token, ots))) != 1:
        raise UsageError(
            "this needs one of --tsa, --token, --ots", do="Say where the stamp comes from"
        )
    from earwitness.publish.bag.seal.stamping import carry_proof, stamp, stamp_from

    if ots is not None:
        proof = carry_proof(folder, ots)
        if as_json:
            say_json({"promised": proof.promised, "in_blocks": proof.in_blocks})
        else:
            say(f"Carried along: a proof of OpenTimestamps. It {proof.sentence}.")
        return
    made = stamp_from(folder, token, tsa_ca) if token else stamp(folder, tsa, tsa_ca)
    if as_json:
        say_json(made)
    else:
        _say_stamped(made)


@bag.command("key", help=_KEY_HELP, short_help="Make or show the key that signs.", cls=Command)
def key_command(
    *,
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help="Ask for a passphrase that locks the key.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make or show the key."""
    root = choose_archive(archive)
    from earwitness.desk import Desk
    from earwitness.publish.bag.seal.keys import PublicKey, make_key

    with Desk.open(root):
        path = _key_path(root)
        new = not path.exists()
        if new:
            words = ""
            if passphrase:
                words = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
            public = make_key(path, words)
        else:
            beside = path.with_suffix(".pub")
            public = PublicKey.from_line(beside.read_text(encoding="ascii"), str(beside))
    if as_json:
        say_json(
            {"key": path, "new": new, "public": public.line, "fingerprint": public.fingerprint}
        )
        return
    say(f"{'Made' if new else 'Here is'} the key: {path}", style="bold")
    say(f"Public:      {public.line}")
    say(f"Fingerprint: {public.fingerprint}")
    say(
        "Publish the fingerprint where your readers trust it. Who has the private part can sign as you:"
    )
    say("keep a copy of it elsewhere, under lock.")


def _stamp_now(folder: Path, address: str, ca: Path | None) -> Stamped | None:
    """The bag is whole already: an authority that fails leaves it pending."""
    from earwitness.publish.bag.seal.stamping import stamp

    try:
        return stamp(folder, address, ca)
    except EarwitnessError as error:
        tell(f"earwitness: {error}")
        tell(f"The bag is written, its time stamp is pending: `earwitness bag stamp {folder}`.")
        return None


def _say_verified(done: Verified) -> None:
    what = (
        f"{done.edition} edition {done.identifier}" if done.evidence else "a bag of another maker"
    )
    say(f"BagIt {done.version or '?'}, {what}: {count(done.files, 'file')}, {size(done.bytes)}.")
    if done.signer is not None:
        say(f"Signed by {done.signer.identity}, {done.signer.fingerprint}.")
    for stamp in done.stamps:
        say(f"Time stamp of {stamp.at} by {stamp.authority}.")
    if done.evidence:
        opened = done.commitments
        say(
            f"Custody log: {count(done.custody_events, 'event')}. "
            f"Commitments: {opened.commitments:,}, {opened.opened:,} opened, {opened.hold:,} hold."
        )
    for one in done.findings:
        place = f"{one.file or 'the bag'}{f', line {one.line}' if one.line else ''}"
        style = "red" if one.level == "error" else ""
        say(f"{one.level.upper()} {one.code}: {place} {one.what}.", style=style)
        if one.do:
            say(f"  {one.do}.")
    say("The bag is valid." if done.valid else "The bag is NOT valid.", style="bold")


def _say_stamped(made: Stamped) -> None:
    say(f"Time stamp of {made.at}, verified up to {made.authority}: {made.path}")
    say("Compare sig/tsa-ca.pem with what the authority itself publishes.")


def _key_path(root: Path) -> Path:
    return root / "sealed" / _KEY_NAME


def _signer(root: Path, key: Path | None, identity: str) -> SignedBy | None:
    from earwitness.publish.bag.seal.keys import read_key
    from earwitness.publish.bag.seal.sealing import SignedBy
    from earwitness.publish.bag.seal.signers import checked_identity

    checked_identity(identity or _IDENTITY)
    path = key or _key_path(root)
    if key is None and not path.is_file():
        return None
    return SignedBy(read_key(path, lambda: _passphrase(path)), identity or _IDENTITY)


def _passphrase(path: Path) -> str:
    return str(typer.prompt(f"Passphrase of {path.name}", hide_input=True, err=True))


def _say(done: BagReport, *, signed: bool) -> None:
    say(f"Written: {done.bag}", style="bold")
    say(
        f"{done.edition.value} edition {done.identifier}: {count(done.recordings, 'recording')}, "
        f"{done.with_sound:,} with sound, {count(done.files, 'file')}, {size(done.bytes)}."
    )
    if signed:
        say(f"Signed by {done.fingerprint}.")
    for name, withheld in done.withheld:
        said = ", ".join(
            one.code.replace("_", " ") + (f" ({one.count})" if one.count else "")
            for one in withheld
        )
        say(f"  {name} withheld: {said}")
    say("What is withheld, and why, stands in data/bag.json and on its page.")
