"""Sources and timelines out of the sample archive, with copies known from its truth file."""

from __future__ import annotations

import json
import sqlite3
import wave
from datetime import UTC, datetime
from pathlib import Path

import pytest

from earwitness.compare.sources.answer import sources_of
from earwitness.compare.sources.decided import end_of_day, read_decisions
from earwitness.compare.sources.quoting import find_words, quote_links, texts_of
from earwitness.compare.timeline import hours_between, timeline_of
from earwitness.desk import Desk
from earwitness.errors import NotInArchive, UsageError
from earwitness.intake.take_in import GivenBy
from earwitness.records.artefacts import PublishedAt
from earwitness.records.independence import DecisionKind, Key, Label, Role
from earwitness.records.sound import Relation, Rendition
from earwitness.store.catalog.copies import same_recording
from earwitness.store.catalog.receipts import sources
from earwitness.store.catalog.sound import add_rendition, renditions
from earwitness.work.run import run

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
BY = {"by": "E. Marrow", "because": "I listened"}


@pytest.fixture
def desk(tmp_path):
    """Texts only: no sound has to be heard for what is decided here."""
    pile = tmp_path / "pile"
    pile.mkdir()
    for name in ("call-01.en.srt", "call-01.uk.srt", "call-01.json", "call-02.json"):
        data = (SAMPLES / "releases" / "clips" / name).read_bytes()
        (pile / name).write_bytes(data)
    for article in (SAMPLES / "releases" / "articles").iterdir():
        (pile / article.name).write_bytes(article.read_bytes())
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([pile])
        yield desk


@pytest.fixture
def calls(desk) -> tuple[str, str]:
    """The mother's call, and the call of two women."""
    by_title = {one.title: one.id for one in desk.recordings() if one.basis == "words"}
    return by_title["call-01"], by_title["call-02"]


def described(desk, words: str) -> str:
    row = desk.archive.db.execute(
        "select recording_id from quotation where text like ?", (f"%{words}%",)
    ).fetchone()
    return row[0]


def truth_mapping(sample_archive) -> dict[str, str]:
    """Recording to the recording whose sound it carries, as samples/truth.json has it."""
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    for item in sample_archive.truth["media"]:
        if len(item.get("recordings", ())) != 1:
            continue
        for row in sample_archive.archive.db.execute(
            "select recording_id from rendition where sha256 = ?", (item["sha256"],)
        ):
            same[row[0]] = first.setdefault(item["recordings"][0], row[0])
    return same


def test_every_sample_counts_one_however_often_it_was_copied(sample_archive):
    db, same = sample_archive.archive.db, truth_mapping(sample_archive)
    files = {}
    for item in sample_archive.truth["media"]:
        for name in item.get("recordings", ()):  # a compilation carries parts of several
            files.setdefault(name, set()).add(item["sha256"])
    for name, digests in files.items():
        ids = {same[one] for one in sample_archive.recordings[name] if one in same}
        assert len(ids) == 1
        found = sources_of(db, [*ids], same)
        vector = found.graph.vector
        assert (vector.independent, vector.recordings, vector.artefacts) == (1, 1, len(digests))
        assert found.graph.label in (Label.SINGLE_SOURCE, Label.REPEATED_SAME_ORIGIN)


def test_articles_are_suggested_where_they_quote_and_nowhere_else(sample_archive):
    """Two articles, three calls described: in English and Ukrainian, of calls in Russian."""
    db, same = sample_archive.archive.db, truth_mapping(sample_archive)
    expected = {"R01": 2, "R02": 1}
    for name in sample_archive.truth["recordings"]:
        ids = {same[one] for one in sample_archive.recordings[name] if one in same}
        found = sources_of(db, [*ids], same)
        assert len(found.articles) == expected.get(name, 0), (name, found.articles)
        for link in found.articles:
            assert link.state == "suggested"
            assert link.score > 0.8
            assert "quotations stand in the translation" in link.reason
        stories = [one for one in found.graph.items if one.role is Role.NEWS_STORY]
        assert all(one.note.startswith("suggested, not confirmed") for one in stories)


def test_a_timeline_begins_with_the_first_known_appearance(sample_archive):
    db, same = sample_archive.archive.db, truth_mapping(sample_archive)
    for name in same:
        found = timeline_of(db, name, same)
        public = [one for one in found.entries if one.public and not one.note and one.latest]
        assert found.first == (public[0].appearance_id if public else "")
        assert found.recorded_not_after is not None
        for one in public:
            assert found.recorded_not_after <= one.latest
            assert one.hours_most is None or one.hours_most >= 0
        if public:
            assert (public[0].hours_least, public[0].hours_most) == (0, 0)
        assert all(one.hours_least is None for one in found.entries if not one.public)
    mother = min(sample_archive.recordings["R01"], key=lambda one: one not in same)
    spread = timeline_of(db, mother, same)
    carried = {one.carries for one in spread.entries}
    assert {"whole (0:01:01)", "excerpt (0:00:12)", "quotes it: 5 of 5 quotations"} <= carried


