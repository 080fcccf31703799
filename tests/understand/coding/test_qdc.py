"""REFI-QDA codebooks: the structure of the standard out, other programs' files in, hostile ones refused."""

from __future__ import annotations

from xml.etree import ElementTree as ET  # an independent reader of what we write

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import (
    EarwitnessError,
    HostileInput,
    MalformedInput,
    OverLimit,
    UnsupportedInput,
)
from earwitness.understand.coding.codebook import (
    Code,
    Codebook,
    codebook_csv,
    read_codebook,
    shipped_codebook,
)
from earwitness.understand.coding.qdc import NAMESPACE, read_qdc, write_qdc

NS = f"{{{NAMESPACE}}}"
# As ATLAS.ti writes it, with a set, colours and its own schema location.
ATLAS = f"""\ufeff<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" origin="ATLAS.ti Win" xmlns="{NAMESPACE}"
  xsi:schemaLocation="urn:QDA-XML:codebook:1.0 Codebook.xsd">
  <Codes>
    <Code guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="Жалобы матерей" color="#46AA00" isCodable="false">
      <Description>all complaints</Description>
      <Code guid="2FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="Unpaid" isCodable="true"/>
    </Code>
    <Code guid="3FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="жалобы матерей" isCodable="true"/>
  </Codes>
  <Sets><Set name="group" guid="ECA18D76-2B8B-4F26-BC1D-19ECA19FB3F0">
    <MemberCode guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" /></Set></Sets>
</CodeBook>"""


def test_what_we_write_has_the_structure_of_the_standard():
    root = ET.fromstring(write_qdc(shipped_codebook()))  # noqa: S314 (our own words)
    assert root.tag == NS + "CodeBook"
    assert set(root.attrib) == {"origin"}
    assert [child.tag for child in root] == [NS + "Codes"]
    guids = []
    for code in root.iter(NS + "Code"):
        assert set(code.attrib) == {"guid", "name", "isCodable"}
        assert code.attrib["isCodable"] in {"true", "false"}
        assert [child.tag for child in code][:1] in ([], [NS + "Description"], [NS + "Code"])
        guids.append(code.attrib["guid"])
    assert len(set(guids)) == len(guids) == len(shipped_codebook().codes)
    assert all(len(one) == 36 and one == one.upper() for one in guids)


def test_there_and_back_keeps_codes_tree_and_the_words_that_suggest():
    tree = read_codebook(
        b'code,name,parent,definition,ru,uk,en\nchild,Child,top,"with <b> & ""q""",,,\ntop,Top,,,,,money + gone\n'
    )
    back = read_qdc(write_qdc(tree), tree)
    assert {
        one.code: (one.name, one.parent, one.definition, one.written) for one in back.codes
    } == {one.code: (one.name, one.parent, one.definition, one.written) for one in tree.codes}
    assert back.get("top").cues == tree.get("top").cues
    assert write_qdc(tree) == write_qdc(tree)


def test_a_file_of_another_program():
    found = read_qdc(ATLAS.encode(), shipped_codebook(), where="theirs.qdc")
    first, unpaid, again = found.codes
    assert (first.name, first.definition, first.parent) == ("Жалобы матерей", "all complaints", "")
    assert first.code != again.code
    assert all(one.code.isascii() and one.code[0].isalpha() for one in found.codes)
    assert (unpaid.code, unpaid.parent) == ("unpaid", first.code)  # known by its name
    assert unpaid.written == shipped_codebook().get("unpaid").written
    assert read_codebook(codebook_csv(found.codes).encode()).codes[0].name == first.name


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (ATLAS.replace("<CodeBook", BOMB + "<CodeBook", 1).encode(), HostileInput, "document type"),
        (('<?xml version="1.0" encoding="utf-16"?>' + BOMB + f'<CodeBook xmlns="{NAMESPACE}"/>').encode("utf-16"),
         HostileInput, "document type"),
        (b'<!DOCTYPE c SYSTEM "file:///etc/passwd"><c/>', HostileInput, "document type"),
        (b"<CodeBook", MalformedInput, "well-formed"),
        (b"", MalformedInput, "well-formed"),
        (b"\x00\xff", MalformedInput, "well-formed"),
        (b"<CodeBook/>", UnsupportedInput, "no REFI-QDA codebook"),
        (ATLAS.replace("codebook:1.0", "project:1.0").encode(), UnsupportedInput, "no REFI-QDA codebook"),
        (f'<CodeBook xmlns="{NAMESPACE}"/>'.encode(), MalformedInput, "has no <Codes>"),
        (f'<CodeBook xmlns="{NAMESPACE}"><Codes/></CodeBook>'.encode(), MalformedInput, "holds no codes"),
        (f'<CodeBook xmlns="{NAMESPACE}">\n<Codes><Code guid="x"/></Codes></CodeBook>'.encode(), MalformedInput, "line 2: a code has no name"),
        (f'<CodeBook xmlns="{NAMESPACE}"><Codes>'.encode() + b'<Code name="a">' * 60 + b"</Code>" * 60 + b"</Codes></CodeBook>", OverLimit, "40 deep"),
        (f'<CodeBook xmlns="{NAMESPACE}"><Codes>'.encode() + b'<Code name="a"/>' * 2001 + b"</Codes></CodeBook>", OverLimit, "2,000"),
        (b" " * 5_000_001, OverLimit, "MB"),
    ],
)  # fmt: skip
def test_bad_and_hostile_files_are_refused_with_a_reason(data, kind, said):
    with pytest.raises(kind) as caught:
        read_qdc(data, shipped_codebook(), where="bad.qdc")
    assert said in str(caught.value)
    assert "bad.qdc" in str(caught.value)


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(st.binary(max_size=200))
def test_any_bytes_give_codes_or_a_reason(data):
    with pytest.raises(EarwitnessError):
        read_qdc(data, shipped_codebook())


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=20
)


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(st.lists(names.filter(str.strip), min_size=1, max_size=8))
def test_names_of_any_script_come_back(given_names):
    codes = tuple(Code(f"c{n}", " ".join(name.split())) for n, name in enumerate(given_names))
    if not all(one.name for one in codes):
        return
    back = read_qdc(write_qdc(Codebook(codes)), Codebook(()))
    assert [one.name for one in back.codes] == [one.name for one in codes]
    assert len({one.code for one in back.codes}) == len(codes)
    read_codebook(codebook_csv(back.codes).encode())
