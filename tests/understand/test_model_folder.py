"""Every family by its real loading code, on tiny models that the tests make."""

from __future__ import annotations

import importlib.util
import shutil
import socket

import pytest

from earwitness.errors import MissingEngine, UnsupportedInput, UsageError
from earwitness.text.translation_doubts import CUT_OFF
from earwitness.understand.discovery import load_translator
from earwitness.understand.engines.families import Family, Prefixes, family_of, prefixes
from earwitness.understand.engines.model_folder import FolderSettings, FolderTranslator
from earwitness.understand.translate import TranslatorChoice

FAST = FolderSettings(beam_size=1, threads=1)
TALK = ["мы стоим у моста", "сколько людей осталось в посёлке? она звонила", "мы"]
FAMILIES = {
    "marian": Family.MARIAN,
    "marian_many": Family.MARIAN_MANY,
    "nllb": Family.NLLB,
    "m2m": Family.M2M,
    "madlad": Family.MADLAD,
}


@pytest.fixture(params=FAMILIES)
def kind(request) -> str:
    return request.param


def test_each_family_is_known_by_its_vocabulary_and_translates(models, kind):
    engine = FolderTranslator(getattr(models, kind), FAST)
    assert engine.family is FAMILIES[kind]
    assert "_model" not in vars(engine)  # a plan loads nothing
    made = engine.translate(TALK, "ru", "en")
    assert len(made) == len(TALK)
    assert all(made)
    assert made == engine.translate(TALK, "ru", "en")
    assert made == [engine.translate([line], "ru", "en")[0] for line in TALK]
    for text in made:
        for token in ("</s>", "<pad>", "rus_Cyrl", "eng_Latn", "__en__", "<2en>", ">>eng<<", "▁"):
            assert token not in text


def test_the_languages_asked_for_reach_the_model(models):
    for kind in ("nllb", "m2m", "madlad", "marian_many"):
        engine = FolderTranslator(getattr(models, kind), FAST)
        aims = {tuple(engine.translate(TALK, "ru", aim)) for aim in ("en", "uk")}
        assert len(aims) == 2, kind
    engine = FolderTranslator(models.nllb, FAST)
    assert engine.translate(TALK, "ru", "en") != engine.translate(TALK, "uk", "en")


def test_a_language_that_the_model_does_not_know_is_named(models):
    for kind in ("nllb", "m2m", "madlad", "marian_many"):
        with pytest.raises(UsageError, match="does not know the language 'fr'"):
            FolderTranslator(getattr(models, kind), FAST).translate(TALK, "ru", "fr")
    with pytest.raises(UnsupportedInput, match="does not know the language 'und'"):
        FolderTranslator(models.nllb, FAST).translate(TALK, "und", "en")


def test_a_long_line_is_cut_at_its_sentences_and_none_is_lost(models):
    engine = FolderTranslator(models.marian, FolderSettings(beam_size=1, most_pieces=20, threads=1))
    sentences = ["мы стоим у моста и ждём команду.", "она звонила из города вчера вечером."]
    whole = engine.translate([" ".join(sentences)], "ru", "en")[0]
    assert whole == " ".join(engine.translate(sentences, "ru", "en"))
    endless = "мы стоим у моста " * 400
    assert engine.translate([endless], "ru", "en")[0]


def test_an_engine_that_comes_to_its_limit_says_so(models):
    engine = FolderTranslator(models.nllb, FAST)
    told = Prefixes()
    _, decoder = engine._pieces
    assert engine._text(["▁we", "▁stand"], told, decoder, "</s>").endswith(CUT_OFF)
    assert engine._text(["▁we", "▁stand", "</s>"], told, decoder, "</s>") == "we stand"


