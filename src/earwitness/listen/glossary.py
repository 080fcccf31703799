"""Call signs, places and names that the desk expects: a plain file, one entry a line."""

from __future__ import annotations

from pathlib import Path

from earwitness.errors import UsageError

__all__ = ["HINT_CHARACTERS", "fitting_hints", "read_glossary"]

# Whisper takes 224 tokens of prompt; a Cyrillic token is between two and three letters long.
HINT_CHARACTERS = 500
_LONGEST_ENTRY = 80
_LARGEST_BYTES = 1 << 20


def read_glossary(path: Path) -> tuple[str, ...]:
    """Read a glossary: UTF-8, one entry a line, ``#`` starts a comment, doubles count once.

    Raises:
        UsageError: the file is not there, not UTF-8, or no list of short entries.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise UsageError("is too large for a glossary", where=str(path), do="Name another file")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"the glossary cannot be read: {error.strerror or error}",
            where=str(path),
            do="Correct `glossary` under [transcribe] in earwitness.toml or take it out",
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            "the glossary is not UTF-8", where=str(path), do="Save it as UTF-8"
        ) from error
    entries: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        entry = " ".join(line.partition("#")[0].split())
        if len(entry) > _LONGEST_ENTRY or "\0" in entry:
            raise UsageError(
                f"is no entry of at most {_LONGEST_ENTRY} letters",
                where=str(path),
                line=number,
                do="Write one call sign, place or name a line",
            )
        if entry:
            entries[entry] = None
    return tuple(entries)


def fitting_hints(hints: tuple[str, ...], characters: int = HINT_CHARACTERS) -> tuple[str, ...]:
    """The first hints that an engine hears; what stands further down does not fit.

    >>> fitting_hints(("Берёза", "Клён", "Вербове"), characters=14)
    ('Берёза', 'Клён')
    """
    fitting: list[str] = []
    used = 0
    for hint in hints:
        used += len(hint) + 2
        if used > characters + 2:
            break
        fitting.append(hint)
    return tuple(fitting)
