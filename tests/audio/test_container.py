from __future__ import annotations

import contextlib
import http.server
import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.audio.container import open_media, probe
from earwitness.audio.decode import decode_blocks
from earwitness.errors import (
    BrokenMedia,
    EarwitnessError,
    NoSound,
    UnreadableFile,
    UnsupportedInput,
)


@pytest.fixture
def server():
    calls = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running.server_port, calls
        running.shutdown()
        thread.join()


PLAYLISTS = {
    "call.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:{port}/a.ts\n#EXTINF:9,\n/etc/passwd\n#EXT-X-ENDLIST\n",
    "call.ffconcat": "ffconcat version 1.0\nfile http://127.0.0.1:{port}/a.mp3\nfile /etc/passwd\n",
    "call.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=call\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {port} RTP/AVP 0\n",
    "call.mpd": '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>http://127.0.0.1:{port}/</BaseURL></MPD>',
    "call.pls": "[playlist]\nFile1=http://127.0.0.1:{port}/a.mp3\n",
}


@pytest.mark.parametrize("name", PLAYLISTS)
@pytest.mark.parametrize("extension", ["", ".mp3", ".wav"])
def test_a_playlist_opens_neither_file_nor_address(tmp_path, server, name, extension):
    port, calls = server
    path = tmp_path / (name + extension)
    path.write_text(PLAYLISTS[name].replace("{port}", str(port)))
    with pytest.raises(UnsupportedInput, match="points to other files"):
        probe(path)
    assert calls == []


def test_a_playlist_behind_binary_bytes_opens_nothing(tmp_path, server):
    # past the look at the first bytes, FFmpeg itself must refuse
    port, calls = server
    path = tmp_path / "call.m3u8"
    path.write_bytes(b"#EXTM3U\n\x01\n#EXTINF:9,\nhttp://127.0.0.1:%d/a.ts\n" % port)
    with pytest.raises(EarwitnessError):
        probe(path)
    assert calls == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty (0 bytes)"),
        ("Позивний Береза, прийом.\n".encode(), "it starts with plain text"),
        ("Позывной Осина на связи, приём, как слышно меня.\n".encode("cp1251") * 4, "it starts with plain text"),
        ("Call sign Aspen, over.\n".encode("utf-16"), "it starts with plain text"),
        (b"%PDF-1.7\n\x00\x01", "it is a PDF document"),
        (b"PK\x03\x04" + bytes(60), "it is a ZIP archive"),
        (b"OggS" + bytes(200), "its header cannot be read"),
        (b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00", "without a readable index"),
    ],
)  # fmt: skip
def test_what_is_no_media_file_is_refused_in_words(tmp_path, content, sentence):
    path = tmp_path / "call.mp3"
    path.write_bytes(content)
    with pytest.raises(BrokenMedia) as refused:
        probe(path)
    assert sentence in str(refused.value)


def test_a_wav_header_alone_is_named(tmp_path, sounds):
    path = tmp_path / "call.wav"
    path.write_bytes(sounds.wav_header(1, 8000, 0))
    with pytest.raises(BrokenMedia, match="is a WAV header with no samples"):
        list(decode_blocks(path))


def test_a_picture_has_no_sound(tmp_path):
    path = tmp_path / "call.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    with pytest.raises(NoSound, match="picture"):
        probe(path)


def test_a_fifo_or_folder_or_missing_file_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", tmp_path, tmp_path / "absent.mp3"):
        with pytest.raises(UnreadableFile):
            probe(path)


@pytest.mark.parametrize("tag", [b"enca", b"drms"])
def test_an_encrypted_track_is_reported_and_not_decoded(tmp_path, sounds, tag):
    path = sounds.encode(tmp_path / "call.m4a", sounds.sine(440, 300))
    path.write_bytes(path.read_bytes().replace(b"mp4a", tag))
    assert probe(path).encrypted
    with pytest.raises(UnsupportedInput, match="encrypted"):
        list(decode_blocks(path))


def test_an_unknown_codec_is_named(tmp_path, sounds):
    path = sounds.wav(tmp_path / "call.wav", sounds.sine(440, 300))
    content = bytearray(path.read_bytes())
    content[20:22] = b"\x34\x12"
    path.write_bytes(content)
    with pytest.raises(UnsupportedInput, match="codec"):
        list(decode_blocks(path))


def test_the_content_decides_and_not_the_name(tmp_path, sounds):
    mp3 = sounds.encode(tmp_path / "call.mp3", sounds.sine(440, 500))
    named_wav = mp3.rename(tmp_path / "call.wav")
    assert probe(named_wav).codec == "mp3float"
    wav_named_gsm = sounds.wav(tmp_path / "call.gsm", sounds.sine(440, 500))
    assert probe(wav_named_gsm).container == "wav"


def test_headers_and_sealed_tags(tmp_path, sounds):
    path = sounds.encode(
        tmp_path / "call.flac", sounds.sine(440, 1000), metadata={"title": "Виклик 7"}
    )
    found = probe(path)
    assert (found.codec, found.channels, found.rate_hz, found.duration_ms) == (
        "flac",
        1,
        16000,
        1000,
    )
    assert (found.audio_streams, found.video_streams, found.encrypted) == (1, 0, False)
    assert "Виклик 7" in dict(found.sealed_tags).values()
    assert "Виклик 7" not in repr(found)


@pytest.mark.parametrize(
    ("name", "bytes_per_second", "codec"),
    [("a.ulaw", 8000, "pcm_mulaw"), ("a.alaw", 8000, "pcm_alaw"), ("a.sln16", 32000, "pcm_s16le"), ("a.sln", 16000, "pcm_s16le"), ("a.g722", 8000, "g722"), ("a.gsm", 1650, "gsm")],
)  # fmt: skip
def test_telephone_files_without_a_header(tmp_path, name, bytes_per_second, codec):
    path = tmp_path / name
    path.write_bytes(
        np.random.default_rng(1).integers(0, 256, bytes_per_second, np.uint8).tobytes()
    )
    with open_media(path) as container:
        assert container.streams.audio[0].codec_context.name == codec
    blocks = decode_blocks(path)
    assert sum(block.mono.size for block in blocks) == pytest.approx(16000, abs=400)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.one_of(
    st.binary(max_size=600),
    st.binary(max_size=300).map(lambda tail: b"RIFF\x24\x02\x00\x00WAVEfmt " + tail),
    st.binary(max_size=300).map(lambda tail: b"fLaC\x00\x00\x00\x22" + tail),
    st.binary(max_size=300).map(lambda tail: b"ID3\x03\x00" + tail),
    st.binary(max_size=300).map(lambda tail: b"\x00\x00\x00\x14ftypM4A \x00\x00\x00\x00isom" + tail),
))  # fmt: skip
def test_any_bytes_decode_or_are_refused(tmp_path, content):
    path = tmp_path / "any.bin"
    path.write_bytes(content)
    with contextlib.suppress(EarwitnessError):
        for block in decode_blocks(path):
            assert np.isfinite(block.mono).all()


def test_importing_the_package_imports_no_decoder():
    code = (
        "import sys, earwitness; print({'av', 'numpy', 'soxr', 'onnxruntime'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


@pytest.mark.real
def test_credentials_samples_are_taken_or_refused_quickly(real):
    folder = real / "docs" / "c2pa_rs" / "sdk" / "tests" / "fixtures"
    for path in folder.iterdir():
        with contextlib.suppress(EarwitnessError):
            assert sum(block.mono.size for block in decode_blocks(path)) > 0
