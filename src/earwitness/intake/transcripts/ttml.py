"""TTML and its dialects (IMSC, DFXP, Apple's ``.itt``): subtitles of broadcasters, in XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from earwitness.errors import HostileInput, MalformedInput, UnsupportedInput
from earwitness.intake.transcripts.line_times import settle_times
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript, Problem, Timing, Word
from earwitness.intake.transcripts.ttml_times import FrameRates, read_ttml_time
from earwitness.intake.transcripts.turns import Turn, split_turns, turn_lines

__all__ = ["read_ttml"]

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_PARAMETER = "{http://www.w3.org/ns/ttml#parameter}"
_METADATA = "{http://www.w3.org/ns/ttml#metadata}"
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
_RATE = re.compile(r"[0-9]{1,9}")
_NOT_SHOWN = frozenset({"metadata", "head"})


@dataclass(frozen=True, slots=True)
class _Frame:
    """What an element hands down: its begin and end in ms, language and agent."""

    begin_ms: int = 0
    end_ms: int | None = None
    language: str | None = None
    agent: str | None = None


@dataclass(slots=True)
class _Reading:
    rates: FrameRates
    names: dict[str, str]
    problems: list[Problem]
    from_file_start: bool = False


def read_ttml(text: str, *, where: str | None = None) -> ParsedTranscript:
    """Read TTML: a line a paragraph, timed one-word spans as words, agents as voices.

    Times of nested elements count from their parent, as the standard has it, unless that would
    lead out of the parent while the plain reading stays in it (Apple's lyrics; noted).

    Args:
        text: the decoded text.
        where: the file, for messages.

    Raises:
        HostileInput: a document type declaration, which TTML never needs.
        MalformedInput: not well-formed XML.
        UnsupportedInput: XML of another kind.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise HostileInput("declares a document type or entities", where=where)
    root = _parse(text, where)
    if etree.QName(root).localname != "tt":
        name = etree.QName(root).localname[:60]
        raise UnsupportedInput(f"is XML of another kind: <{name}>", where=where)
    reading = _Reading(_rates(root), _agent_names(root), [])
    if _counts_from_file_start(root, reading.rates):
        reading.from_file_start = True
        what = "times inside timed parts count from the start of the file, not of the part"
        reading.problems.append(Problem(None, what))
    lines = list(_lines(root, reading))
    language = _language(root)
    return ParsedTranscript(
        "ttml",
        tuple(lines),
        language=language,
        title=_title(root),
        problems=tuple(reading.problems),
    )


def _parse(text: str, where: str | None) -> etree._Element:
    # The text is decoded already: the encoding that the document declares no longer holds.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        raise MalformedInput(
            f"is not well-formed XML: {error.msg}", where=where, line=error.lineno
        ) from error


def _rates(root: etree._Element) -> FrameRates:
    frames = _whole(root.get(f"{_PARAMETER}frameRate"), 30)
    multiplier = (root.get(f"{_PARAMETER}frameRateMultiplier") or "1 1").replace(":", " ").split()
    share = Fraction(1)
    if len(multiplier) == 2:
        share = Fraction(_whole(multiplier[0], 1), _whole(multiplier[1], 1))
    ticks = root.get(f"{_PARAMETER}tickRate")
    frames_hz = frames * share
    return FrameRates(frames_hz, Fraction(_whole(ticks, 1)))


def _whole(text: str | None, default: int) -> int:
    return int(text) or default if text and _RATE.fullmatch(text) else default


def _agent_names(root: etree._Element) -> dict[str, str]:
    names: dict[str, str] = {}
    for agent in root.iter(f"{_METADATA}agent"):
        name = agent.find(f"{_METADATA}name")
        key = agent.get(_XML_ID)
        if key:
            shown = _all_text(name) if name is not None else ""
            names[key] = shown or key
    return names


def _title(root: etree._Element) -> str | None:
    found = root.find(f".//{_METADATA}title")
    return _all_text(found) or None if found is not None else None


def _all_text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _row(element: etree._Element) -> int | None:
    row = element.sourceline
    return row if isinstance(row, int) else None


def _language(element: etree._Element) -> str | None:
    stated = element.get(_XML_LANG) or ""
    return stated if _TAG.fullmatch(stated) else None


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _lines(root: etree._Element, reading: _Reading) -> Iterator[Line]:
    """Walk the tree without recursion: depth is the file's choice."""
    stack: list[tuple[etree._Element, _Frame]] = [(root, _Frame())]
    while stack:
        element, above = stack.pop()
        name = _local(element)
        if name in _NOT_SHOWN:
            continue
        if name == "p":
            yield from _paragraph(element, above, reading)
            continue
        frame = above if name == "tt" else _frame(element, above, reading)
        stack.extend((child, frame) for child in reversed(element))


