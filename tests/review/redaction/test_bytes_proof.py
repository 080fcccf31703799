"""A sealed word is found wherever in a file it stands; clean files of every kind give nothing."""

from __future__ import annotations

import base64
import gzip
import io
import json
import sqlite3
import struct
import tarfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.review.redaction.bytes_proof import prove_bytes, prove_name
from earwitness.review.redaction.members.part import Nature, Room
from earwitness.review.redaction.members.reading import parts_of
from tests.audio.sounds import encode, noise, wav

GIVEN = (("sig-1/1", "Кукушкина"), ("sig-1/2", "8 912 345-67-89"), ("sig-1/3", "Згурський"))
PLANTED = {
    "sig-1/1": ["Кукушкиной", "КУКУШКИНУ", "Kukushkina", "kukushkinoy"],
    "sig-1/2": ["+7 (912) 345-67-89", "89123456789"],
    "sig-1/3": ["Згурського", "ЗГУРСЬКИЙ", "Zghurskyi"],
}


def looked_at(data: bytes, tmp: Path):
    path = tmp / "public"
    path.write_bytes(data)
    return prove_bytes(str(path), "public", GIVEN).finds


def names(finds) -> set[str]:
    return {one.about for one in finds if one.kind == "sealed_word"}


# --- encodings and escapes -------------------------------------------------------------------------------

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    **{
        name: lambda text, name=name: f"до {text} после".encode(name, errors="ignore")
        for name in (
            "utf-8",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "cp1251",
            "koi8_u",
            "cp866",
            "iso8859_5",
        )
    },
    "html": lambda text: f"<p>{text}</p>".encode("ascii", errors="xmlcharrefreplace"),
    "hex entities": lambda text: "".join(f"&#x{ord(sign):x};" for sign in text).encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "css": lambda text: "".join(f"\\{ord(sign):04x} " for sign in text).encode(),
    "url": lambda text: f"?q={urllib.parse.quote(text)}".encode(),
    "url twice": lambda text: urllib.parse.quote(urllib.parse.quote(text)).encode(),
    "base64": lambda text: b"x:" + base64.b64encode(f"до {text} после".encode()),
    "base64 of cp1251": lambda text: base64.b64encode(
        f"до {text} после".encode("cp1251", "ignore")
    ),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode() * 2)),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "markup": lambda text: f"<b>{text[:3]}</b>{text[3:]}".encode(),
    "comment": lambda text: f"<html><!-- {text} --></html>".encode(),
    "attribute": lambda text: f"<p data-note='{text}'>".encode(),
}

# --- containers --------------------------------------------------------------------------------------------


