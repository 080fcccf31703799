from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.listen.models.folders import (
    find_models,
    folder_digest,
    look_at_folder,
    models_folder,
)
from earwitness.listen.models.kinds import known_downloads, known_kinds
from earwitness.listen.models.onnx_files import explain_onnx


def fill(folder, *names, content=b"{}"):
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"" if content is None else content)
    return folder


def test_folders_copied_by_hand_are_recognised(tiny_onnx, tmp_path):
    tiny_onnx.gigaam(tmp_path / "from-a-colleague")
    tiny_onnx.t_one(tmp_path / "telephone")
    fill(tmp_path / "large", "model.bin", "config.json", "tokenizer.json", "vocabulary.json")
    fill(tmp_path / "holiday", "photo.jpg")
    fill(tmp_path / ".draft", "model.bin")
    found = {one.name: one for one in find_models(tmp_path)}
    assert {name: one.kind and one.kind.name for name, one in found.items()} == {
        "from-a-colleague": "gigaam-v3-ctc",
        "telephone": "t-one",
        "large": "whisper",
        "holiday": None,
    }
    assert [name for name, one in found.items() if one.complete] == [
        "from-a-colleague", "large", "telephone",
    ]  # fmt: skip
    assert found["telephone"].hears("ru")
    assert not found["telephone"].hears("uk")
    assert found["large"].hears("uk")


def test_what_is_missing_is_named(tiny_onnx, tmp_path):
    folder = tiny_onnx.gigaam(tmp_path / "a")
    (folder / "v3_vocab.txt").unlink()
    (found,) = look_at_folder(folder)
    assert (found.kind.name, found.complete, found.missing) == (
        "gigaam-v3-ctc", False, ("v3_vocab.txt",),
    )  # fmt: skip
    fill(tmp_path / "b", "model.bin")
    (found,) = look_at_folder(tmp_path / "b")
    assert found.kind.name == "whisper"
    assert found.missing == ("config.json", "tokenizer.json", "vocabulary.*")


def test_several_kinds_in_one_folder(tiny_onnx, tmp_path):
    folder = tiny_onnx.gigaam(tmp_path / "gigaam")
    for part in ("encoder", "decoder", "joint"):
        (folder / f"v3_rnnt_{part}.onnx").write_bytes((folder / "v3_ctc.onnx").read_bytes())
    assert [one.kind.name for one in look_at_folder(folder)] == ["gigaam-v3-rnnt", "gigaam-v3-ctc"]


def test_models_that_look_alike_are_told_apart_by_their_config(tiny_onnx, tmp_path):
    weights = tiny_onnx.t_one(tmp_path / "t") / "model.onnx"
    other = fill(tmp_path / "nemo", "model.onnx", content=weights.read_bytes())
    fill(other, "vocab.txt", "config.json")
    assert [one.kind.name for one in look_at_folder(other)] == ["nemo-ctc"]
    (other / "config.json").write_text('{"model_type": "nemo-conformer-tdt"}')
    for name in ("encoder-model.onnx", "decoder_joint-model.onnx"):
        fill(other, name, content=weights.read_bytes())
    assert "nemo-tdt" in [one.kind.name for one in look_at_folder(other)]
    assert "nemo-rnnt" not in [one.kind.name for one in look_at_folder(other)]


def test_languages_come_with_a_known_name(tiny_onnx, tmp_path):
    weights = (tiny_onnx.t_one(tmp_path / "t") / "model.onnx").read_bytes()
    for name in ("parakeet-tdt-0.6b-v3", "somebody-elses"):
        folder = fill(
            tmp_path / name, "encoder-model.onnx", "decoder_joint-model.onnx", content=weights
        )
        fill(folder, "vocab.txt")
        (folder / "config.json").write_text('{"model_type": "nemo-conformer-tdt"}')
    assert look_at_folder(tmp_path / "parakeet-tdt-0.6b-v3")[0].hears("uk")
    assert not look_at_folder(tmp_path / "somebody-elses")[0].hears("uk")


def test_the_digest_follows_every_file_and_no_date(tiny_onnx, tmp_path):
    one, two = tiny_onnx.gigaam(tmp_path / "a"), tiny_onnx.gigaam(tmp_path / "b")
    assert folder_digest(one) == folder_digest(two)
    (two / "v3_vocab.txt").write_text("other")
    assert folder_digest(one) != folder_digest(two)


def test_the_folder_is_the_option_then_the_environment_then_the_setting(tmp_path, monkeypatch):
    monkeypatch.delenv("EARWITNESS_MODELS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert models_folder() == tmp_path / "earwitness" / "models"
    assert models_folder(None, "m", Path("/archive")) == Path("/archive/m")
    assert models_folder(None, "/m", Path("/archive")) == Path("/m")
    monkeypatch.setenv("EARWITNESS_MODELS", "/from/env")
    assert models_folder(None, "m") == Path("/from/env")
    assert models_folder(Path("given"), "m") == Path("given")


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert find_models(tmp_path / "none") == ()


def test_an_onnx_file_is_whole_or_it_is_said(tiny_onnx, tmp_path):
    whole = tiny_onnx.t_one(tmp_path / "t") / "model.onnx"
    content = whole.read_bytes()
    assert explain_onnx(whole) == ""
    for cut in range(0, len(content) - 8, 997):
        whole.write_bytes(content[:cut])
        assert explain_onnx(whole) != "", cut


@given(st.binary(max_size=200))
def test_any_bytes_are_looked_at(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.onnx"
    path.write_bytes(content)
    assert isinstance(explain_onnx(path), str)


def test_the_table_holds_together():
    kinds = {one.name: one for one in known_kinds()}
    assert len(kinds) == len(known_kinds())
    for one in known_downloads():
        assert one.kind in kinds
        assert one.languages or kinds[one.kind].languages
    for kind in kinds.values():
        assert bool(kind.loads_as) == (kind.engine == "onnx-asr")


def test_the_engine_library_knows_every_name():
    loader = pytest.importorskip("onnx_asr.loader")
    for kind in known_kinds():
        if kind.engine == "onnx-asr":
            loader.create_asr_resolver(kind.loads_as, Path(__file__).parent, offline=True)
