"""Corroboration by rule: repeats do not count, circles are refused, denials need specifics; the article's case."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from earwitness.cli.corroborate import summary
from earwitness.desk import Desk
from earwitness.errors import NotInArchive, UsageError
from earwitness.records.claims import ClaimStatus, Modality
from earwitness.records.evidence import CounterSearch, EvidenceLink, Stance
from earwitness.records.independence import DecisionKind
from earwitness.store.catalog.sound import sides
from earwitness.understand.claims.deciding import Changes
from earwitness.work.run import run

REAL = Path(__file__).parents[3] / "shared" / "real" / "article-intercepted-calls.txt"
SIGNED = {"by": "E. Marrow", "because": "listened"}
CALL = "1\n00:00:01,000 --> 00:00:03,000\nМост через реку взорвали вчера.\n"
OTHER = "1\n00:00:01,000 --> 00:00:03,000\nМы сами взорвали мост через реку.\n"
ASKED = "1\n00:00:01,000 --> 00:00:03,000\nРазве мост через реку взорвали?\n"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    pile = tmp_path_factory.mktemp("pile")
    for name, text in (("one", CALL), ("two", OTHER), ("three", ASKED)):
        (pile / f"{name}.ru.srt").write_text(text, encoding="utf-8")
    root = tmp_path_factory.mktemp("filled") / "archive"
    with Desk.new(root) as desk:
        desk.take_in([pile])
        run(desk.archive)
    return root


@pytest.fixture
def desk(filled, tmp_path):
    with Desk.open(Path(shutil.copytree(filled, tmp_path / "own"))) as desk:
        yield desk


def claim(desk, words):
    return next(one.claim for one in desk.claims() if words in one.claim.words)


def link(desk, one, item, stance=Stance.SUPPORTS, *, specific=False):
    return desk.link_evidence(one, EvidenceLink(item, stance, specific), **SIGNED)


def review(desk, one):
    desk.revise_claim(one, Changes(status=ClaimStatus.REVIEWED), **SIGNED)


class TestCounting:
    def test_one_call_is_one_source(self, desk):
        found = desk.corroborate(claim(desk, "взорвали вчера").id)
        assert found.status is ClaimStatus.SINGLE_SOURCE
        assert any("no person has reviewed" in line for line in found.cautions)
        assert any("search for what speaks against" in line for line in found.cautions)

    def test_an_unreviewed_claim_supports_nothing(self, desk):
        one, other = claim(desk, "взорвали вчера").id, claim(desk, "сами взорвали").id
        link(desk, one, other)
        found = desk.corroborate(one)
        assert found.status is ClaimStatus.SINGLE_SOURCE
        assert any(f"{other} counts zero" in line for line in found.cautions)

    def test_two_calls_are_two_only_when_nothing_unknown_may_be_equal(self, desk):
        one, other = claim(desk, "взорвали вчера"), claim(desk, "сами взорвали")
        review(desk, other.id)
        link(desk, one.id, other.id)
        found = desk.corroborate(one.id)
        assert found.sources.graph.vector.recordings == 2
        assert found.sources.graph.vector.independent == 1  # unknown dependence counts
        for kind in (DecisionKind.SPEAKERS_DISTINCT, DecisionKind.CONVERSATION_DISTINCT):
            desk.decide(kind, one.recording_id, other.recording_id, **SIGNED)
        for rec, root, collector in (
            (one.recording_id, "told by Petrov", "HUR"),
            (other.recording_id, "first-hand", "own desk"),
        ):
            desk.decide(DecisionKind.ROOT, rec, root, **SIGNED)
            desk.decide(DecisionKind.COLLECTOR, rec, collector, **SIGNED)
            desk.decide(DecisionKind.RECORDED, rec, "2020-01-01", **SIGNED)
        found = desk.corroborate(one.id)
        assert found.sources.graph.vector.independent == 2
        assert found.status is ClaimStatus.CORROBORATED

    def test_a_question_states_nothing(self, desk):
        found = desk.corroborate(claim(desk, "Разве").id)
        assert found.status is ClaimStatus.UNRESOLVABLE
        assert found.sources is None
        assert "question" in found.because


class TestContradictions:
    def test_with_specifics_it_is_contradicted(self, desk):
        one, other = claim(desk, "взорвали вчера"), claim(desk, "сами взорвали")
        link(desk, one.id, other.recording_id, Stance.CONTRADICTS)
        found = desk.corroborate(one.id)
        assert found.status is ClaimStatus.SINGLE_SOURCE  # a blanket denial refutes nothing
        assert any("refutes nothing" in line for line in found.cautions)
        link(desk, one.id, other.recording_id, Stance.CONTRADICTS, specific=True)
        assert desk.corroborate(one.id).status is ClaimStatus.CONTRADICTED

    def test_taken_back_it_does_not_stand(self, desk):
        one, other = claim(desk, "взорвали вчера"), claim(desk, "сами взорвали")
        made = link(desk, one.id, other.recording_id, Stance.CONTRADICTS, specific=True)
        desk.take_back(made.id, by="I. Reed", because="another bridge")
        assert desk.corroborate(one.id).status is ClaimStatus.SINGLE_SOURCE


class TestRefused:
    def test_circles(self, desk):
        one, other = claim(desk, "взорвали вчера").id, claim(desk, "сами взорвали").id
        third = claim(desk, "Разве").id
        link(desk, one, other)
        link(desk, other, third)
        for start in (other, third):
            with pytest.raises(UsageError, match="circle"):
                link(desk, start, one)
        with pytest.raises(UsageError, match="no evidence for itself"):
            link(desk, one, one)
        link(desk, other, one, Stance.SAME_ORIGIN)  # that is what it is

    def test_what_is_not_here(self, desk):
        one = claim(desk, "взорвали вчера").id
        for item in ("rec-000000000", "app-000000000", "clm-000000000"):
            with pytest.raises(NotInArchive):
                link(desk, one, item)

    def test_specific_goes_with_a_contradiction(self, desk):
        one, other = claim(desk, "взорвали вчера"), claim(desk, "сами взорвали")
        with pytest.raises(UsageError, match="goes with"):
            link(desk, one.id, other.recording_id, Stance.CONTEXT, specific=True)


def test_searches_for_the_contrary_are_kept(desk):
    one = claim(desk, "взорвали вчера").id
    desk.log_search(one, CounterSearch("two channels", "мост цел"), **SIGNED)
    found = desk.corroborate(one)
    assert [(search.where, by) for search, by, _ in found.searches] == [
        ("two channels", "E. Marrow")
    ]
    assert not any("search for what" in line for line in found.cautions)
    with pytest.raises(UsageError):
        desk.log_search(one, CounterSearch("", "x"), **SIGNED)
    assert desk.verify().differences == ()


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_file(), reason="../shared/real is not here")
def test_the_article_s_case(tmp_path):
    """As issue 6 has it: single source, collector HUR, not verified, replies not heard, no date."""
    pile = tmp_path / "pile"
    pile.mkdir()
    shutil.copy(REAL, pile / "article.txt")
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([pile])
        run(desk.archive)
        rec = next(one for one in desk.recordings() if sides(desk.archive.db, one.id))
        desk.decide(DecisionKind.COLLECTOR, rec.id, "HUR", group="UA-state", **SIGNED)
        stated = (Modality.ASSERTED, Modality.HEDGED)
        found = next(one.claim for one in desk.claims(rec.id) if one.claim.modality in stated)
        answer = desk.corroborate(found.id)
        told = "; ".join(summary(desk, answer))
        assert told.startswith(
            "single source, collector HUR; authenticity not independently verified"
        )
        assert "replies of the other side not heard; date not known, not after " in told


def test_nothing_in_the_samples_is_corroborated(sample_archive):
    """One service released all of it: ten uploads of a call and many calls of one collector."""
    desk, found = sample_archive.desk, {}
    for one in desk.claims():
        found.setdefault(desk.corroborate(one.claim.id).status, []).append(one.claim.id)
    assert set(found) <= {
        ClaimStatus.SINGLE_SOURCE,
        ClaimStatus.REPEATED_SAME_ORIGIN,
        ClaimStatus.UNRESOLVABLE,
    }
    assert found[ClaimStatus.REPEATED_SAME_ORIGIN]