def test_an_article_in_another_language_is_suggested_then_decided(desk, calls):
    mother, women = calls
    (english, ukrainian) = sorted(
        desk.sources([mother]).articles, key=lambda link: link.quotations, reverse=True
    )
    assert (english.state, english.score) == ("suggested", 1.0)
    assert "translation into en" in english.reason
    assert "translation into uk" in ukrainian.reason
    assert desk.timeline(mother).first == ""  # a suggestion is no first appearance
    desk.decide(DecisionKind.QUOTES, english.described, mother, **BY)
    desk.decide(DecisionKind.QUOTES_NOT, ukrainian.described, mother, **BY)
    (link,) = desk.sources([mother]).articles
    assert (link.state, link.score) == ("decided", None)
    assert "E. Marrow" in link.reason
    assert "I listened" in link.reason
    spread = desk.timeline(mother)
    assert spread.first == english.appearance_id
    assert spread.recorded_not_after == datetime(2025, 7, 5, 13, 32, tzinfo=UTC)
    # What is decided for one recording is not suggested for another.
    assert english.described not in {one.described for one in desk.sources([women]).articles}


def test_a_call_without_words_in_the_articles_language_says_so(desk, calls):
    _, women = calls
    found = desk.sources([women])
    assert found.articles == ()
    assert any("no words in that language" in note for note in found.notes)


def test_articles_never_change_the_count(desk, calls):
    mother, _ = calls
    before = desk.sources([mother]).graph.vector.independent
    for link in desk.sources([mother]).articles:
        desk.decide(DecisionKind.QUOTES, link.appearance_id, mother, **BY)
    assert desk.sources([mother]).graph.vector.independent == before == 1


def test_only_an_article_is_no_source(desk):
    found = desk.sources([described(desk, "Twenty people")])
    assert found.graph.vector.independent == 0
    assert found.graph.label is Label.NOTHING_COUNTS


def test_decisions_change_the_count_and_can_be_taken_back(desk, calls):
    one, two = calls
    assert desk.sources(calls).graph.vector.independent == 1
    assert desk.sources(calls).graph.vector.at_most == 2
    desk.decide(DecisionKind.SPEAKERS_DISTINCT, one, two, **BY)
    desk.decide(DecisionKind.CONVERSATION_DISTINCT, two, one, **BY)
    desk.decide(DecisionKind.ROOT, one, "first-hand", **BY)
    desk.decide(DecisionKind.ROOT, two, "First-hand", **BY)
    desk.decide(DecisionKind.COLLECTOR, one, "HUR", group="UA-state", **BY)
    assert desk.sources(calls).graph.vector.independent == 1
    desk.decide(DecisionKind.COLLECTOR, two, "SBU", group="UA-state", **BY)
    found = desk.sources(calls).graph
    assert (found.vector.independent, found.label) == (2, Label.CORROBORATED)
    assert any("UA-state" in caution for caution in found.cautions)
    desk.decide(DecisionKind.SPEAKERS_UNKNOWN, one, two, **BY)
    assert desk.sources(calls).graph.vector.independent == 1
    desk.decide(DecisionKind.SPEAKERS_SAME, one, two, **BY)
    found = desk.sources(calls).graph
    assert (found.vector.independent, found.vector.at_most, found.needs) == (1, 1, ())
    assert any("E. Marrow" in link.reason for link in found.links if link.key is Key.SPEAKER)
    desk.decide(DecisionKind.COLLECTOR, two, "", **BY)
    assert Key.COLLECTOR in desk.sources(calls).graph.vector.unknown
    assert len(desk.decisions()) == 9
    assert desk.verify().clean


def test_a_decision_on_a_source_holds_for_what_it_published_first(sample_archive, tmp_path):
    db, same = sample_archive.archive.db, truth_mapping(sample_archive)
    mother = min(sample_archive.recordings["R01"], key=lambda one: one not in same)
    surmach = next(one.id for one in sources(db) if "Сурмач»" in one.name)
    made = read_decisions([], same)
    assert made.on(DecisionKind.COLLECTOR, surmach) is None
    items = sources_of(db, [mother], same).graph.items
    assert {one.collector.state for one in items} == {"unknown"}


