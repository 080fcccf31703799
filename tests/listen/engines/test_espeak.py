"""espeak-ng says the same in every process: what it said is part of what an alignment rests on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from earwitness.errors import UsageError
from earwitness.listen.engines.espeak import EspeakSynthesiser

_SAY = """
import hashlib
from earwitness.listen.engines.espeak import EspeakSynthesiser
engine = EspeakSynthesiser()
for voice in ("ru", "uk+f2", "en-us+m3"):
    said = engine.say("Шість, sixteen, шестьсот", voice)
    print(hashlib.sha256(said.samples.tobytes()).hexdigest(), said.phones)
"""


def test_every_process_says_the_same():
    command = [sys.executable, "-c", _SAY]
    said = {
        subprocess.run(command, capture_output=True, check=True, text=True).stdout for _ in range(4)
    }
    assert len(said) == 1


def test_phones_have_their_places_in_sound_and_text():
    text = "Добрий день"
    said = EspeakSynthesiser().say(text, "uk")
    places = [one.place for one in said.phones]
    assert set(places) == {0, 7}
    assert places == sorted(places)
    edges = [edge for one in said.phones for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert edges[-1] <= said.samples.size


def test_a_voice_that_is_not_there_is_refused():
    with pytest.raises(UsageError, match="no voice 'xx'"):
        EspeakSynthesiser().say("Алло", "xx")
