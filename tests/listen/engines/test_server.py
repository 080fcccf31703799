"""The server adapter against servers on 127.0.0.1 that behave well, badly, and not at all."""

from __future__ import annotations

import contextlib
import io
import json
import time
import wave
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.errors import ServiceFailed, ServiceUnreachable, UsageError
from earwitness.listen.asking import EngineRequest, ServerSettings
from earwitness.listen.discovery import load_transcriber
from earwitness.listen.engines.server import ServerTranscriber
from earwitness.listen.engines.server_answer import read_answer
from earwitness.records.timecode import Interval

CHUNKS = (Interval(1000, 4000), Interval(5000, 6000))
GOOD = {
    "task": "transcribe",
    "language": "russian",
    "duration": 3.0,
    "text": "Липа, я Клён. Приём.",
    "segments": [
        {"start": 0.2, "end": 1.4, "text": " Липа, я Клён.", "avg_logprob": -0.3,
         "no_speech_prob": 0.1, "compression_ratio": 0.9},
        {"start": 1.5, "end": 3.3, "text": " Приём.", "avg_logprob": -0.4},
    ],
    "words": [
        {"word": "Липа", "start": 0.2, "end": 0.6},
        {"word": "я", "start": 0.7, "end": 0.8},
        {"word": "Клён", "start": 0.9, "end": 1.4},
        {"word": "Приём", "start": 1.6, "end": 2.1, "probability": 0.7},
    ],
}  # fmt: skip


def parts(asked):
    """The fields of a form, by name, as Python's own mail parser reads it."""
    head = f"Content-Type: {asked.headers['Content-Type']}\r\n\r\n".encode()
    message: EmailMessage = BytesParser(policy=HTTP).parsebytes(head + asked.body)
    found: dict[str, list[bytes]] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        found.setdefault(name, []).append(part.get_payload(decode=True))
    return found


def says(value, status=200, **headers):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return lambda *_: (status, headers, body)


def engine(server, languages=(), hints=(), **more):
    return ServerTranscriber(ServerSettings(server.address, **more), languages, hints)


def listen(made, sound):
    return list(made.listen_to(sound, CHUNKS))


def test_words_come_with_the_times_of_the_recording(local_server, two_bursts):
    local_server.answer = says(GOOD)
    first, second = listen(engine(local_server), two_bursts)[:2]
    assert (first.start_ms, first.end_ms, first.text) == (1200, 2400, "Липа, я Клён.")
    assert (second.start_ms, second.end_ms) == (2500, 4000)  # its end was past that of the sound
    assert [word.text for word in first.words] == ["Липа", "я", "Клён"]
    assert [(word.start_ms, word.probability) for word in second.words] == [(2600, 0.7)]
    assert (first.language, first.avg_logprob, first.no_speech_prob) == ("ru", -0.3, 0.1)


def test_what_is_sent_is_sound_language_hints_and_nothing_else(
    local_server, two_bursts, monkeypatch
):
    monkeypatch.setenv("DESK_KEY", "secret-1")
    local_server.answer = says({"text": ""})
    made = engine(local_server, ("uk",), ("Берёза", "Клён"), model="m-1", key_env="DESK_KEY")
    assert listen(made, two_bursts) == []
    asked = local_server.asked[0]
    assert asked.path == "/v1/audio/transcriptions"
    assert asked.headers["Authorization"] == "Bearer secret-1"
    form = parts(asked)
    sound = wave.open(io.BytesIO(form.pop("file")[0]))  # noqa: SIM115 (in memory)
    assert (sound.getnchannels(), sound.getframerate(), sound.getnframes()) == (1, 16_000, 48_000)
    assert form == {
        "model": [b"m-1"],
        "language": [b"uk"],
        "temperature": [b"0"],
        "prompt": ["Берёза, Клён".encode()],
        "response_format": [b"verbose_json"],
        "timestamp_granularities[]": [b"word", b"segment"],
    }
    told = f"{made.version} {made.described} {made.settings_digest} {made.reaches}"
    assert "secret-1" not in told


def test_a_server_without_verbose_answers_is_asked_less(local_server, two_bursts):
    def answer(asked, _):
        form = parts(asked)
        if form["response_format"] != [b"json"]:
            return 400, {}, b'{"error": {"message": "response_format must be json"}}'
        return 200, {}, json.dumps({"text": "Приём."}).encode()

    local_server.answer = answer
    found = listen(engine(local_server, ("ru",)), two_bursts)
    assert [(one.start_ms, one.end_ms, one.text, one.language) for one in found] == [
        (1000, 4000, "Приём.", "ru"),
        (5000, 6000, "Приём.", "ru"),
    ]
    assert len(local_server.asked) == 4  # what it does not know was asked once


