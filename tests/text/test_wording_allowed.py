"""The strongest wording that is allowed never exceeds what stands, in any language; and what exceeds is found."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.records.fuzzydate import DateBasis, FuzzyDate, narrowed
from earwitness.records.independence import Label
from earwitness.records.review import Attribution, Route, Rung, Verdict
from earwitness.text.wording.allowed import (
    LANGUAGES,
    say_date,
    say_label,
    say_person,
    say_recording,
)
from earwitness.text.wording.overclaims import Ceiling, exceeds_rung, overclaims

ORDER = [
    Verdict.UNEXAMINED,
    Verdict.UNVERIFIED,
    Verdict.CONSISTENT,
    Verdict.PARTLY_VERIFIED,
    Verdict.VERIFIED,
]
languages = st.sampled_from(LANGUAGES)
names = st.text("АБабвгдеABabcde ", min_size=1, max_size=12)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def said(language, verdict, who="HUR"):
    return say_recording(language, verdict, [who], parts="X", routes=[Route.CONTACT])


class TestRecordings:
    @given(languages, st.sampled_from(list(Verdict)), names)
    def test_no_sentence_exceeds_its_verdict(self, language, verdict, who):
        text = said(language, verdict, who)
        assert overclaims(text, language, Ceiling(verdict)) == []
        assert who in text

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("at", range(2, len(ORDER)))
    def test_a_stronger_sentence_exceeds_each_weaker_verdict(self, language, at):
        for weaker in ORDER[:at]:
            assert overclaims(said(language, ORDER[at]), language, Ceiling(weaker))

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("verdict", [Verdict.EDITED, Verdict.NOT_CREDIBLE, Verdict.FABRICATED])
    def test_what_is_said_against_it_needs_its_verdict_too(self, language, verdict):
        for other in ORDER:
            assert overclaims(said(language, verdict), language, Ceiling(other))

    @given(languages)
    def test_verified_without_a_route_says_no_more_than_unverified(self, language):
        assert say_recording(language, Verdict.VERIFIED, ["HUR"]) == said(
            language, Verdict.UNVERIFIED
        )
        assert say_recording(language, Verdict.PARTLY_VERIFIED, ["HUR"]) == said(
            language, Verdict.UNVERIFIED
        )


class TestPersons:
    @given(languages, st.sampled_from(list(Rung)), names, names)
    def test_a_role_is_plain_only_when_confirmed_independently(self, language, rung, role, who):
        role = f"ROLE{role.strip()}"
        given = Attribution("V1", rung, role, "NAME", "app-1", "utt-1")
        text = say_person(language, rung, given, who)
        assert not exceeds_rung(text, language, role, rung)
        assert "NAME" not in text  # shown only where the person's exposure allows it
        if rung is Rung.CONFIRMED_INDEPENDENTLY:
            assert exceeds_rung(text, language, role, Rung.ROLE_BY_PUBLISHER)

    @given(languages, st.sampled_from(list(Rung)))
    def test_what_is_not_known_is_not_said(self, language, rung):
        text = say_person(language, rung, Attribution("V1", rung), "HUR")
        assert "{" not in text
        assert text.strip()

    def test_the_mother_of_is_said_to_be_at_the_first_rung(self):
        given = Attribution("V1", Rung.ROLE_BY_PUBLISHER, "the mother of a soldier", appearance="a")
        text = say_person("en", given.rung, given, "HUR")
        assert text == "a speaker who, according to HUR, is the mother of a soldier"
        assert exceeds_rung("The mother of a soldier called.", "en", "the mother of", given.rung)


class TestDates:
    @given(languages, st.lists(instants, max_size=3), st.sampled_from(list(DateBasis)), instants)
    def test_a_publication_is_never_the_day_of_a_recording(self, language, days, basis, published):
        bounds = [FuzzyDate(None, published, DateBasis.PUBLICATION)]
        bounds += [FuzzyDate(day, day + timedelta(hours=5), basis) for day in days]
        known = narrowed(bounds)
        text = say_date(language, known)
        person = basis not in (DateBasis.PUBLICATION, DateBasis.PUBLISHER, DateBasis.UNKNOWN)
        exact = person and bool(days) and not known.contradictions
        ceiling = Ceiling(date="day" if exact else "unknown")
        assert overclaims(text, language, ceiling) == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_day_exceeds_a_bound(self, language):
        day = datetime(2025, 4, 19, tzinfo=UTC)
        text = say_date(language, narrowed([FuzzyDate(day, day, DateBasis.COURT)]))
        assert [one.needs for one in overclaims(text, language, Ceiling())] == ["date:day"]

    def test_publishers_date_as_call_date_is_found(self):
        text = "On 12 July the call was recorded on 12 July 2023."
        assert [one.needs for one in overclaims(text, "en", Ceiling())] == ["date:day"]


class TestClaims:
    @given(languages, st.sampled_from(list(Label)), st.integers(2, 9), names)
    def test_no_sentence_exceeds_its_label(self, language, label, count, who):
        text = say_label(language, label, count=count, collectors=who)
        assert overclaims(text, language, Ceiling(label=label)) == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_ten_reposts_are_not_corroboration(self, language):
        strong = say_label(language, Label.CORROBORATED, count=2)
        for label in (
            Label.SINGLE_SOURCE,
            Label.REPEATED_SAME_ORIGIN,
            Label.CONSISTENT_SAME_COLLECTOR,
        ):
            assert overclaims(strong, language, Ceiling(label=label))


@pytest.mark.parametrize(
    ("language", "text", "needs"),
    [
        ("en", "The call proves that aid is stolen.", "verdict:verified"),
        ("en", "The intercept reveals a mutiny.", "verdict:verified"),
        ("en", "Several intercepts show the same.", "label:corroborated"),
        ("en", "The recording was verified by our desk.", "verdict:verified"),
        ("en", "It was faked by the service.", "verdict:fabricated"),
        ("ru", "Запись доказывает, что помощь крадут.", "verdict:verified"),
        ("ru", "Подлинность записи подтверждена.", "verdict:verified"),
        ("ru", "Об этом говорят несколько источников.", "label:corroborated"),
        ("ru", "Запись сфабрикована.", "verdict:fabricated"),
        ("uk", "Запис доводить, що допомогу крадуть.", "verdict:verified"),
        ("uk", "Справжність запису підтверджено.", "verdict:verified"),
        ("uk", "Про це кажуть кілька джерел.", "label:corroborated"),
        ("uk", "Запис сфабриковано.", "verdict:fabricated"),
    ],
)
def test_what_others_write_is_found(language, text, needs):
    assert [one.needs for one in overclaims(text, language, Ceiling())] == [needs]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Its authenticity has not been independently verified."),
        ("en", "We could not establish whether it was fabricated."),
        ("en", "She says that aid is stolen."),
        ("en", "The recording was published on 12 July."),
        ("ru", "Подлинность записи независимо не подтверждена."),
        ("ru", "Неизвестно, не сфабрикована ли запись."),
        ("ru", "Запись опубликована 12 июля."),
        ("uk", "Справжність запису незалежно не підтверджено."),
        ("uk", "Невідомо, чи сфабриковано запис."),
        ("uk", "Запис оприлюднено 12 липня."),
    ],
)
def test_careful_sentences_are_let_be(language, text):
    assert overclaims(text, language, Ceiling()) == []
