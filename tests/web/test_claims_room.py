"""The board of claims, and one claim with what stands behind it."""

from __future__ import annotations

import pytest

from earwitness.desk import Desk
from earwitness.records.claims import ClaimStatus, Modality
from earwitness.records.corrections import Correction, CorrectionKind
from earwitness.understand.claims.deciding import Changes
from earwitness.web.wording import LANGUAGES

SCRIPT = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def every(reader):
    """All claims that the board has to show."""
    with Desk.open(reader.house.root) as desk:
        return [
            one
            for one in desk.claims()
            if one.current and one.claim.status is not ClaimStatus.REJECTED
        ]


def shown(browser, address: str) -> list[str]:
    """Claims of a page and all that follow."""
    found = []
    while address:
        page = browser.page(address)
        found += [
            one.rpartition("/")[2]
            for one in page.xpath("//li[@class='hit']/p[@class='words']/a/@href")
        ]
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    return found


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_both_pages_in_every_language(reader, every, language):
    plain = next(one for one in every if one.claim.modality is Modality.ASSERTED)
    asked = next(one for one in every if one.claim.modality is Modality.QUESTION)
    for address in (
        "/claims",
        "/claims?status=rejected",
        f"/claims/{plain.claim.id}",
        f"/claims/{asked.claim.id}",
    ):
        page = reader.page(address, **{"Accept-Language": language})
        assert page.get("lang") == language
        said = page.xpath("//main")[0].text_content()
        assert not any(word in said for word in ("modality_", "root_", "status_", "key_name_"))


def test_the_board_has_every_claim_once_and_its_filters_hold(reader, every):
    everything = shown(reader, "/claims")
    assert sorted(everything) == sorted(one.claim.id for one in every)
    assert len(everything) > 30
    for modality in Modality:
        wanted = [one.claim.id for one in every if one.claim.modality is modality]
        assert sorted(shown(reader, f"/claims?modality={modality}")) == sorted(wanted)
    theme = next(one.claim.themes[0] for one in every if one.claim.themes)
    wanted = [one.claim.id for one in every if theme in one.claim.themes]
    assert sorted(shown(reader, f"/claims?theme={theme}")) == sorted(wanted)
    for odd in (
        "/claims?theme=%27",
        "/claims?modality=lies",
        f"/claims?status={SCRIPT}",
        "/claims?after=99999999999",
    ):
        assert shown(reader, odd) == []


def test_a_claim_has_its_vector_with_the_reasons(reader, every):
    one = next(one for one in every if one.claim.modality is Modality.ASSERTED).claim
    with Desk.open(reader.house.root) as desk:
        answer = desk.corroborate(one.id)
    page = reader.page(f"/claims/{one.id}")
    said = " ".join(page.xpath("//main")[0].text_content().split())
    assert " ".join(answer.because.split()) in said
    for caution in answer.cautions:
        assert " ".join(caution.split()) in said
    numbers = [int(cell.text) for cell in page.xpath("//dl[@class='vector']//dd")]
    vector = answer.sources.graph.vector
    assert numbers[:4] == [
        vector.independent,
        vector.at_most,
        vector.appearances,
        vector.recordings,
    ]
    assert len(page.xpath("//dl[@class='keys-of']")) == len(answer.sources.graph.items)
    assert reader.page("/claims/clm-none", 404).xpath("//h1")


def test_a_revision_lies_on_top_signed_and_escaped(writer, every):
    one = every[0].claim
    address = f"/claims/{one.id}"
    form = {
        "status": "reviewed",
        "modality": "hedged",
        "knowledge": "rumour",
        "themes": "",
        "sentence": SCRIPT,
    }
    refused = writer.send(address, **form, reason=" ")
    assert refused.status_code == 400
    assert (
        writer.send(address, **{**form, "themes": "no-such-code", "reason": "kept"}).status_code
        == 400
    )
    assert writer.send(address, **{**form, "modality": "lies", "reason": "x"}).status_code == 400
    assert (
        writer.send(address, **{**form, "status": "corroborated", "reason": "x"}).status_code == 400
    )
    assert writer.send(address, **form, reason=f"listened {SCRIPT}").status_code == 303
    page = writer.page(address)
    assert not page.xpath("//main//script")
    said = page.xpath("//main")[0].text_content()
    assert f"listened {SCRIPT}" in said
    assert "E. Marrow" in said
    with Desk.open(writer.house.root) as desk:
        now = desk.claim_history(one.id)[-1]
    assert (now.modality.value, now.knowledge.value, now.sentence, now.by_person) == (
        "hedged",
        "rumour",
        SCRIPT,
        True,
    )
    assert now.words == one.words
    assert (
        writer.send(address, status="rejected", reason="no such thing is said").status_code == 303
    )
    assert "no such thing is said" in writer.page(address).xpath("//main")[0].text_content()
    assert one.id not in shown(writer, "/claims")
    assert shown(writer, "/claims?status=rejected") == [one.id]


def test_a_claim_in_older_words_leaves_the_board_unless_a_person_decided(writer, every):
    one = next(one.claim for one in every if one.claim.version_id.startswith("trs-"))
    with Desk.open(writer.house.root) as desk:
        line = desk.archive.db.execute(
            "select id from utterance where transcript_id = ? limit 1", (one.version_id,)
        ).fetchone()
        change = Correction(CorrectionKind.QUOTE, line["id"], after="Зовсім інше.")
        made = desk.propose(one.recording_id, change, by="O. Reid", because="listened")
        desk.settle(made.id, accept=True, by="E. Marrow", because="heard it too")
    assert one.id not in shown(writer, "/claims")
    with Desk.open(writer.house.root) as desk:
        desk.revise_claim(one.id, Changes(), by="E. Marrow", because="it was said")
    assert one.id in shown(writer, "/claims")
    assert writer.page(f"/claims/{one.id}").xpath("//main//p[@class='note']")
