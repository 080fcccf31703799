"""A codebook into the archive, as ``codebook.csv``. One that stood there is kept beside it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from earwitness.errors import UnreadableFile, UsageError
from earwitness.records.artefacts import EventType
from earwitness.store.archive import Archive
from earwitness.understand.coding.codebook import (
    Codebook,
    codebook_csv,
    read_codebook,
)
from earwitness.understand.coding.qdc import read_qdc

__all__ = ["take_codebook"]


def take_codebook(
    archive: Archive, path: Path, known: Codebook, into: Path, *, by: str, because: str
) -> Codebook:
    """Take in a codebook, REFI-QDA (``.qdc``) or CSV.

    Args:
        known: the codebook so far; its words that suggest a code are kept for codes that stay.
        into: where the archive keeps its codebook.

    Raises:
        UsageError: nobody signs it.
        UnreadableFile: the file cannot be read.
        HostileInput, MalformedInput, OverLimit, UnsupportedInput: it is no codebook that is read here.
    """
    for option, words in (("--by", by), ("--because", because)):
        if not words.strip():
            raise UsageError(f"a codebook needs {option}", do="Say who takes it in and why")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}", where=str(path)) from error
    is_xml = path.suffix.lower() == ".qdc" or data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"
    where = path.name
    codebook = read_qdc(data, known, where=where) if is_xml else read_codebook(data, where=where)
    text = codebook_csv(codebook.codes).encode()
    read_codebook(text, where=where)  # what is written can be read again
    if into.exists():
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        into.rename(into.with_name(f"codebook.until-{stamp}.csv"))
    draft = into.with_name(f".{into.name}.draft")
    draft.write_bytes(text)
    draft.replace(into)
    with archive.writing() as w:
        digest = hashlib.sha256(text).hexdigest()
        reason = hashlib.sha256(f"{by.strip()}\n{because.strip()}".encode()).hexdigest()
        w.note(
            EventType.CREATION,
            [digest, reason],
            note=f"a person took in a codebook: {len(codebook.codes)} codes",
        )
    return codebook
