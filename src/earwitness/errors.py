"""One tree of errors. Every error says what happened, where, and what to do next.

EarwitnessError
|- UsageError             the command was called wrongly (exit code 2)
|- ArchiveError           the archive itself
|  |- ArchiveNotFound
|  |- ArchiveExists
|  |- ArchiveBusy         another process is writing
|  `- NotInArchive        an identifier that nothing answers to
|- Refused                an input that is not taken, or taken in part
|  |- UnreadableFile      cannot be opened or read at all
|  |- MalformedInput      does not follow its own format (carries a line)
|  |- UnsupportedInput    follows a format that is not read here
|  |- HostileInput        tries to leave its folder, to explode, or to reach elsewhere
|  |- BrokenMedia         cannot be decoded
|  |- NoSound             decodes, but holds no audio
|  |- OverLimit           larger, longer or slower than the settings allow
|  `- BadAnswer           an engine or server answered with something that is no answer
|- MissingEngine          an optional part is not installed
|- ServiceFailed          a server that a person named answers with an error or with nonsense
|  `- ServiceUnreachable  it is not there, refuses us, or is something else altogether
|- WouldReveal            what was to go out holds something that is withheld
`- Differs                stored bytes are not what was recorded (fixity, custody)
"""

from __future__ import annotations

__all__ = [
    "ArchiveBusy",
    "ArchiveError",
    "ArchiveExists",
    "ArchiveNotFound",
    "BadAnswer",
    "BrokenMedia",
    "Differs",
    "EarwitnessError",
    "HostileInput",
    "MalformedInput",
    "MissingEngine",
    "NoSound",
    "NotInArchive",
    "OverLimit",
    "Refused",
    "ServiceFailed",
    "ServiceUnreachable",
    "UnreadableFile",
    "UnsupportedInput",
    "UsageError",
    "WouldReveal",
]


class EarwitnessError(Exception):
    """Root of the tree.

    Args:
        what: what happened, one sentence without a full stop.
        where: the file, record or command that it happened to.
        line: 1-based line in ``where``, if it is a text.
        do: what the person can do about it, one sentence without a full stop.
    """

    def __init__(
        self, what: str, *, where: str | None = None, line: int | None = None, do: str | None = None
    ) -> None:
        super().__init__(what, where, line, do)
        self.what = what
        self.where = where
        self.line = line
        self.do = do

    def __str__(self) -> str:
        place = self.where or ""
        if self.line is not None:
            place = f"{place}, line {self.line}" if place else f"line {self.line}"
        head = f"{place}: {self.what}" if place else self.what
        return f"{head}. {self.do}." if self.do else f"{head}."

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (decoding happens in a child), keyword arguments and all.
        return (_rebuild, (type(self), self.what, self.where, self.line, self.do))


def _rebuild(
    kind: type[EarwitnessError], what: str, where: str | None, line: int | None, do: str | None
) -> EarwitnessError:
    return kind(what, where=where, line=line, do=do)


class UsageError(EarwitnessError):
    """The command or function was called wrongly; nothing was done."""


class ArchiveError(EarwitnessError):
    """Something about the archive itself."""


class ArchiveNotFound(ArchiveError):
    """No archive at the given place."""


class ArchiveExists(ArchiveError):
    """A new archive was asked for where something stands already."""


class ArchiveBusy(ArchiveError):
    """Another process holds the archive for writing."""


class NotInArchive(ArchiveError):
    """An identifier that nothing in the archive answers to."""


class Refused(EarwitnessError):
    """An input that is not taken, or only in part. The run goes on without it."""


class UnreadableFile(Refused):
    """A file that cannot be opened or read."""


class MalformedInput(Refused):
    """An input that does not follow its own format."""


class UnsupportedInput(Refused):
    """A well-formed input of a kind that is not read here."""


class HostileInput(Refused):
    """An input that tries to leave its folder, to explode on reading, or to reach elsewhere."""


class BrokenMedia(Refused):
    """A media file that cannot be decoded."""


class NoSound(Refused):
    """A media file that decodes and holds no audio."""


class OverLimit(Refused):
    """An input larger, longer or slower than the settings allow."""


class BadAnswer(Refused):
    """An engine or a server answered with something that is no answer; nothing of it is kept."""


class MissingEngine(EarwitnessError):
    """An optional part that is not installed; ``do`` names the command that adds it."""


class ServiceFailed(EarwitnessError):
    """A server that a command or setting names gave no usable answer; nothing was stored of it."""


class ServiceUnreachable(ServiceFailed):
    """A server that is not there, refuses us, or is no such server: the next try is in vain too."""


class WouldReveal(EarwitnessError):
    """What was to go out holds something that is withheld. Nothing of it was put in place.

    The sentence names places and decisions, never what is withheld: it may be read by anyone.
    """


class Differs(EarwitnessError):
    """Stored bytes are not what was recorded when they were received.

    Args:
        what, where, do: as in `EarwitnessError`.
        expected: the recorded digest or value.
        found: what is there now.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        line: int | None = None,
        do: str | None = None,
        expected: str = "",
        found: str = "",
    ) -> None:
        super().__init__(what, where=where, line=line, do=do)
        self.expected = expected
        self.found = found
