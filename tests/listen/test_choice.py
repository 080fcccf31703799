from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from earwitness.errors import UsageError
from earwitness.listen.asking import EngineSettings
from earwitness.listen.choice import ORDER, choose_engine, explain_choice, order_for
from earwitness.listen.discovery import TRANSCRIBER_GROUP, engine_names
from earwitness.listen.models.kinds import known_kinds


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A models folder with T-one and GigaAM, whole, and a Whisper that lacks its weights."""
    pytest.importorskip("onnx_asr")
    place = Path(__file__).with_name("tiny_onnx.py")
    spec = importlib.util.spec_from_file_location("tiny_onnx", place)
    tiny = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tiny)
    folder = tmp_path_factory.mktemp("models")
    tiny.t_one(folder / "t-one")
    tiny.gigaam(folder / "gigaam")
    (folder / "whisper").mkdir()
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (folder / "whisper" / name).write_text("{}")
    return folder


def auto(language="", **more):
    return EngineSettings(engine="auto", language=language, **more)


def test_the_telephone_has_its_own_model(models):
    telephone = choose_engine(auto("ru"), "telephone", models=models)
    wide = choose_engine(auto("ru-RU"), "wide", models=models)
    assert Path(telephone.request.model).name == "t-one"
    assert Path(wide.request.model).name == "gigaam"
    assert telephone.digest != wide.digest
    assert telephone.reaches == ""


def test_every_step_is_explained(models):
    reasons = explain_choice(auto("ru"), "wide", models=models)
    assert reasons.taken
    assert [line.partition(":")[0].partition(" in ")[0] for line in reasons.lines] == [
        "gigaam-v3-rnnt",
        "gigaam-v3-ctc",
    ]
    assert reasons.lines[0].endswith(f"no such model in {models}")
    assert "chosen, the first of the order" in reasons.lines[-1]


def test_a_language_that_no_model_hears(models):
    reasons = explain_choice(auto("uk"), "telephone", models=models)
    assert not reasons.taken
    assert f"whisper: {models / 'whisper'} is not whole: no model.bin" in reasons.lines
    with pytest.raises(UsageError, match="finds nothing for language 'uk', telephone band"):
        choose_engine(auto("uk"), "telephone", models=models)


def test_a_language_that_is_not_known_takes_no_model_of_one_language(models):
    assert not explain_choice(auto(), "telephone", models=models).taken


def test_english_has_a_last_resort(models):
    pytest.importorskip("pocketsphinx")
    chosen = choose_engine(auto("en"), "wide", models=models)
    assert chosen.engine == "pocketsphinx"


def test_the_order_can_be_replaced(models):
    own = auto("ru", order={"ru telephone": ("gigaam-v3-ctc", "t-one"), "*": ("server",)})
    assert Path(choose_engine(own, "telephone", models=models).request.model).name == "gigaam"
    assert order_for(own, "wide") == ("server",)
    with pytest.raises(UsageError, match="names 'parrot', which is no engine"):
        choose_engine(auto("ru", order={"ru": ("parrot",)}), "wide", models=models)


def test_sound_leaves_the_machine_only_where_the_settings_name_the_server(models):
    given = {"server": "http://127.0.0.1:1"}
    assert choose_engine(auto("ru", **given), "wide", models=models).reaches == ""
    assert not explain_choice(auto("uk", **given), "wide", models=models).taken
    assert not any("server" in names for names in ORDER.values())
    named = choose_engine(auto("uk", order={"uk": ("server",)}, **given), "wide", models=models)
    assert named.reaches == "http://127.0.0.1:1"


def test_a_named_engine_finds_its_model_by_name(models):
    settings = EngineSettings(engine="onnx-asr", model="t-one", language="ru")
    chosen = choose_engine(settings, "wide", models=models)
    assert chosen.request.model == str(models / "t-one")
    assert explain_choice(settings, "wide", models=models).lines == ("the settings name it",)
    reasons = explain_choice(
        EngineSettings(engine="whisper", model="whisper"), "wide", None, models
    )
    assert not reasons.taken
    assert "not a Whisper model folder" in reasons.lines[0]


def test_a_glossary_goes_to_engines_that_take_hints(models, tmp_path):
    (tmp_path / "calls.txt").write_text("Берёза\nКлён\n", encoding="utf-8")
    plain = EngineSettings(engine="server", server="http://127.0.0.1:1")
    hinted = EngineSettings(engine="server", server="http://127.0.0.1:1", glossary="calls.txt")
    one, two = (choose_engine(each, "wide", tmp_path, models) for each in (plain, hinted))
    assert two.request.hints == ("Берёза", "Клён")
    assert one.digest != two.digest
    (tmp_path / "calls.txt").write_text("Берёза\nДуб\n", encoding="utf-8")
    assert choose_engine(hinted, "wide", tmp_path, models).digest != two.digest
    # an engine that takes none is not made to do its work again over an edit of the file
    own = EngineSettings(engine="onnx-asr", model="t-one", glossary="calls.txt")
    other = EngineSettings(engine="onnx-asr", model="t-one")
    digests = {choose_engine(each, "wide", tmp_path, models).digest for each in (own, other)}
    assert len(digests) == 1
    with pytest.raises(UsageError, match="glossary cannot be read"):
        choose_engine(auto("ru", glossary="none.txt"), "wide", tmp_path, models)


def test_the_table_names_what_there_is():
    known = {one.name for one in known_kinds()} | set(engine_names(TRANSCRIBER_GROUP))
    assert {name for names in ORDER.values() for name in names} <= known