def _frame(element: etree._Element, above: _Frame, reading: _Reading) -> _Frame:
    begin = _time(element, "begin", reading)
    end = _time(element, "end", reading)
    length = _time(element, "dur", reading)
    base_ms = 0 if reading.from_file_start else above.begin_ms
    begin_ms = above.begin_ms if begin is None else base_ms + begin
    end_ms = above.end_ms
    if end is not None:
        end_ms = base_ms + end
    elif length is not None:
        end_ms = begin_ms + length
    agents = (element.get(f"{_METADATA}agent") or "").split()
    agent = reading.names.get(agents[0], agents[0]) if agents else above.agent
    return _Frame(begin_ms, end_ms, _language(element) or above.language, agent)


def _counts_from_file_start(root: etree._Element, rates: FrameRates) -> bool:
    """Whether times of nested parts only make sense from the start of the file."""
    astray = False
    stack: list[tuple[etree._Element, int, int | None]] = [(root, 0, None)]
    while stack:
        element, above_ms, above_end_ms = stack.pop()
        begin_ms = read_ttml_time(element.get("begin") or "", rates)
        end_ms = read_ttml_time(element.get("end") or "", rates)
        if begin_ms is not None and above_ms and above_end_ms is not None:
            if begin_ms < above_ms or (end_ms or begin_ms) > above_end_ms:
                return False
            astray = astray or (end_ms or begin_ms) > above_end_ms - above_ms
        below = (above_ms, above_end_ms) if begin_ms is None else (begin_ms, end_ms)
        stack.extend((child, *below) for child in element)
    return astray


def _time(element: etree._Element, name: str, reading: _Reading) -> int | None:
    stated = element.get(name)
    if stated is None:
        return None
    found = read_ttml_time(stated, reading.rates)
    if found is None:
        what = f"{name}='{stated[:40]}' is no time; left out"
        reading.problems.append(Problem(_row(element), what))
    return found


def _paragraph(element: etree._Element, above: _Frame, reading: _Reading) -> Iterator[Line]:
    frame = _frame(element, above, reading)
    words: list[Word] = []
    text = "".join(_text(element, frame, reading, words))
    timed = bool(words) or frame.end_ms is not None or element.get("begin") is not None
    start_ms = frame.begin_ms if timed else None
    end_ms = frame.end_ms
    if element.get("begin") is None and words:
        start_ms, end_ms = words[0].start_ms, max(word.end_ms for word in words)
    times = settle_times(start_ms, end_ms)
    if times.trouble:
        reading.problems.append(Problem(_row(element), times.trouble))
    singles = tuple(word for word in words if len(word.text.split()) == 1)
    if frame.agent is not None:
        joined = " ".join(text.split())
        turns = [Turn(frame.agent, joined)] if joined else []
    else:
        turns = split_turns(text.split("\v"))
    kept = singles if len(turns) == 1 and times.timing is Timing.EXACT else ()
    yield from turn_lines(
        [Turn(turn.voice, turn.text, frame.language, kept) for turn in turns], times
    )


def _text(
    element: etree._Element, frame: _Frame, reading: _Reading, words: list[Word]
) -> Iterator[str]:
    """Text of a paragraph in order; a vertical tab stands for ``<br/>``. Spans with times: words."""
    stack: list[tuple[etree._Element, _Frame, bool]] = [(element, frame, False)]
    while stack:
        node, inside, done = stack.pop()
        name = _local(node)
        if done:
            yield _flat(node.tail)
            continue
        if node is not element:
            stack.append((node, inside, True))
        if name == "br":
            yield "\v"
        elif name and name not in _NOT_SHOWN:
            own = inside if node is element else _frame(node, inside, reading)
            if node is not element and node.get("begin") is not None and not len(node):
                _add_word(node, own, words)
            yield _flat(node.text)
            stack.extend((child, own, False) for child in reversed(node))


def _add_word(node: etree._Element, own: _Frame, words: list[Word]) -> None:
    text = " ".join((node.text or "").split())
    if text and settle_times(own.begin_ms, own.end_ms).timing is Timing.EXACT:
        words.append(Word(text, own.begin_ms, own.end_ms or own.begin_ms))


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\v", " ")