def zipped(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bag:
        bag.writestr("word/document.xml", b"<w:t>clean</w:t>")
        bag.writestr("word/comments.xml", data)
    return made.getvalue()


def tarred(data: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as bag:
        member = tarfile.TarInfo("a.txt")
        member.size = len(data)
        bag.addfile(member, io.BytesIO(data))
    return made.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes, behind: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + picture + chunk(b"IEND", b"") + behind


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes) -> bytes:
    return (
        b"\xff\xd8" + b"".join(segments) + segment(0xDA, b"\0" * 6) + b"\x12\x34" * 40 + b"\xff\xd9"
    )


def synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3(
    version: int, frame: bytes, *, flags: int = 0, second: int = 0, extra: bytes = b""
) -> bytes:
    name = b"TT2" if version == 2 else b"TIT2"
    body = extra + frame
    if version == 2:
        head = name + len(body).to_bytes(3, "big")
    else:
        size = synchsafe(len(body)) if version == 4 else len(body).to_bytes(4, "big")
        head = name + size + bytes([0, second])
    whole = head + body
    if flags & 0x80:
        whole = whole.replace(b"\xff", b"\xff\x00")
    return (
        b"ID3"
        + bytes([version, 0, flags])
        + synchsafe(len(whole))
        + whole
        + b"\xff\xfb\x90\x00"
        + b"\x55" * 400
    )


def sqlite_file(data: bytes) -> bytes:
    with sqlite3.connect(":memory:") as db:
        db.execute("create table notes (id integer, body blob)")
        db.execute("insert into notes values (1, ?)", (data,))
        return db.serialize()


def pdf(data: bytes) -> bytes:
    body = zlib.compress(b"BT /F1 12 Tf " + b"<" + data.hex().encode() + b"> Tj ET")
    head = b"<< /Length " + str(len(body)).encode() + b" /Filter /FlateDecode >>"
    return b"%PDF-1.4\n1 0 obj\n" + head + b"\nstream\n" + body + b"\nendstream\nendobj\n"


def pdf_with_font(text: str) -> bytes:
    """Text as glyph numbers of a font of its own, with the map that tells a reader what they mean."""
    letters = sorted(set(text))
    pairs = "\n".join(
        f"<{at + 1:04x}> <{letter.encode('utf-16-be').hex()}>" for at, letter in enumerate(letters)
    )
    cmap = f"{len(letters)} beginbfchar\n{pairs}\nendbfchar".encode()
    codes = b"".join(struct.pack(">H", letters.index(letter) + 1) for letter in text)
    streams = []
    for body in (b"BT [<" + codes.hex().encode() + b">] TJ ET", cmap):
        packed = zlib.compress(body)
        streams.append(b"<< /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\n")
    return b"%PDF-1.4\n" + b"".join(streams)


def mp4_atom(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def mp4(data: bytes) -> bytes:
    udta = mp4_atom(b"udta", mp4_atom(b"\xa9nam", data))
    return (
        mp4_atom(b"ftyp", b"isom\0\0\2\0")
        + mp4_atom(b"moov", udta)
        + mp4_atom(b"mdat", b"\x9c" * 500)
    )


def matroska(data: bytes) -> bytes:
    tag = b"\x67\xc8" + _size(data, 5) + b"\x45\xa3\x81A" + b"\x44\x87" + _size(data) + data
    return b"\x1aE\xdf\xa3\x80" + b"\x12\x54\xc3\x67" + _sized(b"\x73\x73" + _sized(tag))


def _size(data: bytes, more: int = 0) -> bytes:
    extra = 4 + 4 if more else 0
    return ((1 << 28) | (len(data) + extra + (2 + 4 - 4 if more else 0))).to_bytes(4, "big")


def _sized(data: bytes) -> bytes:
    return ((1 << 28) | len(data)).to_bytes(4, "big") + data


def riff(data: bytes) -> bytes:
    info = b"INFO" + b"INAM" + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    body = b"WAVE" + b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    body += (
        b"LIST" + struct.pack("<I", len(info)) + info + b"data" + struct.pack("<I", 4) + b"\0\0\0\0"
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def flac(data: bytes) -> bytes:
    comment = struct.pack("<I", 0) + struct.pack("<I", 1) + struct.pack("<I", len(data)) + data
    return (
        b"fLaC\x00\x00\x00\x22" + b"\0" * 34 + b"\x84" + len(comment).to_bytes(3, "big") + comment
    )


def ogg(data: bytes) -> bytes:
    def page(packet: bytes, number: int) -> bytes:
        lengths = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
        return (
            b"OggS"
            + b"\0" * 14
            + struct.pack("<II", number, 0)
            + bytes([len(lengths)])
            + lengths
            + packet
        )

    tags = (
        b"OpusTags"
        + struct.pack("<I", 0)
        + struct.pack("<I", 1)
        + struct.pack("<I", len(data))
        + data
    )
    return page(b"OpusHead" + b"\0" * 11, 0) + page(tags, 1) + page(b"\x78" * 90, 2)


CONTAINERS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "zip": zipped,
    "zip in zip": lambda data: zipped(zipped(data)),
    "gzip": gzip.compress,
    "tar.gz": tarred,
    "zlib": zlib.compress,
    "png text": lambda data: png(chunk(b"tEXt", b"Comment\0" + data)),
    "png ztxt": lambda data: png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(data))),
    "png itxt": lambda data: png(chunk(b"iTXt", b"c\0\1\0en\0\0" + zlib.compress(data))),
    "png exif": lambda data: png(chunk(b"eXIf", b"MM\0*" + data)),
    "behind a png": lambda data: png(behind=data),
    "jpeg comment": lambda data: jpeg(segment(0xFE, data)),
    "jpeg xmp": lambda data: jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + data)),
    "id3v2.2": lambda data: id3(2, b"\x00" + data),
    "id3v2.3": lambda data: id3(3, b"\x00" + data),
    "id3v2.4": lambda data: id3(4, b"\x03" + data),
    "id3 unsynchronised": lambda data: id3(3, b"\x01\xff\xfe" + data, flags=0x80),
    "id3 compressed": lambda data: id3(
        3, zlib.compress(b"\x00" + data), second=0x80, extra=len(data).to_bytes(4, "big")
    ),
    "id3 picture": lambda data: id3(
        3, b"\x00image/png\0\3\0" + png(chunk(b"zTXt", b"c\0\0" + zlib.compress(data)))
    ),
    "mp4": mp4,
    "matroska": matroska,
    "riff": riff,
    "flac": flac,
    "ogg": ogg,
    "sqlite": sqlite_file,
    "pdf": pdf,
}


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(sorted(PLANTED)),
    st.sampled_from(sorted(ENCODINGS)),
    st.sampled_from(sorted(CONTAINERS)),
    st.data(),
)
def test_it_is_found_in_any_encoding_and_container(tmp_path, name, encoding, container, data):
    word = data.draw(st.sampled_from(PLANTED[name]))
    made = CONTAINERS[container](ENCODINGS[encoding](word))
    assert name in names(looked_at(made, tmp_path))


