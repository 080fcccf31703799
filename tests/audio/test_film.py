"""A film as it goes out: covered where it was asked for, its sound from the master, nothing else of the source."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from earwitness.audio.decode import decode_span
from earwitness.audio.film import Covered, covered_part, has_picture, picture_frames, write_film
from earwitness.audio.placing import level_dbfs
from earwitness.records.redaction import Cover
from earwitness.records.redaction_proof import ProofKind
from earwitness.records.sound import Piece
from earwitness.records.timecode import Interval
from earwitness.review.redaction.bytes_proof import prove_bytes
from earwitness.review.redaction.picture_proof import prove_picture
from tests.audio.sounds import encode, noise, silence, wav

BOTTOM = Cover()


def film(path: Path, seconds: int = 2, fps: int = 10) -> Path:
    """Bright noise as picture, noise as sound, a title as tag."""
    random = np.random.default_rng(1)
    with av.open(str(path), "w") as out:
        out.metadata["title"] = "Кукушкина"
        picture = out.add_stream("libx264", rate=fps, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        sound = out.add_stream("aac", rate=48_000, layout="mono")
        for at in range(seconds * fps):
            frame = av.VideoFrame.from_ndarray(
                random.integers(150, 250, (72, 64), dtype=np.uint8), format="yuv420p"
            )
            frame.pts, frame.time_base = at, Fraction(1, fps)
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        samples = noise(seconds * 1000, rate_hz=48_000)[None]
        for at in range(0, samples.shape[1], 1024):
            part = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(samples[:, at : at + 1024]), format="fltp", layout="mono"
            )
            part.sample_rate, part.pts = 48_000, at
            out.mux(sound.encode(part))
        out.mux(sound.encode(None))
    return path


def test_it_is_covered_muted_and_holds_nothing_else(tmp_path):
    source = film(tmp_path / "a.mp4")
    master = wav(tmp_path / "m.wav", silence(2_000))
    covers = [Covered(Interval(500, 1_000), BOTTOM)]
    write_film(source, "", (master, ".wav"), (), covers, tmp_path / "b.mp4")
    frames = list(picture_frames(tmp_path / "b.mp4"))
    assert [at for at, _ in frames] == [at for at, _ in picture_frames(source)]
    for at, picture in frames:
        dark = covered_part(picture, BOTTOM)[4:-4, 4:-4].mean() < 40
        assert dark == (417 <= at < 1_000), at  # the frame before reaches into the stretch
        assert picture[:28].mean() > 120
    samples, _ = decode_span(tmp_path / "b.mp4", 0, 3_000)
    assert level_dbfs(samples[0]) < -90
    looked = prove_bytes(str(tmp_path / "b.mp4"), "b.mp4", (("sig-1/1", "Кукушкина"),))
    assert looked.finds == ()
    assert b"x264" not in (tmp_path / "b.mp4").read_bytes()
    assert prove_picture(str(tmp_path / "b.mp4"), "b.mp4", covers, "sig-1") == ([], 5)
    (find,), _ = prove_picture(str(source), "a.mp4", covers, "sig-1")
    assert find.kind is ProofKind.PICTURE_LEFT


def test_the_picture_goes_with_a_sound_that_got_longer(tmp_path):
    source = film(tmp_path / "a.mp4")
    master = wav(tmp_path / "m.wav", noise(3_000))
    pieces = (
        Piece(Interval(0, 500), 0),
        Piece(Interval(500, 2_000), 500),
        Piece(Interval(2_000, 3_000), 1_000),
    )
    write_film(source, "", (master, ".wav"), pieces, (), tmp_path / "b.mp4")
    times = [at for at, _ in picture_frames(tmp_path / "b.mp4")]
    assert times[:6] == [0, 100, 200, 300, 400, 500]
    assert times[6] == 800  # what lasts half a second now lasts one and a half
    assert times[10] == 2_000


def test_a_song_with_a_cover_is_no_film(tmp_path):
    assert not has_picture(encode(tmp_path / "a.mp3", noise(300)))
