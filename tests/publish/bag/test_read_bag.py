"""Our reader on bags of others: BagIt of every version, and what tries to harm who reads it."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import EarwitnessError, HostileInput, MalformedInput, OverLimit, UsageError
from earwitness.publish.bag.reading.bagit import read_bag
from earwitness.publish.bag.reading.findings import Findings
from earwitness.publish.bag.reading.unpacking import UnpackLimits, opened_bag
from earwitness.publish.bag.reading.verifying import verify_bag

SUITE = Path(__file__).resolve().parents[4] / "shared/real/docs/bagit-conformance-suite"
if not SUITE.is_dir():
    SUITE = Path("/work/shared/real/docs/bagit-conformance-suite")


def write_bag(
    folder: Path, files: dict[str, bytes], *, version: str = "1.0", **changes: str
) -> Path:
    """A small bag; ``changes`` replace whole tag files (dots as __)."""
    rows = ""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        rows += f"{hashlib.sha256(content).hexdigest()}  {name.replace('%', '%25')}\n"
    tags = {
        "bagit.txt": f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n",
        "manifest-sha256.txt": rows,
    }
    tags |= {name.replace("__", "."): text for name, text in changes.items()}
    for name, text in tags.items():
        (folder / name).write_bytes(text.encode())
    return folder


def codes(folder: Path, level: str = "error") -> set[str]:
    findings = Findings()
    read_bag(folder, findings)
    return {one.code for one in findings if one.level == level}


HELLO = {"data/hello.txt": b"hello\n"}
SUM = hashlib.sha256(b"hello\n").hexdigest()


def test_bags_of_the_library_of_congress_are_valid(tmp_path: Path):
    (tmp_path / "sub folder").mkdir()
    (tmp_path / "sub folder" / "Ñame – слово.txt").write_text("words")
    (tmp_path / "two.txt").write_text("two")
    bagit.make_bag(str(tmp_path), {"Contact-Name": "A. Desk"}, checksums=["sha256", "sha512"])
    found = verify_bag(tmp_path)
    assert found.valid
    assert [one.code for one in found.findings] == ["other-bag"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"bagit__txt": "BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n"}, "declaration"),
        ({"bagit__txt": "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n"}, "declaration"),
        ({"bagit__txt": "\ufeffBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"}, "byte-order-mark"),
        ({"bagit__txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: rot13\n"}, "encoding"),
        ({"bagit__txt": ""}, "declaration"),
        ({"manifest-sha256__txt": ""}, "extra-file"),
        ({"manifest-sha256__txt": f"{SUM}  data/hello.txt\n{SUM}  data/hello.txt\n"}, "twice"),
        ({"manifest-sha256__txt": f"{SUM}  data/hello.txt\n{'0' * 64}  data/hello.txt\n"}, "twice"),
        ({"manifest-sha256__txt": f"{SUM}  data/hello.txt\n{SUM}  data/../../etc/passwd\n"}, "outside"),
        ({"manifest-sha256__txt": f"{SUM}  data/hello.txt\n{SUM}  /etc/passwd\n"}, "outside"),
        ({"manifest-sha256__txt": f"{SUM}  data/hello.txt\n{SUM}  bagit.txt\n"}, "outside"),
        ({"manifest-sha256__txt": f"{SUM[:-1]}  data/hello.txt\n"}, "line"),
        ({"manifest-sha256__txt": f"{SUM}\n"}, "line"),
        ({"manifest-sha256__txt": f"{SUM}  data/hello.txt\n{SUM}  data/gone.txt\n"}, "missing-file"),
        ({"manifest-sha256__txt": f"{SUM}  data/HELLO.txt\n"}, "missing-file"),
        ({"manifest-sha512__txt": ""}, "not-listed"),
        ({"tagmanifest-sha256__txt": f"{SUM}  data/hello.txt\n"}, "line"),
        ({"tagmanifest-sha256__txt": f"{SUM}  gone.txt\n"}, "missing-file"),
        ({"tagmanifest-sha256__txt": f"{SUM}  bagit.txt\n"}, "checksum"),
        ({"bag-info__txt": "Payload-Oxum: 6.2\n"}, "oxum"),
        ({"bag-info__txt": "Payload-Oxum: many\n"}, "oxum"),
        ({"bag-info__txt": "Payload-Oxum: 6.1\nPayload-Oxum: 6.1\n"}, "oxum"),
        ({"bag-info__txt": "words without a label\n"}, "info-line"),
        ({"fetch__txt": "http://127.0.0.1/x - data/gone.txt\n"}, "fetch-line"),
        ({"fetch__txt": "http://127.0.0.1/x - ../../gone.txt\n"}, "outside"),
        ({"fetch__txt": "gone\n"}, "fetch-line"),
    ],
)  # fmt: skip
def test_what_makes_a_bag_invalid(tmp_path: Path, changes: dict, code: str):
    assert code in codes(write_bag(tmp_path, HELLO, **changes))


def test_a_bag_with_holes_is_incomplete_and_nothing_is_fetched(tmp_path: Path):
    rows = f"{SUM}  data/hello.txt\n{SUM}  data/far.txt\n"
    fetch = "http://127.0.0.1:9/far 6 data/far.txt\n"
    write_bag(tmp_path, HELLO, **{"manifest-sha256__txt": rows, "fetch__txt": fetch})
    assert codes(tmp_path) == {"not-fetched", "missing-file"}
    (tmp_path / "data/far.txt").write_bytes(b"hello\n")
    assert codes(tmp_path) == set()


def test_signs_in_names_are_escaped_as_the_standard_has_it(tmp_path: Path):
    rows = f"{SUM}  data/100%25.txt\n{SUM}  data/two%0Alines.txt\n"
    files = {"data/100%.txt": b"hello\n", "data/two\nlines.txt": b"hello\n"}
    write_bag(tmp_path, files, **{"manifest-sha256__txt": rows})
    assert codes(tmp_path) == set()


def test_names_that_differ_in_the_form_of_letters_only_are_a_warning(tmp_path: Path):
    rows = f"{SUM}  data/N\u0303o.txt\n"
    write_bag(tmp_path, {"data/\u00d1o.txt": b"hello\n"}, **{"manifest-sha256__txt": rows})
    assert codes(tmp_path) == set()
    assert codes(tmp_path, "warning") == {"same-name"}


def test_links_and_pipes_are_no_part_of_a_bag(tmp_path: Path):
    write_bag(tmp_path / "bag", HELLO)
    (tmp_path / "bag/data/link").symlink_to("/etc/passwd")
    (tmp_path / "bag/loop").symlink_to("..")
    os.mkfifo(tmp_path / "bag/data/pipe")
    assert codes(tmp_path / "bag") == {"link", "special"}
    write_bag(tmp_path / "other", HELLO)
    shutil.rmtree(tmp_path / "other/data")
    (tmp_path / "other/data").symlink_to(tmp_path / "bag/data")
    assert {"link", "no-payload", "missing-file"} <= codes(tmp_path / "other")


def test_every_finding_names_its_file_and_line(tmp_path: Path):
    rows = f"{SUM}  data/hello.txt\n\nnonsense\n"
    findings = Findings()
    read_bag(write_bag(tmp_path, HELLO, **{"manifest-sha256__txt": rows}), findings)
    (one,) = findings
    assert (one.file, one.line, one.code) == ("manifest-sha256.txt", 3, "line")


@settings(max_examples=25, deadline=None)
@given(manifest=st.text(max_size=200), info=st.text(max_size=100), fetch=st.text(max_size=100))
def test_any_text_in_tag_files_is_read_to_an_end(tmp_path_factory, manifest, info, fetch):
    folder = tmp_path_factory.mktemp("any")
    write_bag(folder, HELLO)
    for name, text in (
        ("manifest-sha256.txt", manifest),
        ("bag-info.txt", info),
        ("fetch.txt", fetch),
    ):
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert "extra-file" in codes(folder) or SUM in manifest


def test_a_folder_that_is_no_bag_and_a_place_where_nothing_is(tmp_path: Path):
    assert not verify_bag(tmp_path).valid
    with pytest.raises(UsageError, match="is not there"):
        verify_bag(tmp_path / "nothing")
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    with pytest.raises(UsageError, match="neither a folder nor a packed bag"):
        verify_bag(tmp_path / "x.pdf")


@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz", "tar.xz"])
def test_packed_bags_are_read(stamped: Path, tmp_path: Path, ending: str):
    path = tmp_path / f"packed.{ending}"
    if ending == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for one in stamped.rglob("*"):
                out.write(one, one.relative_to(stamped.parent))
    else:
        with tarfile.open(path, f"w:{ending.removeprefix('tar').removeprefix('.')}") as out:
            out.add(stamped, "made")
    assert verify_bag(path).valid


def _tar(path: Path, *members: tuple[str, bytes | None, bytes]) -> Path:
    with tarfile.open(path, "w") as out:
        for name, kind, content in members:
            one = tarfile.TarInfo(name)
            if kind:
                one.type, one.linkname = kind, "/etc/passwd"
            one.size = len(content)
            out.addfile(one, io.BytesIO(content))
    return path


def test_packed_bags_that_would_leave_their_folder_are_refused(tmp_path: Path):
    hostile = [
        _tar(tmp_path / "up.tar", ("../../evil", None, b"x")),
        _tar(tmp_path / "root.tar", ("/tmp/evil", None, b"x")),
        _tar(tmp_path / "link.tar", ("bag/data/x", tarfile.SYMTYPE, b"")),
        _tar(tmp_path / "hard.tar", ("bag/data/x", tarfile.LNKTYPE, b"")),
        _tar(tmp_path / "twice.tar", ("a/x", None, b"1"), ("a/x", None, b"2")),
        _tar(tmp_path / "device.tar", ("a/x", tarfile.CHRTYPE, b"")),
    ]
    for name in ("../evil", "/evil", "C:\\evil", "a\\..\\b"):
        path = tmp_path / f"{len(hostile)}.zip"
        with zipfile.ZipFile(path, "w") as out:
            out.writestr(zipfile.ZipInfo(name), b"x")
        hostile.append(path)
    link = zipfile.ZipInfo("bag/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as out:
        out.writestr(link, "/etc/passwd")
    for path in [*hostile, tmp_path / "link.zip"]:
        with pytest.raises(HostileInput), opened_bag(path):
            pass
    assert not (tmp_path / "evil").exists()


def test_packed_bags_that_explode_are_stopped(tmp_path: Path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("bag/data/zeros", bytes(4 * 1024 * 1024))
    small = UnpackLimits(bytes=2 * 1024 * 1024)
    with pytest.raises(OverLimit, match="unpacks to more than"), opened_bag(path, small):
        pass
    many = _tar(tmp_path / "many.tar", *((f"a/{n}", None, b"") for n in range(12)))
    with pytest.raises(OverLimit, match="members"), opened_bag(many, UnpackLimits(members=10)):
        pass


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and then nothing", b"\x1f\x8b\x08\x00half"])
@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz"])
def test_broken_archives_end_in_a_sentence(tmp_path: Path, content: bytes, ending: str):
    path = tmp_path / f"broken.{ending}"
    path.write_bytes(content)
    with pytest.raises((MalformedInput, EarwitnessError)):
        verify_bag(path)


def _suite() -> list[Path]:
    return sorted(one for one in SUITE.glob("v*/*/*") if one.is_dir()) if SUITE.is_dir() else []


@pytest.mark.real
@pytest.mark.skipif(not SUITE.is_dir(), reason="../shared/real is not here")
@pytest.mark.parametrize("bag", _suite(), ids=lambda one: str(one.relative_to(SUITE)))
def test_conformance_suite(bag: Path, tmp_path: Path):
    """valid: no error. warning: no error, and at least one warning. All others: an error."""
    copy = Path(shutil.copytree(bag, tmp_path / "bag"))
    for one in (copy, *copy.rglob("*")):
        one.chmod(0o755 if one.is_dir() else 0o644)
    if bag.name == "special-system-files":
        # the copy of the suite that is here has lost this file, as copies do that leave such files out
        (copy / "data/.DS_Store").touch()
    findings = Findings()
    read_bag(copy, findings)
    warned = [one for one in findings if one.level == "warning" and one.code != "weak"]
    kind = bag.parent.name
    assert findings.valid == (kind in ("valid", "warning")), list(findings)
    assert kind != "warning" or warned
