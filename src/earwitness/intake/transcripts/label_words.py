"""Words that make or unmake a voice label, and words for sounds: Russian, Ukrainian, English.

Lower case, ``ё`` as ``е``. A few German ones are here because published intercepts carry them.
"""

from __future__ import annotations

__all__ = ["NOT_LABELS", "QUALIFIERS", "ROLES", "SOUND_STEMS", "SOUND_WORDS"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ROLES = _words(
    """
    speaker spk spkr voice caller callee male female man woman boy girl soldier officer operator
    interviewer interviewee host guest narrator dispatcher commander mother father mom mum dad wife
    husband son daughter brother sister friend unknown reporter journalist translator interpreter
    subscriber participant respondent moderator
    спикер голос диктор мужчина женщина мальчик девочка солдат офицер оператор ведущий ведущая
    корреспондент журналист журналистка переводчик командир диспетчер мать мама отец папа жена муж
    сын дочь брат сестра друг подруга абонент собеседник собеседница неизвестный неизвестная
    военный боец бабушка дед дедушка теща тесть свекровь участник респондент модератор
    спікер чоловік жінка хлопець дівчина солдат офіцер оператор ведучий ведуча кореспондент
    журналістка перекладач командир диспетчер мати батько тато дружина син дочка брат сестра
    друг подруга абонент співрозмовник співрозмовниця невідомий невідома військовий боєць бабуся
    дідусь учасник респондент модератор мовець
    sprecher sprecherin stimme soldat mutter vater frau mann
    """
)

QUALIFIERS = _words(
    """
    first second third fourth one two three male female unknown young old older younger the
    первый второй третий четвертый первая вторая третья мужской женский детский неизвестный
    неизвестная молодой молодая старший младший его ее моя мой
    перший другий третій четвертий перша друга третя чоловічий жіночий дитячий невідомий
    невідома молодий молода старший молодший його її моя мій
    a b c d e f а б в г д
    """
)

NOT_LABELS = _words(
    """
    note notes so well yes no okay ok and but or look listen remember today yesterday tomorrow
    source date place time example important warning attention however also then here there now
    says said thing things question is because anyway right summary conclusion http https ftp www
    title subject chapter part page to from re fwd
    примечание примечания важно внимание вывод итог итого пример например цитата источник дата
    время место кстати короче слушай слушайте смотри смотрите знаешь понимаешь понял поняла думаю
    говорит говорю говорят сказал сказала сказали спросил ответил так вот да нет ну и а но или
    потом сегодня вчера завтра теперь тут там здесь сейчас значит наконец главное правда вопрос
    глава часть заголовок тема итак
    примітка примітки важливо увага висновок підсумок приклад наприклад цитата джерело час місце
    до речі слухай слухайте дивись дивіться знаєш розумієш зрозумів каже кажу кажуть сказав
    сказала сказали спитав відповів так ось ні ну і та але або потім сьогодні вчора завтра тепер
    тут там зараз значить нарешті головне правда питання розділ частина заголовок тема отже
    bemerkung bemerkungen anmerkung quelle
    """
)

# A bracketed remark of a few words with one of these in it tells of a sound, not of speech.
SOUND_WORDS = _words(
    """
    pause static tone tones wind sigh sighs breath beep bleep leer overlap unclear nrzb
    нрзб нрз шум шумы шума шумит пик пики пауза паузы гудки гудок звонок плач ветер обрыв треск
    шорох смех тишина музыка
    пік піки шуму шумить дзвінок вітер обрив тріск шурхіт сміх тиша музика
    """
)

# The same by the beginning of a word.
SOUND_STEMS = (
    *("inaudib", "unintellig", "indistinct", "crosstalk", "overlapp", "silence", "music", "noise"),
    *("laugh", "chuckl", "applau", "bleep", "beep", "interferen", "blank_audio", "no_speech"),
    *("cough", "sighing", "crying", "sobb", "ringing", "ringtone", "gunfire", "gunshot", "explos"),
    *("shooting", "breathing", "censored", "redacted"),
    *("неразбор", "неслышн", "помех", "смеет", "смеют", "хохоч", "аплодис", "молчан", "запикан"),
    *("кашель", "кашля", "вздох", "вздых", "рыда", "выстрел", "стрельб", "взрыв", "неперевод"),
    *("нерозбір", "нерозб", "нечутн", "перешкод", "сміє", "смію", "регіт", "оплеск", "мовчан"),
    *("запікан", "дзвон", "кашл", "зітх", "постріл", "стрілян", "вибух"),
    *("unverständ", "rausch", "pfeif", "schweig"),
)