def test_a_role_makes_a_geolocated_video_a_source_of_its_own(desk, calls):
    one, two = calls
    for name, collector in ((one, "HUR"), (two, "a bystander")):
        desk.decide(DecisionKind.COLLECTOR, name, collector, **BY)
    desk.decide(DecisionKind.ROLE, two, "visual", **BY)
    found = desk.sources(calls).graph
    assert (found.vector.independent, found.label) == (2, Label.CORROBORATED)
    desk.decide(DecisionKind.ROLE, two, "denial", **BY)
    assert desk.sources(calls).graph.vector.independent == 1


def test_a_claim_shows_who_says_it(desk, calls):
    found = desk.sources([calls[0]], claim="Twenty people have signed the complaint")
    (place,) = found.said
    assert place.share == 1.0
    assert place.line.startswith("Twenty people have signed")
    assert desk.sources([calls[0]], claim="the moon is made of green cheese").said == ()


def test_one_appearance_of_a_recording_can_be_named(desk, calls):
    article = desk.archive.db.execute("select id from appearance where kind = 'article'").fetchone()
    found = desk.sources([calls[0], article[0]])
    assert found.graph.vector.independent == 1
    with pytest.raises(NotInArchive, match="no appearance"):
        desk.sources(["app-000000000"])


@pytest.mark.parametrize(
    ("kind", "value", "more", "message"),
    [
        (DecisionKind.ROOT, "x", {"by": ""}, "needs --by"),
        (DecisionKind.ROOT, "x", {"because": " "}, "needs --because"),
        (DecisionKind.RECORDED, "June", {}, "not a date"),
        (DecisionKind.RECORDED, "2999-01-01", {}, "already"),
        (DecisionKind.ROLE, "movie", {}, "not a role"),
        (DecisionKind.ROOT, "x", {"group": "UA-state"}, "--group"),
    ],
)
def test_what_cannot_be_meant_is_refused(desk, calls, kind, value, more, message):
    with pytest.raises(UsageError, match=message):
        desk.decide(kind, calls[0], value, **(BY | more))
    assert desk.decisions() == []


def test_pairs_need_two_recordings(desk, calls):
    with pytest.raises(UsageError, match="twice"):
        desk.decide(DecisionKind.SPEAKERS_SAME, calls[0], calls[0], **BY)
    with pytest.raises(UsageError, match="two recordings"):
        desk.decide(DecisionKind.SPEAKERS_SAME, calls[0], "", **BY)
    with pytest.raises(UsageError, match="not a recording"):
        desk.decide(DecisionKind.ROOT, "app-123456789", "x", **BY)
    with pytest.raises(NotInArchive):
        desk.decide(DecisionKind.ROLE, "app-123456789", "visual", **BY)


@pytest.mark.parametrize("sql", ["update source_decision set reason = 'x'", "delete from source_decision"])  # fmt: skip
def test_decisions_stay(desk, calls, sql):
    made = desk.decide(DecisionKind.ROOT, calls[0], "saw it", **BY)
    with pytest.raises(sqlite3.IntegrityError):
        desk.archive.db.execute(sql)
    assert desk.decisions() == [made]


def test_the_chain_names_a_decision_and_neither_person_nor_reason(desk, calls):
    made = desk.decide(DecisionKind.ROOT, calls[0], "told by Lyudmila", **BY)
    line = desk.archive.db.execute("select line from custody order by seq desc").fetchone()[0]
    event = json.loads(line)
    assert made.id in event["objects"]
    assert calls[0] in event["objects"]
    assert not any(word in line for word in ("Marrow", "Lyudmila", "listened"))


def test_a_decision_that_somebody_changed_is_noticed(desk, calls):
    made = desk.decide(DecisionKind.ROOT, calls[0], "saw it", **BY)
    db = desk.archive.db
    db.execute("drop trigger source_decision_stays")
    db.execute("update source_decision set value = 'told by Petrov'")
    (found,) = desk.verify().differences
    assert found.where == f"decision {made.id}"


def test_files_of_the_same_bytes_are_one_recording(sample_archive):
    same = same_recording(sample_archive.archive.db)
    assert set(same) == {one.id for one in sample_archive.desk.recordings()}
    assert set(same.values()) <= set(same)
    assert {same[one] for one in same.values()} == set(same.values())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("On Monday I am going to the prosecutor's office", True),
        ("На понедельник я еду в прокуратуру, я записалась", True),  # other forms, in Russian
        ("Zyma is not a surname after all", True),  # another spelling of the name
        ("She said that nobody was going to be paid on Monday at the office", False),
        ("Do not", False),  # stands in many calls
        ("", False),
    ],
)
def test_words_are_found_in_any_version(desk, calls, words, found):
    assert (find_words(words, texts_of(desk.archive.db, [calls[0]])) is not None) is found


