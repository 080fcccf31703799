"""Names across recordings: a page of them, one of them, and what persons say of two."""

from __future__ import annotations

import pytest

from earwitness.desk import Desk
from earwitness.records.identifiers import new_identifier
from earwitness.web.wording import LANGUAGES

SCRIPT = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def every(reader):
    """All entities with all their mentions: what the pages are held against."""
    with Desk.open(reader.house.root) as desk:
        return desk.entities()


def rows(page) -> dict[str, list[str]]:
    found = {}
    for row in page.xpath("//tbody/tr[td/a]"):
        found[row.xpath("td/a/@href")[0]] = [one.text_content() for one in row.xpath("td")]
    return found


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_both_pages_in_every_language(reader, every, language):
    for address in ("/people", f"/people/{every[0].entity.id}", "/people?q=такогонема"):
        page = reader.page(address, **{"Accept-Language": language})
        assert page.get("lang") == language
        assert "kind_" not in page.xpath("//main")[0].text_content()


def test_the_list_has_every_name_with_the_mentions_that_hold(reader, every):
    shown = {}
    for first in (0, 50, 100, 150, 200):
        shown |= rows(reader.page(f"/people?from={first}"))
    assert {f"/people/{one.entity.id}" for one in every} <= set(shown)
    for one in every:
        said = {line.mention.id for line in one.lines}
        assert int(shown[f"/people/{one.entity.id}"][2]) == len(said)


def test_a_name_is_found_in_another_script_and_by_its_kind(reader):
    found = rows(reader.page("/people?q=ЗИМОЙ"))
    assert any("Zima" in cells[0] for cells in found.values())
    assert rows(reader.page("/people?q=zima")).keys() & found.keys()
    units = rows(reader.page("/people?kind=unit"))
    assert units
    assert {cells[1] for cells in units.values()} == {"unit"}
    for odd in (
        "/people?kind=lies",
        "/people?q=%25%27%00",
        "/people?from=999999",
        f"/people?q={SCRIPT}",
    ):
        assert not rows(reader.page(odd))


def test_one_name_has_all_its_mentions_page_by_page_and_each_plays(reader, every):
    one = every[0]
    shown, plays = [], 0
    for first in range(0, 3 * len(one.lines) + 30, 30):
        page = reader.page(f"/people/{one.entity.id}?from={first}")
        shown += [mark.text for mark in page.xpath("//li[@class='hit']//mark")]
        plays += len(page.xpath("//li[@class='hit']//button[@data-play]"))
    assert sorted(shown) == sorted(line.mention.surface for line in one.lines)
    assert plays
    assert reader.page("/people/ent-none", 404).xpath("//h1")


def test_persons_hold_names_together_and_apart(writer, every):
    first, second, third = (one.entity for one in every[:3])
    address = f"/people/{first.id}/same"
    lacking = {"other": second.id, "same": "yes"}
    for form in (lacking, {"reason": "x", "same": "yes"}, {"other": second.id, "reason": "x"},
                 {"other": "такогонема", "reason": "kept", "same": "no"}, {"other": first.id, "reason": "x", "same": "yes"}):  # fmt: skip
        answer = writer.send(address, **form)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
        assert form.get("reason", "") in answer.text
    assert writer.send(address, other=second.id, same="yes", reason=SCRIPT).status_code == 303
    assert writer.send(address, other=third.id, same="no", reason="heard").status_code == 303
    page = writer.page(f"/people/{second.id}")
    said = page.xpath("//main")[0].text_content()
    assert SCRIPT in said
    assert not page.xpath("//main//script")
    held = page.xpath("//p/a/@href")
    assert f"/people/{first.id}" in held
    assert f"/people/{third.id}" in held
    shown = 0
    for start in (0, 30, 60, 90):
        shown += len(writer.page(f"/people/{second.id}?from={start}").xpath("//li[@class='hit']"))
    assert shown == len(every[0].lines) + len(every[1].lines)


def test_a_name_that_is_a_script_is_words(writer, every):
    with Desk.open(writer.house.root) as desk, desk.archive.writing() as w:
        w.db.execute(
            "insert into entity select ?, kind, ?, ?, '[]', custody_seq from entity where id = ?",
            (new_identifier("ent"), SCRIPT, SCRIPT, every[0].entity.id),
        )
    page = writer.page("/people?q=script")
    assert [cells[0] for cells in rows(page).values()] == [SCRIPT]
    assert not page.xpath("//main//script")
