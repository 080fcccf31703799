"""Hala BP12 and BP8: transcripts and translations, who made them, with which tool, what is not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping

from earwitness.records.copies_kept import HashList
from earwitness.records.derivatives import TextMaking, ToolNote
from earwitness.records.item_facts import Intelligibility
from earwitness.records.persons_words import DecisionTopic, Incident, SecondReader
from earwitness.records.plan import Plan
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import (
    Outcome,
    Rule,
    asks,
    fails,
    not_applicable,
    passes,
)
from earwitness.review.conformance.rules.answers import asked, current, decided, signed_by_another
from earwitness.review.conformance.standing import Said
from earwitness.review.conformance.stretches import Stretch, unclear_stretches
from earwitness.review.conformance.text_versions import TextLine, TextVersion

__all__ = ["RULES", "faithful_texts"]

_NO_TEXTS = "there are no text versions"
_NO_VOICE = "nobody is heard in it"
_BY_HAND = "hand"
# marks that stand for words nobody understood, as they are written in en, uk and ru
_MARK = re.compile(
    r"/unintelligible/|[\[(/*]\s*(?:unintelligible|inaudible|unclear|bleep\w*|нрзб|нерозб\w*|неразб\w*|"
    r"не чути|не слышно|запикано|запищано)[^\])/*]*[\])/*]|\bнрзб\b|\bнерозб\.",
    re.IGNORECASE,
)
_MOST = 0.5  # of a line's time inside a stretch: its words stand there


def _has_transcript(item: Item) -> Outcome:
    """HALA-BP12.1: a voice leads to a transcript, or to a decision that there is none."""
    if item.has_no_voice:
        return not_applicable(_NO_VOICE)
    written = [one.id for one in item.texts if not one.translation]
    if written:
        return passes("there is a transcript", *written)
    decisions = decided(item, DecisionTopic.NO_TRANSCRIPT)
    if decisions:
        return passes("it was decided that there is none", decisions[-1].id)
    return fails("there is no transcript and no decision that there is none")


def _has_translation(item: Item) -> Outcome:
    """HALA-BP12.2: readers and recipients can read it, or it was decided that they need not."""
    if item.has_no_voice:
        return not_applicable(_NO_VOICE)
    if item.plan is None or not item.plan[1].fields.reader_languages:
        return fails("who reads it in which language is not set (plan: reader_languages)")
    plan: Plan = item.plan[1].fields
    spoken = {_primary(one.language) for one in item.texts if not one.translation} - {"und", ""}
    if not spoken:
        return fails("the spoken language is not known", item.plan[1].id)
    readers = [plan.reader_languages, *(one.languages for one in plan.recipients if one.languages)]
    wanting = [one for one in readers if not spoken <= {_primary(tag) for tag in one}]
    if not wanting:
        return not_applicable("all readers share the language", item.plan[1].id)
    written = {_primary(one.language) for one in item.texts if one.translation}
    evidence = [one.id for one in item.texts if one.translation]
    for languages in wanting:
        if written & {_primary(tag) for tag in languages}:
            continue
        decisions = decided(item, DecisionTopic.NO_TRANSLATION)
        if not decisions:
            return fails(f"nothing is there for readers of {', '.join(languages)}", *evidence)
        evidence.append(decisions[-1].id)
    return passes("covered by translations or decisions", *evidence)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def faithful_texts(item: Item) -> Outcome:
    """HALA-BP12.3, LEIDEN-A2.2: a second reader, not the author, signed for each text that is shown."""
    if not item.texts:
        return not_applicable(_NO_TEXTS)
    now = {one.fields.version: one for one in current(item, SecondReader)}
    ever = {one.fields.version for one in item.said.all(SecondReader)}
    evidence = []
    for text in item.shown_texts:
        one = now.get(text.id)
        author = text.maker or (one.fields.author if one else "")
        if one is None or not one.fields.author.strip() or not author:
            return _unsigned(item, text, lapsed=bool(ever))
        if not (signed_by_another(one, author) and signed_by_another(one, one.fields.author)):
            return fails(f"{text.id} is signed by its own author", one.id)
        evidence.append(one.id)
    return passes("each text is signed by a second reader", *evidence)


def _unsigned(item: Item, text: TextVersion, *, lapsed: bool) -> Outcome:
    if lapsed:
        return asks(f"the texts have changed since they were signed: read {text.id} again", text.id)
    if item.handed_on:
        return fails(f"{text.id} went out without a second reader", text.id, item.handed_on[0].id)
    return asks(
        f"Is {text.id} faithful? A second reader signs (`earwitness record second-reader`)", text.id
    )


def _texts_in_container(item: Item) -> Outcome:
    """HALA-BP12.4: every text is in the container and in its manifest."""
    if not item.texts:
        return not_applicable(_NO_TEXTS)
    listed = item.said.last(HashList)
    if listed is None:
        return fails("there is no manifest (`earwitness record hash-list`)")
    named = {one.id for one in listed.fields.members}
    orphans = [one.id for one in item.texts if one.id not in named]
    if orphans:
        return fails("a text is not in the manifest", listed.id, *orphans)
    return passes("all are listed", listed.id, *(one.id for one in item.texts))


def _makings(item: Item) -> dict[str, Said]:
    return {one.fields.version: one for one in item.said.all(TextMaking)}


def _making_is_documented(item: Item) -> Outcome:
    """HALA-BP12.6: tool, version, model, settings, person and time of each version."""
    if not item.texts:
        return not_applicable(_NO_TEXTS)
    makings, evidence = _makings(item), []
    for text in item.texts:
        one = makings.get(text.id)
        if one is None:
            return fails(
                f"how {text.id} was made is not documented (`earwitness record text-making`)",
                text.id,
            )
        fields = ("tool", "tool_version", "model_sha256", "params", "actor", "at")
        empty = [name for name in fields if not getattr(one.fields, name).strip()]
        if empty:
            return fails(f"{text.id}: empty: {', '.join(empty)}", one.id)
        evidence.append(one.id)
    return passes("documented for each version", *evidence)


def _errors_are_known(item: Item) -> Outcome:
    """HALA-BP12.7: somebody wrote down how the tool errs in this language."""
    question = "How does the tool err in this language (`earwitness record tool-note`)?"
    makings, evidence = _makings(item), []
    for text in item.texts:
        one = makings.get(text.id)
        if one is None:
            return asks(f"With which tool was {text.id} made? {question}", text.id)
        if one.fields.tool == _BY_HAND:
            continue
        notes = _notes(item, one.fields)
        covering = [
            n for n in notes if _primary(text.language) in map(_primary, n.fields.languages)
        ]
        if not covering:
            return asks(f"{one.fields.tool} {one.fields.tool_version}, {text.language}: {question}")
        evidence.append(covering[-1].id)
    if not evidence:
        return asked(item, "HALA-BP12.7", "How sure is the transcriber of what was heard?")
    return passes("a note covers each tool and language", *evidence)


def _notes(item: Item, made: TextMaking) -> list[Said]:
    return [
        one
        for one in item.facts.of_archive.all(ToolNote)
        if (one.fields.tool, one.fields.tool_version) == (made.tool, made.tool_version)
        and one.fields.known_errors.strip()
    ]


def _services_were_weighed(item: Item) -> Outcome:
    """HALA-BP12.8: no service got sound or words, or its risk was decided on before."""
    if not item.texts:
        return not_applicable(_NO_TEXTS)
    makings, evidence = _makings(item), []
    for text in item.texts:
        one = makings.get(text.id)
        if one is None or not one.fields.network.strip():
            return fails(
                f"whether a service got {text.id} is not said (text-making: network)", text.id
            )
        evidence.append(one.id)
        service = one.fields.network
        if service == "none":
            continue
        used = min(text.seq, one.seq)
        before = decided(item, DecisionTopic.CLOUD_RISK, about=service, before=used, for_all=True)
        if not before:
            return fails(f"{service} was used and its risk not decided on before", one.id, text.id)
        evidence.append(before[-1].id)
    return passes("no service, or decided on before its use", *evidence)


def _unclear_is_shown(item: Item) -> Outcome:
    """HALA-BP12.9: where something is not understood, each text has a mark and no certain words."""
    stretches = unclear_stretches(item)
    if not stretches:
        whole = item.said.last(Intelligibility)
        if whole is not None and whole.fields.wholly:
            return not_applicable(f"wholly intelligible, stated by {whole.by}", whole.id)
        return fails("no stretch is marked, and nobody stated that all of it can be understood")
    if not item.texts:
        return fails("there is no text that could show the marks", *(one.id for one in stretches))
    for text in item.texts:
        for one in stretches:
            problem = _over(text, one)
            if problem:
                return fails(f"{text.id}, {one.start_ms} ms: {problem}", text.id, one.id)
    evidence = [*(one.id for one in item.texts), *(one.id for one in stretches)]
    return passes(f"{len(stretches)} stretches are marked in each text", *evidence)


def _over(text: TextVersion, one: Stretch) -> str:
    """What is wrong with a text over a stretch, "" for nothing."""
    marked = False
    for line in text.lines:
        if line.start_ms is None or line.end_ms is None:
            marked = marked or bool(line.mark or _MARK.search(line.text))
            continue
        shared = min(line.end_ms, one.end_ms) - max(line.start_ms, one.start_ms)
        if shared <= 0:
            continue
        if line.mark or _MARK.search(line.text):
            marked = True
        elif _stands_inside(line, one, shared):
            return "words are printed as certain"
    return "" if marked else "no mark stands there"


def _stands_inside(line: TextLine, one: Stretch, shared_ms: int) -> bool:
    """Whether a line has words in a stretch: a word of its own times, or most of the line."""
    for word, start, end in line.words:
        if start >= one.start_ms and end <= one.end_ms and any(map(str.isalpha, word)):
            return True
    length = (line.end_ms or 0) - (line.start_ms or 0)
    return not line.words and any(map(str.isalpha, line.text)) and shared_ms >= _MOST * length


def _tools_err_on_record(item: Item) -> Outcome:
    """HALA-BP8.1: each tool has a note; each error of a step has a remedy, or "none possible"."""
    makings = [one for one in item.said.all(TextMaking) if one.fields.tool != _BY_HAND]
    broken = _set_aside(item)
    if not makings and not broken:
        return not_applicable("no tool was used on it that somebody documented")
    evidence = []
    for one in makings:
        notes = _notes(item, one.fields)
        if not notes:
            return fails(f"there is no note on {one.fields.tool} {one.fields.tool_version}", one.id)
        evidence += [one.id, notes[-1].id]
    for key in broken:
        remedies = [
            one
            for one in item.said.all(Incident)
            if one.fields.about == key and one.fields.remedy.strip()
        ]
        if not remedies:
            return fails(f"the step {key[:24]} failed and no remedy is on record", key)
        evidence.append(remedies[-1].id)
    return passes("tools have notes, errors have remedies", *evidence)


def _set_aside(item: Item) -> list[str]:
    subjects = [item.id, *(one.sha256 for one in item.sounds)]
    marks = ", ".join("?" for _ in subjects)
    rows = item.db.execute(
        f"select key from work where state = 'set_aside' and subject in ({marks}) order by key",  # noqa: S608 (question marks)
        subjects,
    )
    return [row["key"] for row in rows]


RULES: Mapping[str, Rule] = {
    "HALA-BP8.1": _tools_err_on_record,
    "HALA-BP12.1": _has_transcript,
    "HALA-BP12.2": _has_translation,
    "HALA-BP12.3": faithful_texts,
    "HALA-BP12.4": _texts_in_container,
    "HALA-BP12.6": _making_is_documented,
    "HALA-BP12.7": _errors_are_known,
    "HALA-BP12.8": _services_were_weighed,
    "HALA-BP12.9": _unclear_is_shown,
    "LEIDEN-A2.2": faithful_texts,
}
