"""Small closed word lists that bound a speaker's words: pronouns, prepositions, auxiliaries."""

from __future__ import annotations

__all__ = [
    "ADVERBS",
    "AUXILIARIES",
    "COMPLEMENTIZERS",
    "DATIVE_PRONOUNS",
    "DETERMINERS",
    "INTRODUCTIONS",
    "NEGATIONS",
    "NOMINATIVE_PRONOUNS",
    "ONE_OF",
    "PRONOUN_GENDER",
    "STOPS",
]


def _words(*lists: str) -> frozenset[str]:
    return frozenset(" ".join(lists).split())


_EN_PRONOUNS = "i you he she it we they who everyone someone nobody"
_RU_PRONOUNS = "я ты он она оно мы вы они кто кто-то"
_UK_PRONOUNS = "я ти він вона воно ми ви вони хто хтось"
NOMINATIVE_PRONOUNS = _words(_EN_PRONOUNS, _RU_PRONOUNS, _UK_PRONOUNS)
PRONOUN_GENDER = {
    **dict.fromkeys(_words("he him his он его него ему він його йому"), "m"),
    **dict.fromkeys(_words("she her она её ее ей неё нее вона її їй"), "f"),
    **dict.fromkeys(_words("they them their они их им вони їх їм їхній"), "p"),
}
DATIVE_PRONOUNS = _words("мне тебе ему ей нам вам им себе мені тобі йому їй їм собі всем всім")
DETERMINERS = _words(
    "a an the this that these those my your his her its our their one two three four another other"
    " some several many both each no any every"
)
AUXILIARIES = _words(
    "has have had having is was were are am be been being can could will would shall should may might"
    " must did does do not heard n't didn't doesn't don't hasn't hadn't haven't wouldn't couldn't"
    " can't won't wasn't isn't"
    " был была было были есть может могла мог не ні був була було були може можна чути слышно"
)
NEGATIONS = _words(
    "not never didn't doesn't don't hasn't hadn't haven't wouldn't couldn't can't won't wasn't"
    " isn't не ні ни никогда ніколи"
)
ADVERBS = _words(
    "also then later now again just still even never once first finally meanwhile too simply"
    " также тоже потом затем далее тут теперь сейчас снова опять ещё еще уже тихо громко вдруг даже"
    " прямо лишь только наконец сразу позже дальше вслух"
    " також теж потім далі тепер зараз знову ще вже голосно раптом навіть лише тільки нарешті"
    " одразу відразу пізніше тоді згодом"
)
COMPLEMENTIZERS = _words(
    "that if whether how why what when where who which to"
    " что чтобы будто как ли почему когда где куда кто"
    " що щоб ніби чи як чому коли де куди хто"
)
# A clause that begins with one of these does not begin with its subject.
INTRODUCTIONS = _words(
    "in at on during after before when while as according later meanwhile then however additionally"
    " also but and so yet for from with by since until though although because if once there"
    " в во на после до перед когда пока по при из с со у к за но а и также затем потом однако кроме"
    " если хотя потому между под над о об"
    " у після до перед коли поки під при із зі з за але та й і також потім однак проте крім якщо хоча"
    " тому між над про"
)
STOPS = _words(
    "in on at to that when while after before during about as if whether because since with without"
    " from for into over and but or by how what why where which again not who"
    " в во на о об обо про после когда пока что чтобы и а но при из с со у к ко за для по до перед"
    " между под над от через без или если будто как который которая которые где куда не"
    " у після коли поки що щоб й та але із зі з від для через біля під над або якщо ніби як який яка"
    " які де куди під час також тоже также"
)
ONE_OF = _words(
    "один одна одно одной одного двое две кто-то некоторые одна однієї одного двоє дві хтось деякі"
)