@pytest.mark.parametrize("container", sorted(CONTAINERS))
def test_nothing_is_found_where_nothing_is(container, tmp_path):
    clean = "Она сказала, что приедет в четверг. She will come on Thursday, 12 July 2025."
    finds = looked_at(CONTAINERS[container](clean.encode()), tmp_path)
    assert names(finds) == set()


def test_text_drawn_in_glyphs_of_a_font_is_read(tmp_path):
    assert names(looked_at(pdf_with_font("встретила Кукушкину вчера"), tmp_path)) == {"sig-1/1"}


def test_the_end_of_an_id3v1_tag_is_read(tmp_path):
    frames = b"\xff\xfb\x90\x00" + b"\x55" * 400
    tag = b"TAG" + "Кукушкина".encode("cp1251").ljust(125, b"\0")
    assert names(looked_at(frames + tag, tmp_path)) == {"sig-1/1"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "7z"),
        (b"Rar!\x1a\x07\x01\0" + b"\0" * 50, "RAR"),
        (b"%PDF-1.7\n/Encrypt 5 0 R", "encrypted"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged zip"),
        (b"SQLite format 3\0" + b"\x07" * 200, "SQLite cannot open"),
    ],
)
def test_what_cannot_be_looked_into_is_no_proof(data, says, tmp_path):
    finds = looked_at(data, tmp_path)
    assert any(one.kind == "unreadable" and says in one.says for one in finds)


def test_a_bomb_is_not_unpacked():
    bomb = zipped(zipped(b"0" * (8 << 20)))
    parts = list(parts_of(bomb, "", Room(bytes_left=1 << 20)))
    assert any(one.nature is Nature.UNREADABLE for one in parts)
    deep = b"clean"
    for _ in range(12):
        deep = gzip.compress(deep)
    assert any(one.nature is Nature.UNREADABLE for one in parts_of(deep, ""))


def test_no_report_repeats_the_word(tmp_path):
    finds = [
        *looked_at("Кукушкина, 8 912 345-67-89".encode(), tmp_path),
        *prove_name("кукушкина.mp3", "a file of 1 (.mp3)", GIVEN),
    ]
    told = " ".join(f"{one.file} {one.place} {one.says}" for one in finds).casefold()
    assert "кукушкин" not in told
    assert "912" not in told
    assert {one.place for one in finds} >= {"its name"}


@pytest.mark.parametrize("ending", [".mp3", ".opus", ".m4a", ".flac"])
def test_tags_of_sound_files_are_searched_and_refused(ending, tmp_path):
    path = encode(
        tmp_path / f"a{ending}", noise(800), metadata={"title": "у Кукушкиной", "artist": "x"}
    )
    found = prove_bytes(str(path), path.name, GIVEN).finds
    assert names(found) == {"sig-1/1"}
    assert any(one.kind == "tag" for one in found)


def test_a_word_in_coded_sound_is_found_and_short_ones_are_told(tmp_path):
    random = np.random.default_rng(4).integers(0, 256, 400_000, dtype=np.uint8).tobytes()
    body = random[:200_000] + "Кукушкину".encode("utf-16-le") + random[200_000:]
    path = tmp_path / "a.mp4"
    path.write_bytes(mp4_atom(b"ftyp", b"isom\0\0\2\0") + mp4_atom(b"mdat", body))
    proof = prove_bytes(str(path), "a.mp4", (*GIVEN, ("sig-2/1", "Ян")))
    assert names(proof.finds) == {"sig-1/1"}
    assert proof.too_short == {"sig-2/1"}


def test_a_file_of_other_peoples_programs_gives_its_tags(tmp_path):
    path = encode(tmp_path / "a.mkv", noise(500), metadata={"title": "Кукушкина"})
    found = prove_bytes(str(path), "a.mkv", GIVEN).finds
    assert names(found) == {"sig-1/1"}
    assert any(one.kind == "tag" and "matroska" in one.says for one in found)


def test_a_wav_of_ours_is_clean(tmp_path):
    path = wav(tmp_path / "a.wav", noise(500))
    assert prove_bytes(str(path), "a.wav", GIVEN).finds == ()


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(sorted(CONTAINERS)), st.integers(0, 5_000), st.integers(0, 255), st.booleans()
)
def test_damaged_files_never_raise(tmp_path, container, at, byte, cut):
    made = bytearray(CONTAINERS[container](b"clean text " * 30))
    at %= len(made)
    if cut:
        del made[at:]
    else:
        made[at] = byte
    looked_at(bytes(made), tmp_path)
