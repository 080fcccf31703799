"""The sample releases as words alone, with a few made-up recordings for what the samples do not hold."""

from __future__ import annotations

from pathlib import Path

_LANGUAGES = {"uk-x-surzhyk": "uk"}

# Original, then translations: (voice, words). Made up, like the samples.
MADE_UP: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "X1": (
        ("Лікарка", {"uk": "Ми прийняли сорок поранених за одну ніч.", "ru": "Мы приняли сорок раненых за одну ночь.", "en": "We took in forty wounded in one night."}),
        ("Лікарка", {"uk": "Майже всі прийшли пішки від греблі.", "ru": "Почти все пришли пешком от плотины.", "en": "Almost all of them came on foot from the dam."}),
        ("Лікарка", {"uk": "Ліків вистачить на шість днів.", "ru": "Лекарств хватит на шесть дней.", "en": "There is enough medicine for six days."}),
        ("Лікарка", {"uk": "Полковник Гнатів обіцяв привезти ще, але не привіз.", "ru": "Полковник Гнатив обещал привезти ещё, но не привёз.", "en": "Colonel Hnativ promised to bring more, but he did not."}),
        ("Лікарка", {"uk": "Ми можемо евакуювати деяких важких у Стрільне.", "ru": "Мы можем эвакуировать некоторых тяжёлых в Стрельное.", "en": "We can evacuate some of the serious ones to Strilne."}),
        ("Лікарка", {"uk": "У підвалі темно, генератор мовчить.", "ru": "В подвале темно, генератор молчит.", "en": "It is dark in the cellar, the generator is silent."}),
    ),
    "X2": (
        ("Driver", {"en": "The ferry [inaudible] left before the bus from Kalynove came.", "ru": "Паром [неразборчиво] ушёл до того, как приехал автобус из Калинового.", "uk": "Пором [нерозбірливо] пішов до того, як приїхав автобус з Калинового."}),
        ("Driver", {"en": "Our cook Danylo [bleep] burned the porridge again.", "ru": "Наш повар Данило [заглушено] опять сжёг кашу.", "uk": "Наш кухар Данило [заглушено] знову спалив кашу."}),
        ("Driver", {"en": "The keys of the depot are [unclear] under the green bench.", "ru": "Ключи от склада лежат [неразборчиво] под зелёной лавкой.", "uk": "Ключі від складу лежать [нерозбірливо] під зеленою лавкою."}),
        ("Driver", {"en": "The tractor stands [inaudible] behind the school.", "ru": "Трактор стоит [неразборчиво] за школой.", "uk": "Трактор стоїть [нерозбірливо] за школою."}),
    ),
    "X3": (
        ("Механик", {"ru": "У нас три двухсотых и один трёхсотый.", "en": "We have three two-hundredths and one three-hundredth.", "uk": "У нас три двохсотих і один трьохсотий."}),
        ("Механик", {"ru": "Птичка висит над лесом с утра.", "en": "The birdie has been hanging over the forest since morning.", "uk": "Пташка висить над лісом з ранку."}),
        ("Механик", {"ru": "Два карандаша ушли к реке.", "en": "Two pencils went to the river.", "uk": "Два олівці пішли до річки."}),
        ("Механик", {"ru": "Этот мудак забрал весь бензин.", "en": "That man took all the petrol.", "uk": "Цей чоловік забрав увесь бензин."}),
        ("Механик", {"ru": "Пиздец, мотор опять заглох.", "en": "Well, the engine has stalled again.", "uk": "Ну от, мотор знову заглух."}),
        ("Механик", {"ru": "Наверное, завтра поедем в Гречишное за маслом.", "en": "We will probably go to Hrechyshne for oil tomorrow.", "uk": "Мабуть, завтра поїдемо до Гречишного по мастило."}),
        ("Механик", {"ru": "Колонна вроде бы свернула к элеватору.", "en": "The column seems to have turned off towards the elevator.", "uk": "Колона начебто звернула до елеватора."}),
        ("Механик", {"ru": "В цеху осталось человек пятьдесят, я точно не знаю.", "en": "There are fifty people left in the shop, I do not know exactly.", "uk": "У цеху залишилося людей п'ятдесят, я точно не знаю."}),
        ("Механик", {"ru": "Сосед рассказал, что склад опечатали в среду.", "en": "A neighbour said that the warehouse was sealed on Wednesday.", "uk": "Сусід розповів, що склад опечатали в середу."}),
        ("Механик", {"ru": "По слухам, зарплату выдадут мукой.", "en": "They say the wages will be paid in flour.", "uk": "Кажуть, зарплату видадуть борошном."}),
        ("Механик", {"ru": "Если отпустят, я приеду к началу сева.", "en": "If they let me go, I will come for the start of sowing.", "uk": "Якщо відпустять, я приїду на початок сівби."}),
        ("Механик", {"ru": "Ворота закрыли. Мне это сторож сказал.", "en": "The gate has been closed. The watchman told me that.", "uk": "Ворота зачинили. Мені це сторож сказав."}),
        ("Механик", {"ru": "Мельницу продали бригадиру. Я не уверен.", "en": "The mill was sold to the foreman. I am not sure.", "uk": "Млин продали бригадирові. Я не певен."}),
    ),
}  # fmt: skip


def write_spoken_samples(truth: dict, folder: Path) -> None:
    """Write each recording as subtitles: the words spoken, and every translation that there is."""
    for name, recording in truth["recordings"].items():
        labels = {voice["id"]: voice["label"] for voice in recording["voices"]}
        spoken = recording["language"]
        lines = [
            (_label(labels[line["voice"]]), {spoken: line["text"], **line.get("translations", {})})
            for line in recording["lines"]
        ]
        if recording["one_sided"]:
            lines.append(("", dict.fromkeys(lines[0][1], "[inaudible]")))
        _write(folder, name, lines)
    for name, made in MADE_UP.items():
        _write(folder, name, list(made))


def _label(labels: dict[str, str]) -> str:
    return labels.get("en") or next(iter(labels.values()))


def _write(folder: Path, name: str, lines: list[tuple[str, dict[str, str]]]) -> None:
    for language in lines[0][1]:
        blocks = [
            f"{at + 1}\n00:{at // 10:02d}:{at % 10 * 6:02d},000 --> 00:{at // 10:02d}:{at % 10 * 6 + 4:02d},000\n{voice and voice + ': '}{words[language]}\n"
            for at, (voice, words) in enumerate(lines)
            if language in words
        ]
        tag = _LANGUAGES.get(language, language)
        # Of made-up calls the first language is the one spoken, so its file names none.
        spoken = name in MADE_UP and language == next(iter(lines[0][1]))
        path = folder / name / (f"{name}.srt" if spoken else f"{name}.{tag}.srt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(blocks), encoding="utf-8")