def test_version_and_digest_name_library_family_and_model(models, tmp_path):
    engine = FolderTranslator(models.nllb, FAST)
    assert "NLLB model" in engine.version
    assert engine.settings_digest != FolderTranslator(models.nllb).settings_digest
    copy = tmp_path / "copy"
    shutil.copytree(models.nllb, copy)
    assert FolderTranslator(copy, FAST).version == engine.version
    (copy / "model.bin").write_bytes((copy / "model.bin").read_bytes() + b"\0")
    assert FolderTranslator(copy, FAST).version != engine.version


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("model.bin", None, "model.bin not found"),
        ("config.json", None, "config.json not found"),
        ("config.json", b"{", "cannot be read"),
        ("config.json", b"[]", "holds no table"),
        ("shared_vocabulary.json", None, "no vocabulary found"),
        ("shared_vocabulary.json", b"\xff\xfe", "cannot be read"),
        ("shared_vocabulary.json", b"{}", "holds no list"),
        ("sentencepiece.bpe.model", None, "has no SentencePiece model"),
        ("sentencepiece.bpe.model", b"no model", "is no SentencePiece model"),
        ("model.bin", b"no model", "cannot be loaded"),
        ("model.bin", b"", "cannot be loaded"),
    ],
)
def test_a_corrupt_folder_is_refused_in_words(models, tmp_path, file, content, said):
    folder = tmp_path / "model"
    shutil.copytree(models.nllb, folder)
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    with pytest.raises((UsageError, MissingEngine), match=said) as refused:
        load_translator(TranslatorChoice("ctranslate2", str(folder))).translate(TALK, "ru", "en")
    assert str(folder) in str(refused.value)


def test_no_folder_and_no_engine(tmp_path):
    with pytest.raises(UsageError, match="not a translation model folder"):
        load_translator(TranslatorChoice("ctranslate2", str(tmp_path / "nowhere")))
    with pytest.raises(UsageError, match="no model is named"):
        load_translator(TranslatorChoice("ctranslate2"))
    with pytest.raises(UsageError, match=r"Choose one of: .*ctranslate2, server"):
        load_translator(TranslatorChoice("parrot"))


def test_without_its_extra_the_command_is_named(models, monkeypatch):
    """As on a machine without the extra: the finder of packages does not find it."""
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *a: None if name == "sentencepiece" else found(name, *a),
    )
    with pytest.raises(MissingEngine, match=r"pip install 'earwitness\[translate\]'"):
        FolderTranslator(models.nllb)


def test_nothing_reaches_the_network(models, monkeypatch):
    def no_network(*_args, **_more):
        raise AssertionError("tried to reach the network")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    monkeypatch.setattr(socket, "create_connection", no_network)
    for kind in FAMILIES:
        assert FolderTranslator(getattr(models, kind), FAST).translate(TALK, "ru", "en")


@pytest.mark.parametrize(
    ("tokens", "family", "source", "target", "expected"),
    [
        (["а", "б"], Family.MARIAN, "ru", "en", Prefixes()),
        ([">>ukr<<", ">>rus<<"], Family.MARIAN_MANY, "en", "uk", Prefixes((">>ukr<<",))),
        (["rus_Cyrl", "eng_Latn"], Family.NLLB, "ru", "en", Prefixes(("rus_Cyrl",), ("eng_Latn",))),
        (
            ["ukr_Cyrl", "eng_Latn"],
            Family.NLLB,
            "uk-x-surzhyk",
            "en-GB",
            Prefixes(("ukr_Cyrl",), ("eng_Latn",)),
        ),
        (["__ru__", "__en__"], Family.M2M, "ru", "en", Prefixes(("__ru__",), ("__en__",))),
        (["<2en>", "<2uk>"], Family.MADLAD, "ru", "en", Prefixes(("<2en>",))),
    ],
)
def test_languages_are_named_as_the_family_does(tokens, family, source, target, expected):
    found, known = family_of([*tokens, "</s>", "<unk>", "▁слово"])
    assert found is family
    assert prefixes(found, known, source, target) == expected
