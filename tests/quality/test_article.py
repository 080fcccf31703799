"""The article in ../shared/real: what is said in each call, by whom, how; the publisher's statements apart.

No words of it stand here: claims are named by call, by the place of their quotation and their order in it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from earwitness.desk import Desk
from earwitness.store.catalog.statements import assertions_about, quotations_of
from earwitness.understand.mentions.finding import find_mentions
from earwitness.work.run import run
from quality.gold import _ROOTS

ARTICLE = _ROOTS["real"] / "article-intercepted-calls.txt"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not ARTICLE.is_file(), reason="../shared/real is not here: the article is read from there"
    ),
]
# call (by its number of voices that are quoted), claims in order: modality, knowledge root, speaker
MOTHER = [
    ("wish", "first_hand|unknown", "she"),
    ("hypothetical", "unknown", "she"),
    ("order", "unknown", "she"),
    ("wish", "unknown", "she"),
    ("order", "unknown", "she"),
    ("order", "unknown", "she"),
    ("order|asserted", "unknown", "mother"),
    ("asserted", "unknown", "mother"),
    ("asserted", "unknown|first_hand", "woman"),
    ("question", "unknown", "woman"),
    ("asserted", "first_hand", "woman"),
]
WOMEN = [
    ("asserted", "media", "speaker 2"),
    ("asserted", "unknown|media", "speaker 2"),
    ("reported_speech", "told_by_named", "speaker 2"),
    ("reported_speech", "told_by_unnamed|told_by_named", "speaker 2"),
    ("reported_speech", "told_by_unnamed|told_by_named", "speaker 2"),
    ("asserted|reported_speech", "media", "speaker 2"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory):
    with Desk.new(tmp_path_factory.mktemp("article") / "a") as made:
        made.take_in([Path(ARTICLE)])
        run(made.archive)
        yield made


def calls(desk):
    """The call of mother and son, and that of two women, by how many assertions are made of a relation."""
    found = {}
    for one in desk.recordings():
        kinds = {each.kind for each in assertions_about(desk.archive.db, one.id)}
        found["women" if "relation" in kinds else "mother"] = one.id
    return found


@pytest.mark.parametrize(("call", "expected"), [("mother", MOTHER), ("women", WOMEN)])
def test_each_claim_has_its_speaker_modality_and_knowledge_root(desk, call, expected):
    lines = [one.claim for one in desk.claims(calls(desk)[call]) if one.current]
    assert len(lines) == len(expected)
    for claim, (modality, root, speaker) in zip(lines, expected, strict=True):
        assert claim.modality.value in modality.split("|"), claim.rules
        assert claim.knowledge.value in root.split("|"), claim.rules
        assert speaker in (claim.said_by or "").lower()
        assert claim.status.value == "extracted"


def test_claims_are_words_between_quotation_marks_and_nothing_of_the_writer(desk):
    for recording_id in calls(desk).values():
        quoted = {
            one.position: one.text
            for one in quotations_of(desk.archive.db, recording_id)
            if one.role == "speech"
        }
        claims = [one.claim for one in desk.claims(recording_id)]
        assert claims
        for claim in claims:
            for span in claim.spans:
                assert quoted[span.position][span.start : span.end] == span.words


def test_what_the_publisher_states_stands_apart(desk):
    found = calls(desk)
    stated = {name: assertions_about(desk.archive.db, one) for name, one in found.items()}
    assert {"publisher_of_recording", "unheard_side"} <= {one.kind for one in stated["mother"]}
    assert {"relation", "unit"} <= {one.kind for one in stated["women"]}
    for name, recording_id in found.items():
        claims = [one.claim for one in desk.claims(recording_id)]
        outside = [
            one for one in stated[name] if one.kind != "unit"
        ]  # that one stands inside a quotation
        assert not any(
            one.words in text
            for one in outside
            for claim in claims
            for text in (claim.sentence, claim.words)
        )


def test_themes_of_the_field_are_suggested(desk):
    found = calls(desk)
    themes = {
        name: {c for o in desk.claims(one) for c in o.claim.themes} for name, one in found.items()
    }
    assert {"sent_to_die", "losses", "aid_stolen", "appeal"} <= themes["women"]
    assert "appeal" in themes["mother"]


def test_who_and_what_is_spoken_of(desk):
    lines = [
        (one.text, "en")
        for recording_id in calls(desk).values()
        for one in quotations_of(desk.archive.db, recording_id)
        if one.role == "speech"
    ]
    found = find_mentions(lines)
    assert {"person", "call_sign", "unit", "place", "document"} <= {one.kind.value for one in found}
    (unit,) = {tuple(sorted(one.detail)) for one in found if one.kind.value == "unit"}
    assert dict(unit)["level"] == "brigade"
    assert len({one.key for one in found if one.kind.value == "document"}) >= 2