def test_hours_between_bounds():
    at = lambda hour, end=None: PublishedAt(  # noqa: E731
        datetime(2025, 6, 1, hour, tzinfo=UTC), datetime(2025, 6, 1, end or hour, tzinfo=UTC), ""
    )
    assert hours_between(at(1), at(4)) == (3.0, 3.0)
    assert hours_between(at(1, 5), at(4, 6)) == (-1.0, 5.0)
    assert hours_between(at(1), PublishedAt(None, None, "unknown")) == (None, None)
    assert end_of_day("2025-06-20") == datetime(2025, 6, 20, 23, 59, 59, tzinfo=UTC)


def test_a_page_that_states_a_day_bounds_the_recording_by_all_of_it(desk):
    row = desk.archive.db.execute(
        "select * from appearance where published_words = '2025-06-29'"
    ).fetchone()
    assert row["published_basis"] == "day"
    assert row["published_latest"] == "2025-06-29T23:59:59+00:00"


def test_a_compilation_is_linked_with_its_parts_and_does_not_link_them(tmp_path):
    for number in range(3):
        with wave.open(str(tmp_path / f"{number}.wav"), "wb") as out:
            out.setparams((1, 2, 8000, 0, "NONE", ""))
            out.writeframes(bytes([number, 0]) * 8000)
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([tmp_path / f"{number}.wav" for number in range(3)])
        one, two, whole = [row.id for row in desk.recordings()]
        db = desk.archive.db
        file = renditions(db, whole)[0].sha256
        with desk.archive.writing() as w:
            for part in (one, two):
                add_rendition(w.db, Rendition(part, file, Relation.COMPILATION_PART, "manual"))
        for name in (one, two, whole):
            desk.decide(DecisionKind.COLLECTOR, name, f"collector {name}", **BY)
            desk.decide(DecisionKind.ROOT, name, "first-hand", **BY)
        for first, second in ((one, two), (one, whole), (two, whole)):
            desk.decide(DecisionKind.SPEAKERS_DISTINCT, first, second, **BY)
            desk.decide(DecisionKind.CONVERSATION_DISTINCT, first, second, **BY)
        assert desk.sources([one, two]).graph.vector.independent == 2
        assert desk.sources([one, two]).graph.vector.appearances == 3
        found = desk.sources([one, whole]).graph
        assert (found.vector.independent, found.vector.at_most) == (1, 1)
        assert any("holds the sound" in link.reason for link in found.links)
        assert "part of a compilation" in {one.carries for one in desk.timeline(one).entries}


def test_ten_uploads_three_subtitled_copies_and_five_articles_are_one_source(tmp_path):
    """The sentence at the head of the design, in an archive."""
    pile = tmp_path / "pile"
    spoken = "1\n00:00:01,000 --> 00:00:04,000\nМать: Нас осталось двадцать человек у моста.\n"
    english = (
        "1\n00:00:01,000 --> 00:00:04,000\nMother: There are twenty of us left at the bridge.\n"
    )
    for number in range(13):
        folder = pile / f"copy-{number}"
        folder.mkdir(parents=True)
        (folder / "call.ru.srt").write_text(f"{spoken}\n{number}\n", encoding="utf-8")
        (folder / "call.en.srt").write_text(english, encoding="utf-8")
    for number in range(5):
        story = (
            f"# Paper {number}\n\n3 July 2025\n\nA phone call published by a service suggests a loss."
            " A woman speaks to her son.\n\n"
            "“There are twenty of us left at the bridge,” she says in the recording.\n"
        )
        (pile / f"story-{number}.md").write_text(story, encoding="utf-8")
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([pile], GivenBy())
        run(desk.archive)
        db = desk.archive.db
        words = [one.id for one in desk.recordings() if one.basis == "words"]
        same = dict.fromkeys(words, words[0])
        found = sources_of(db, [words[0]], same)
        assert len(found.articles) == 5
        assert found.graph.vector.appearances >= 18
        assert (found.graph.vector.recordings, found.graph.vector.independent) == (1, 1)
        # Without knowing that they are copies they are still not more than one source.
        assert sources_of(db, words, {}).graph.vector.independent == 1
        links, _ = quote_links(db, words, words[0], read_decisions([], same))
        assert {one.state for one in links} == {"suggested"}
