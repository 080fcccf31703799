"""Archives, honest and hostile."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import lzma
import random
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.errors import (
    EarwitnessError,
    HostileInput,
    MalformedInput,
    OverLimit,
    UnreadableFile,
    UnsupportedInput,
    UsageError,
)
from earwitness.intake.bundles.unpacking import Unpacked, UnpackLimits, unpack

FILES = {
    "result.json": b'{"messages": []}',
    "voice_messages/запис ї.ogg": b"OggS" * 50,
    "inner.zip": b"PK\x03\x04 stays a file",
    "empty": b"",
}
COUNTER = itertools.count()
SMALL = UnpackLimits(max_files=20, max_total_bytes=1_000_000, max_ratio=50, ratio_from_bytes=20_000)


def zip_of(place: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(place, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return place


def tar_of(place: Path, files: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(place, mode) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return place


def said(unpacked: Unpacked) -> str:
    return "\n".join(problem.what for problem in unpacked.problems)


def left(folder: Path) -> list[Path]:
    return list(folder.rglob("*")) if folder.exists() else []


@pytest.mark.parametrize("kind", ["zip", "stored", "w", "w:gz", "w:bz2", "w:xz"])
def test_an_honest_archive_comes_out_whole_whatever_its_name(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "export.bin"
    if kind in ("zip", "stored"):
        zip_of(place, FILES, zipfile.ZIP_STORED if kind == "stored" else zipfile.ZIP_DEFLATED)
    else:
        tar_of(place, FILES, kind)
    out = unpack(place, tmp_path / "new" / "out")
    assert {f.name: f.path.read_bytes() for f in out.files} == FILES
    assert [f.size_bytes for f in out.files] == [len(content) for content in FILES.values()]
    assert out.problems == ()
    assert all(stat.S_IMODE(f.path.stat().st_mode) == 0o600 for f in out.files)


TRICKS = [
    "../up.ogg",
    "/abs.ogg",
    "a/../../up.ogg",
    "..\\up.ogg",
    "C:\\x.ogg",
    "a/./b",
    "я" * 130,
    "a\nb",
]


@pytest.mark.parametrize("make", [zip_of, tar_of])
def test_names_that_leave_the_folder_stay_in_the_archive(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    place = make(tmp_path / "a", dict.fromkeys(TRICKS, b"x") | {"good.ogg": b"y"})
    out = unpack(place, tmp_path / "out")
    assert [f.name for f in out.files] == ["good.ogg"]
    assert said(out).count("left out") == len(TRICKS)
    assert {p.name for p in tmp_path.rglob("*")} == {"a", "out", "good.ogg"}


def test_names_that_are_one_name_elsewhere_are_taken_once(tmp_path: Path) -> None:
    place = tar_of(
        tmp_path / "a",
        {
            "Запис.ogg": b"1",
            "ЗАПИС.OGG": b"2",
            "й.ogg": b"3",
            "и\u0306.ogg": b"4",
            "./Запис.ogg": b"5",
        },
    )
    out = unpack(place, tmp_path / "out")
    assert [f.path.read_bytes() for f in out.files] == [b"1", b"3"]
    assert said(out).count("stands twice") == 3


def test_a_file_where_a_folder_should_be_is_one_refusal(tmp_path: Path) -> None:
    out = unpack(
        zip_of(tmp_path / "a", {"a": b"1", "a/b/c": b"2", "a/d": b"3", "e": b"4"}), tmp_path / "out"
    )
    assert [f.name for f in out.files] == ["a", "e"]
    assert said(out).count("a file stands where") == 2


def test_links_and_devices_stay_in_the_tar(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for kind in (
            tarfile.SYMTYPE,
            tarfile.LNKTYPE,
            tarfile.CHRTYPE,
            tarfile.BLKTYPE,
            tarfile.FIFOTYPE,
            tarfile.DIRTYPE,
        ):
            entry = tarfile.TarInfo(f"kind{kind.decode()}")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        entry = tarfile.TarInfo("kind2/through.ogg")
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    out = unpack(tmp_path / "a.tar", tmp_path / "out")
    assert said(out).count("it is a link") == 2
    assert said(out).count("it is a device") == 3
    # The link was never made, so its name is a plain folder now.
    assert [f.path for f in out.files] == [tmp_path / "out" / "kind2" / "through.ogg"]
    assert not (tmp_path / "out" / "kind2").is_symlink()


def test_links_encrypted_and_odd_members_stay_in_the_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        fifo = zipfile.ZipInfo("fifo")
        fifo.external_attr = stat.S_IFIFO << 16
        archive.writestr(fifo, "")
        archive.writestr("bz.ogg", b"x" * 100, zipfile.ZIP_BZIP2)
        archive.writestr("secret.ogg", b"x" * 100)
        archive.writestr("folder/", b"")
    data = (tmp_path / "a.zip").read_bytes()
    at = data.rindex(b"secret.ogg") - 46
    flagged = data[: at + 8] + b"\x01\x00" + data[at + 10 :]
    (tmp_path / "a.zip").write_bytes(flagged)
    out = unpack(tmp_path / "a.zip", tmp_path / "out")
    assert out.files == ()
    for reason in ("it is a link", "it is a device", "method 12", "it is encrypted"):
        assert said(out).count(reason) == 1


def test_nothing_that_is_there_is_overwritten_or_followed(tmp_path: Path) -> None:
    into, outside = tmp_path / "out", tmp_path / "outside"
    into.mkdir()
    outside.mkdir()
    (into / "a").write_bytes(b"mine")
    (into / "dangling").symlink_to(outside / "new")
    (into / "door").symlink_to(outside)
    out = unpack(
        zip_of(tmp_path / "z", {"a": b"1", "dangling": b"2", "door/x": b"3", "b": b"4"}), into
    )
    assert [f.name for f in out.files] == ["b"]
    assert (into / "a").read_bytes() == b"mine"
    assert left(outside) == []


@pytest.mark.parametrize("kind", ["zip", "w:gz", "w:bz2", "w:xz"])
def test_a_bomb_is_refused_whole_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    files = {"folder/first.ogg": b"x", "bomb": bytes(600_000)}
    place = zip_of(tmp_path / "b", files) if kind == "zip" else tar_of(tmp_path / "b", files, kind)
    with pytest.raises(HostileInput, match="explode"):
        unpack(place, tmp_path / "out", SMALL)
    assert left(tmp_path / "out") == []


def test_a_bomb_that_lies_about_its_packed_size_is_refused(tmp_path: Path) -> None:
    place = zip_of(tmp_path / "b", {"bomb": bytes(600_000)})
    data = bytearray(place.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 20, 500_000)
    place.write_bytes(data)
    with pytest.raises(HostileInput, match="explode"):
        unpack(place, tmp_path / "out", SMALL)
    assert left(tmp_path / "out") == []


def test_a_zip_that_declares_less_than_it_holds_gives_no_more_than_declared(tmp_path: Path) -> None:
    place = zip_of(tmp_path / "b", {"liar": bytes(600_000), "good": b"x"})
    data = bytearray(place.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    place.write_bytes(data)
    out = unpack(place, tmp_path / "out", SMALL)
    assert [f.name for f in out.files] == ["good"]
    assert "cannot be read" in said(out)


def test_overlapping_members_count_each_time(tmp_path: Path) -> None:
    place = zip_of(tmp_path / "b", {"a": bytes(900_000)})
    data = place.read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 15, 15, 15 * len(entry))
    place.write_bytes(data[:start] + entry * 15 + tail)
    with pytest.raises(EarwitnessError):
        unpack(place, tmp_path / "out", SMALL)
    assert left(tmp_path / "out") == []


@pytest.mark.parametrize("make", [zip_of, tar_of])
def test_too_many_files_or_bytes_are_refused_whole(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    many = make(tmp_path / "many", {f"{n}.ogg": b"" for n in range(21)})
    noise = random.Random(1).randbytes(400_000)
    large = make(tmp_path / "large", {"a": noise, "b": noise, "c": noise})
    for place in (many, large):
        with pytest.raises(OverLimit):
            unpack(place, tmp_path / "out", SMALL)
        assert left(tmp_path / "out") == []


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_tar_header_that_would_fill_memory_is_refused(kind: bytes, tmp_path: Path) -> None:
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = kind, 2**33
    (tmp_path / "a.tar").write_bytes(entry.tobuf(tarfile.GNU_FORMAT) + bytes(4096))
    with pytest.raises(HostileInput):
        unpack(tmp_path / "a.tar", tmp_path / "out", SMALL)


def test_tar_headers_without_end_are_refused(tmp_path: Path) -> None:
    body = b"12 a=hello!\n"
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.XHDTYPE, len(body)
    (tmp_path / "a.tar").write_bytes((entry.tobuf() + body.ljust(512, b"\0")) * 3000)
    with pytest.raises(EarwitnessError):
        unpack(tmp_path / "a.tar", tmp_path / "out", UnpackLimits())


def test_tar_headers_that_take_hours_to_search_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("earwitness.intake.bundles.members._MAX_HEADER_SEARCH", 10 * 4000 * 4000)
    body = b"9" * 4000
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.XHDTYPE, len(body)
    one = entry.tobuf() + body.ljust(4096, b"\0") + tarfile.TarInfo("f").tobuf()
    (tmp_path / "a.tar").write_bytes(one * 15)
    with pytest.raises(HostileInput):
        unpack(tmp_path / "a.tar", tmp_path / "out", UnpackLimits())
    assert left(tmp_path / "out") == []


def test_a_negative_size_is_refused(tmp_path: Path) -> None:
    head = bytearray(tarfile.TarInfo("x").tobuf(tarfile.GNU_FORMAT))
    head[124:136] = b"\xff" * 12
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    (tmp_path / "a.tar").write_bytes(bytes(head) + bytes(2048))
    with pytest.raises(HostileInput):
        unpack(tmp_path / "a.tar", tmp_path / "out", SMALL)


def test_a_zip_list_longer_than_memory_should_hold_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "a.zip"
    size = 3_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, size, 4, 0)
    place.write_bytes(b"PK\x03\x04" + bytes(size) + end)
    with pytest.raises(OverLimit):
        unpack(place, tmp_path / "out", SMALL)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_torn_tar_gives_what_is_whole(mode: str, tmp_path: Path) -> None:
    noise = random.Random(2).randbytes(700_000)
    place = tar_of(tmp_path / "a.tar", {"first": b"x", "second": noise, "third": noise[::-1]}, mode)
    data = place.read_bytes()
    place.write_bytes(data[: len(data) // 2 + 60_000] if mode != "w:bz2" else data[:-2000])
    out = unpack(place, tmp_path / "out")
    assert out.files[0].name == "first"
    assert {f.name for f in out.files} == {p.name for p in left(tmp_path / "out")}
    assert "third" not in {f.name for f in out.files}
    assert "before that were taken" in said(out)


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8"])
def test_names_from_russian_windows_are_read(encoding: str, tmp_path: Path) -> None:
    name = "Перехват зимы.ogg"
    raw = name.encode(encoding)
    place = zip_of(tmp_path / "a.zip", {"#" * len(raw): b"x"})
    place.write_bytes(place.read_bytes().replace(b"#" * len(raw), raw))
    out = unpack(place, tmp_path / "out")
    assert [f.name for f in out.files] == [name]
    assert (encoding in said(out)) is (encoding != "utf-8")


def test_the_unicode_path_field_wins_if_it_belongs_to_the_name(tmp_path: Path) -> None:
    raw, name = "Їжак".encode("cp866", "replace"), "Їжак.ogg".encode()
    for sum_of, expected in ((raw, "Їжак.ogg"), (b"other", "Їжак")):
        entry = zipfile.ZipInfo("#" * len(raw))
        field = struct.pack("<BI", 1, zlib.crc32(sum_of)) + name
        entry.extra = struct.pack("<HH", 0x7075, len(field)) + field
        place = tmp_path / f"{expected}.zip"
        with zipfile.ZipFile(place, "w") as archive:
            archive.writestr(entry, b"x")
        place.write_bytes(place.read_bytes().replace(b"#" * len(raw), raw))
        assert [f.name for f in unpack(place, tmp_path / expected).files] == [expected]


def test_backslashes_of_old_windows_tools_are_folders(tmp_path: Path) -> None:
    out = unpack(zip_of(tmp_path / "a.zip", {"voice\\a.ogg": b"x"}), tmp_path / "out")
    assert (tmp_path / "out" / "voice" / "a.ogg").read_bytes() == b"x"
    assert "backslashes" in said(out)


@pytest.mark.parametrize("data", [b"", b"Rar!\x1a\x07\x00", b"7z\xbc\xaf'\x1c", b"plain text"])
def test_other_archives_are_named_unsupported(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(UnsupportedInput):
        unpack(tmp_path / "a", tmp_path / "out")


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress, lambda data: b"PK\x03\x04" + data]
)
def test_what_is_packed_but_no_archive_is_malformed(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    (tmp_path / "a").write_bytes(pack(b"only a text, longer than nothing" * 40))
    with pytest.raises(MalformedInput):
        unpack(tmp_path / "a", tmp_path / "out")


def test_wrong_places_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        unpack(tmp_path / "nowhere.zip", tmp_path / "out")
    with pytest.raises(UsageError):
        unpack(zip_of(tmp_path / "a.zip", FILES), tmp_path / "a.zip")


@given(
    st.sampled_from(["zip", "w", "w:gz"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
)
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_damage_is_a_value_or_a_refusal(
    tmp_path: Path, kind: str, damage: list[tuple[float, int]]
) -> None:
    place = zip_of(tmp_path / "f", FILES) if kind == "zip" else tar_of(tmp_path / "f", FILES, kind)
    data = bytearray(place.read_bytes())
    for where, value in damage:
        data[int(where * (len(data) - 1))] = value
    place.write_bytes(data)
    into = tmp_path / f"out{next(COUNTER)}"
    try:
        out = unpack(place, into, SMALL)
    except EarwitnessError:
        assert left(into) == []
        return
    assert {f.path for f in out.files} == {p for p in left(into) if p.is_file()}