def changed(**changes):
    return {**GOOD, **changes}


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (says(b"<html>welcome</html>"), ServiceUnreachable, "not JSON: '<html>welcome"),
        (says(b"\xff\xfe"), ServiceUnreachable, "not JSON"),
        (says(b"[" * 100_000), ServiceUnreachable, "not JSON"),
        (says([1]), ServiceFailed, "neither text nor segments"),
        (says({"error": "busy"}), ServiceFailed, "neither text nor segments"),
        (says(changed(text=7)), ServiceFailed, "a text is no text"),
        (says(changed(segments={"a": 1})), ServiceFailed, "are no list"),
        (says(changed(segments=["a"])), ServiceFailed, "a segment is no object"),
        (says(changed(segments=[{"text": "a"}])), ServiceFailed, "no start and end"),
        (says(changed(words=[{"word": "a", "start": "0", "end": 1}])), ServiceFailed, "no start"),
        (says(changed(segments=[{"text": "a", "start": 90, "end": 91}])), ServiceFailed,
         "from 90.0 to 91.0 s into a sound of 3.0 s"),
        (says(changed(segments=[{"text": "a", "start": 2, "end": 1}])), ServiceFailed, "into a"),
        (says(b'{"text": "a", "segments": [{"text": "a", "start": NaN, "end": NaN}]}'),
         ServiceFailed, "no start and end"),
        (says(changed(text="а" * 5000)), ServiceFailed, "5000 letters for 3.0 s"),
        (says(b"{" + b" " * (5 << 20)), ServiceFailed, "more than 4 MB"),
        (says({"error": "out of memory"}, 500), ServiceFailed, "answers 500 Internal Server Error"),
        (says(b"", 401), ServiceUnreachable, "answers 401 Unauthorized"),
        (says(b"not here", 404), ServiceUnreachable, "answers 404 Not Found: not here"),
        (says(b"", 307, Location="http://127.0.0.1:1/"), ServiceUnreachable, "answers 307"),
    ],
)  # fmt: skip
def test_nonsense_is_a_sentence_and_no_words(local_server, two_bursts, answer, kind, said):
    local_server.answer = answer
    with pytest.raises(kind, match=said) as caught:
        listen(engine(local_server), two_bursts)
    assert type(caught.value) is kind
    assert local_server.address in str(caught.value)


def test_an_answer_that_ends_in_the_middle(local_server, two_bursts):
    def cut(_, handler):
        handler.close_connection = True
        return 200, {"Content-Length": "900"}, b'{"text"'

    local_server.answer = cut
    with pytest.raises(ServiceFailed, match="in the middle of its answer"):
        listen(engine(local_server), two_bursts)


def test_a_server_that_hangs_is_left(local_server, two_bursts):
    local_server.answer = lambda *_: time.sleep(3)
    started = time.monotonic()
    with pytest.raises(ServiceUnreachable, match=r"no answer within 0\.3 s"):
        listen(engine(local_server, timeout_s=0.3), two_bursts)
    assert time.monotonic() - started < 2.5


def test_a_server_that_drips_is_left(local_server, two_bursts):
    def drip(_, handler):
        handler.send_response(200)
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(60):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)

    local_server.answer = drip
    with pytest.raises(ServiceUnreachable, match="no answer within"):
        listen(engine(local_server, timeout_s=0.4), two_bursts)


def test_nobody_there(two_bursts):
    with pytest.raises(ServiceUnreachable, match="cannot be reached"):
        list(ServerTranscriber(ServerSettings("http://127.0.0.1:1")).listen_to(two_bursts, CHUNKS))


def test_the_environment_sends_it_nowhere_else(local_server, two_bursts, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    local_server.answer = says(GOOD)
    assert listen(engine(local_server), two_bursts)


def test_no_sound_asks_nothing(local_server):
    assert listen(engine(local_server), np.zeros(0, np.float32)) == []
    assert local_server.asked == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "no address is set"),
        ("127.0.0.1:8000", "not the address of a server"),
        ("file:///etc/passwd", "not the address of a server"),
        ("http://127.0.0.1:99999", "not the address of a server"),
        ("http://", "not the address of a server"),
        ("https://me:secret@asr.example", "holds more than an address"),
        ("https://asr.example/?key=secret", "holds more than an address"),
    ],
)
def test_what_is_no_address_is_refused(address, said):
    with pytest.raises(UsageError, match=said) as caught:
        load_transcriber("server", EngineRequest(server=ServerSettings(address)))
    assert "secret" not in str(caught.value)


def test_a_key_that_is_not_set_is_said_before_any_work(monkeypatch):
    monkeypatch.delenv("DESK_KEY", raising=False)
    asked = EngineRequest(server=ServerSettings("http://127.0.0.1:1", key_env="DESK_KEY"))
    with pytest.raises(UsageError, match=r"DESK_KEY.*is not set"):
        load_transcriber("server", asked)


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/", "/v1/audio/transcriptions"])
def test_addresses_as_people_write_them(end, local_server, two_bursts):
    local_server.answer = says({"text": ""})
    listen(ServerTranscriber(ServerSettings(local_server.address + end)), two_bursts)
    assert {one.path for one in local_server.asked} == {"/v1/audio/transcriptions"}


def test_the_digest_follows_model_language_hints_and_address():
    server = ServerSettings("http://127.0.0.1:1")
    made = [
        ServerTranscriber(server),
        ServerTranscriber(server, ("ru",)),
        ServerTranscriber(server, hints=("Клён",)),
        ServerTranscriber(ServerSettings("http://127.0.0.1:2")),
        ServerTranscriber(ServerSettings("http://127.0.0.1:1", "other")),
    ]
    assert len({one.settings_digest for one in made}) == len(made)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["text", "segments", "words", "word", "start", "end", "language"]),
            inner,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON | st.binary(max_size=60))
def test_any_answer_is_words_inside_the_sound_or_a_sentence(value):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    limit = Interval(1000, 4000)
    try:
        found = read_answer(body, limit, "", "http://127.0.0.1:1")
    except ServiceFailed:
        return
    for one in found:
        assert one.text
        assert limit.start_ms <= one.start_ms <= one.end_ms <= limit.end_ms
        for word in one.words:
            assert limit.start_ms <= word.start_ms <= word.end_ms <= limit.end_ms
