"""What is withheld is not in a public bag either: its sound is cut from the master, its words pass the gate."""

from __future__ import annotations

import numpy as np
import pytest

from earwitness.audio.decode import decode_span
from earwitness.errors import WouldReveal
from earwitness.publish.bag.edition import Edition
from earwitness.publish.bag.writing import BagChoice
from earwitness.records.redaction import RedactionMethod

WORDS = ("Зинаида", "Кукушкина", "Полевая")
PUBLIC = BagChoice(edition=Edition.PUBLIC)


def test_the_sound_goes_out_with_the_stretch_muted(desk, rec, redact, tmp_path):
    before = desk.bag([rec], tmp_path / "before", PUBLIC)
    assert before.with_sound == 0  # a name and an address are said in it
    redact((2_900, 9_000), method=RedactionMethod.MUTE, words=WORDS)
    report = desk.bag([rec], tmp_path / "bag", PUBLIC)
    assert report.with_sound == 1
    (wav,) = (tmp_path / "bag").rglob("*.wav")
    muted, rate_hz = decode_span(wav, 2_900, 9_000, rate_hz=None)
    assert rate_hz > 0
    assert np.abs(muted).max() == 0
    heard, _ = decode_span(wav, 300, 2_300, rate_hz=None)
    assert np.abs(heard).max() > 0.01
    every = b"".join(one.read_bytes() for one in (tmp_path / "bag").rglob("*") if one.is_file())
    for word in ("Кукушкин", "Зинаид", "Полев", "Kukushkin", "Zinaid", "Poleva"):
        assert word.encode() not in every
    assert "мы тебя очень ждём.".encode() in every  # said behind the stretch and its margin


def test_a_bag_that_would_reveal_is_not_put_in_place(desk, rec, redact, tmp_path, monkeypatch):
    from earwitness.publish.bag.content import filling

    redact((2_900, 9_000), method=RedactionMethod.MUTE, words=WORDS)
    inner = filling.ClipCutter
    monkeypatch.setattr(filling, "ClipCutter", lambda archive: inner(archive, withheld=False))
    with pytest.raises(WouldReveal, match=r"\.wav"):
        desk.bag([rec], tmp_path / "bag", PUBLIC)
    assert not (tmp_path / "bag").exists()
