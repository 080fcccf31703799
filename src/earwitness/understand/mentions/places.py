"""Places: from a small list, from the dictionaries, and from where a name stands ("под Ольховодском")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.records.statements import Certainty, MentionKind
from earwitness.understand.mentions.kinship import kinship_of
from earwitness.understand.mentions.line import Found, Known, Line, listed, word_key
from earwitness.understand.mentions.people import is_given, is_surname
from earwitness.understand.mentions.tables import is_thing, place_key
from earwitness.understand.mentions.unit_words import unit_word

__all__ = ["PLACE_RULES"]

_BEFORE = {
    "ru": listed("в во на из под за до из-под возле около через между к ко по над под близ изо"),
    "uk": listed("в у на з із зі під за до біля через між з-під із-під зі-під по коло над поблизу"),
    "en": listed("in at from near to towards toward beyond into around outside inside through past via between under for"),
}  # fmt: skip
_SUFFIX = re.compile(
    r".{2,}(?:ск|ськ|цк|цьк|град|поль|піль|ово|ево|ино|ово|ове|еве|івка|ївка|овка|евка|инка|ица|иця|бродд\w|"
    r"водск|город|горськ|дар|лиман|яр|ське|ское|овск|івськ|ичи|ичі|їв|ив|ка|не|ное|ая)[а-яіїєґ]{0,3}"
)
_LATIN_SUFFIX = re.compile(
    r"[a-z-]{2,}(?:sk|skyi|grad|hrad|pol|ovo|evo|ino|ivka|ovka|evka|ka|iv|yiv|ia|ya|burg|ville|ton|ne|ove|ske|skoe|dar|yar|horod|gorod|shyn)"
)
_NOT_PLACES = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december russian ukrainian english i god telegram internet youtube"
    " lord dad mum mom mother father kyiv-post american soviet european president"
)
_HEADS = listed(
    "город города городе городу городом село селе села посёлок поселок посёлка посёлке деревня деревне деревни"
    " станция станции станице станица хутор улица улице улицы район высота высоту высоте река реке"
    " місто місті міста село селі селище селища селищі станція вулиця вулиці висота річка річці хутір"
    " town city village settlement river station street"
)
_TAILS = listed(
    "область области областью район района районе край края крае монастырь монастыря монастыре направление"
    " направлении направления область області напрямок напрямку район районі монастир монастирі"
    " region oblast district monastery raion direction bridge"
)
_OUTLETS = listed(
    "post times news ledger independent herald gazette telegraph tribune guardian journal press courier"
)


def _is_candidate(line: Line, at: int) -> bool:
    word = line.words[at]
    if not word.capital or word.first or word.folded[:1].isdigit() or at in line.quoted:
        return False
    if word.upper and len(word.text) < 6:
        return False
    return not (
        word.folded in _NOT_PLACES
        or kinship_of(word.folded, line.language)
        or unit_word(word.folded) is not None
    )


def _is_thing(line: Line, at: int) -> bool:
    return is_thing(line.folded(at), line.language)


class ListedPlace:
    """A place of ``places.csv``, capitalised; in English also beside other names."""

    name = "place: of the list"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        for at in line.capitals:
            word = line.words[at]
            if at in line.quoted:
                continue
            key = place_key(
                word.folded if line.english or word.folded.isascii() else line.facts(at).lemma
            )
            if not key or line.folded(at + 1) in _OUTLETS:
                continue
            if word_key(word.folded, line.language) in known.call_signs:
                continue
            if word.first and line.facts(at).other > 0.3:
                continue  # "Крім" is Crimea, and "besides"
            yield Found(
                at, at + 1, MentionKind.PLACE, key, self.name, "stands in the list of places",
                Certainty.PROBABLE, (), 61,
            )  # fmt: skip


class DictionaryPlace:
    """A capitalised word that the Russian dictionary has as the name of a place."""

    name = "place: of the dictionary"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if line.english:
            return
        for at in line.capitals:
            word, facts = line.words[at], line.facts(at)
            if (
                not word.capital
                or not facts.known
                or facts.place < 0.4
                or len(word.folded) < 4
                or at in line.quoted
                or facts.given > 0.4
            ):
                continue
            own = word_key(word.folded, line.language)
            if own in known.call_signs:
                continue
            key = place_key(facts.lemma) or own
            yield Found(
                at, at + 1, MentionKind.PLACE, key, self.name, "the dictionary has it as a place",
                Certainty.PROBABLE, (), 55,
            )  # fmt: skip


class AfterPreposition:
    """As in "под Ольховодск", "з Лівоброддя", "still in Turoversk": where a place would stand."""

    name = "place: after a word of place"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        before = _BEFORE.get(line.language, frozenset())
        for at in line.capitals:
            if (
                line.folded(at - 1) not in before
                or not line.joined(at)
                or not _is_candidate(line, at)
            ):
                continue
            end = self._end(line, at)
            key = " ".join(word_key(line.folded(i), line.language) for i in range(at, end))
            if key in known.call_signs or _is_thing(line, at) or line.folded(end - 1) in _OUTLETS:
                continue
            certainty = self._english(line, at) if line.english else self._slavic(line, at, end)
            if certainty is not None:
                listed = place_key(line.folded(at) if line.english else line.facts(at).lemma)
                yield Found(
                    at, end, MentionKind.PLACE, listed if listed and end == at + 1 else key, self.name,
                    f"after “{line.words[at - 1].text}”", certainty, (), 59,
                )  # fmt: skip

    @staticmethod
    def _end(line: Line, at: int) -> int:
        end = at + 1
        while (
            end < len(line.words) and line.joined(end) and _is_candidate(line, end) and end - at < 3
        ):
            if is_given(line, end):
                break
            end += 1
        return end

    @staticmethod
    def _english(line: Line, at: int) -> Certainty | None:
        word = line.words[at]
        if is_given(line, at) or is_surname(line, at) or word.upper:
            return None
        if place_key(word.folded) or _LATIN_SUFFIX.fullmatch(word.folded):
            return Certainty.PROBABLE
        return None if line.heading else Certainty.POSSIBLE

    @staticmethod
    def _slavic(line: Line, at: int, end: int) -> Certainty | None:
        facts = line.facts(at)
        word = line.folded(at)
        if facts.patronymic > 0.3 or (is_given(line, at) and facts.place < 0.2):
            return None
        if facts.place > 0.2 or place_key(facts.lemma):
            return Certainty.PROBABLE
        if not facts.known:
            return Certainty.PROBABLE if _SUFFIX.fullmatch(word) else Certainty.POSSIBLE
        if end - at > 1:
            return Certainty.POSSIBLE
        if facts.surname > 0.3 and facts.common < 0.3:
            return None
        preposition = line.folded(at - 1)
        inside = preposition in {"в", "во", "на", "у"} and "l" in facts.cases
        out = preposition in {"из", "под", "під", "из-под", "з-під", "за"} and facts.common > 0.5
        return Certainty.POSSIBLE if inside or out else None


class WithHeadNoun:
    """As in "село Радостное", "Топовский монастырь", "Kursk region": a name beside a word for a place."""

    name = "place: beside a word for a place"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if not line.capitals or (_HEADS | _TAILS).isdisjoint(line.vocabulary):
            return
        for at in range(len(line.words)):
            folded = line.folded(at)
            if folded in _HEADS and at + 1 < len(line.words) and line.joined(at + 1):
                end = at + 1
                while (
                    end < len(line.words)
                    and line.joined(end)
                    and line.words[end].capital
                    and end - at < 4
                ):
                    end += 1
                if end > at + 1:
                    yield self._found(line, at + 1, end, f"after “{line.words[at].text}”")
            elif folded in _TAILS and at > 0 and line.joined(at):
                before = line.words[at - 1]
                if (
                    not before.capital
                    or before.folded[:1].isdigit()
                    or before.folded in {"the", "this", "that"}
                ):
                    continue
                if (
                    line.english
                    or line.facts(at - 1).adjective > 0.3
                    or before.folded.endswith(
                        (
                            "ский",
                            "ская",
                            "ское",
                            "ском",
                            "ской",
                            "ского",
                            "ський",
                            "ська",
                            "ському",
                            "ської",
                        )
                    )
                ):
                    yield self._found(line, at - 1, at + 1, f"before “{line.words[at].text}”")

    def _found(self, line: Line, start: int, end: int, why: str) -> Found:
        key = " ".join(word_key(line.folded(i), line.language) for i in range(start, end))
        return Found(start, end, MentionKind.PLACE, key, self.name, why, Certainty.PROBABLE, (), 67)


class NewspaperName:
    """As in "Kyiv Post", "The Estuary Ledger": the name of a newspaper is an organisation, no place."""

    name = "organisation: a newspaper's name"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        for at in range(1, len(line.words)):
            word = line.words[at]
            if (
                word.folded in _OUTLETS
                and word.capital
                and line.joined(at)
                and line.words[at - 1].capital
            ):
                start = at - 1
                key = " ".join(line.folded(i) for i in range(start, at + 1))
                yield Found(
                    start, at + 1, MentionKind.ORGANISATION, key, self.name, "a newspaper's name",
                    Certainty.PROBABLE, (), 68,
                )  # fmt: skip


PLACE_RULES = (
    ListedPlace(),
    DictionaryPlace(),
    AfterPreposition(),
    WithHeadNoun(),
    NewspaperName(),
)
