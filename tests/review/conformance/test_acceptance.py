"""The acceptance tests of the conformance reference, §10, one for each row of its table."""

from __future__ import annotations

import shutil

import pytest

from earwitness.review.conformance.kinds import kind_named
from earwitness.store.originals import digest_file
from tests.review.conformance.conftest import EN, RU, Case, write_tone

DENOISED = {
    "role": "enhanced",
    "operation": "noise_reduction",
    "tool": "sox",
    "tool_version": "14.4",
    "params": "noisered 0.2",
}
ASKED = {"at": "2031-03-10", "by": "E. Marrow", "channel": "e-mail", "reply": "refused"}


def intercept(case, *forms, **more):
    case.sign(
        "material",
        {"material_class": "intercept", "forms": list(forms or ["audio"]), "has_voice": "yes"}
        | more,
    )


def complete(case):
    case.sign("completeness", {"state": "complete", "basis": "their letter"})


def denoised(case, name="call.enhanced.wav"):
    """A duplicate, and a denoised file made of it."""
    copy = case.copy()
    case.sign("duplicate", {"of": case.sha256, "file": str(copy)})
    out = write_tone(case.folder / name, 401)
    case.sign("derivative", {"of": case.sha256, "file": str(out), **DENOISED})
    return out


def sha_of(case, path):
    return digest_file(path)[0]


def test_flip_one_byte_in_a_transcript_of_a_sealed_container(case):
    case.sign("hash-list")
    assert case.result("HALA-BP14.4") == "pass"
    artefact = case.db.execute("select artefact from transcript").fetchone()["artefact"]
    place = case.desk.archive.originals.path(artefact)
    data = bytearray(place.read_bytes())
    data[-3] ^= 1
    place.chmod(0o644)
    place.write_bytes(data)
    assert case.result("HALA-BP14.4") == "fail"
    assert case.result("HALA-BP14.3") == "pass"


def test_flip_one_letter_of_a_transcript_in_the_catalog(case):
    case.sign("hash-list")
    case.db.execute("drop trigger utterance_stays")
    case.db.execute("update utterance set text = replace(text, 'двадцать', 'двадцатi')")
    case.db.commit()
    assert case.result("HALA-BP14.4") == "fail"
    assert case.result("HALA-BP14.3") == "pass"


def test_a_corroborating_document_left_out_of_the_hash_list(case):
    case.sign("hash-list")
    document = case.file("letter.pdf")
    case.sign("link", {"type": "corroborates", "document": str(document)})
    assert case.result("HALA-BP14.4") == "fail"
    case.sign("hash-list")
    assert case.result("HALA-BP14.4") == "pass"


def test_write_a_denoised_file_over_the_received_file(case):
    place = case.desk.archive.originals.path(case.sha256)
    place.chmod(0o644)
    write_tone(place, 401)
    assert case.result("HALA-BP15.1") == "fail"
    assert case.result("BERK-W1") == "fail"


def test_a_denoised_file_whose_duplicate_event_carries_another_hash(case):
    other = write_tone(case.folder / "copy.wav", 402)
    case.sign("duplicate", {"of": case.sha256, "file": str(other)})
    out = write_tone(case.folder / "call.enhanced.wav", 401)
    case.sign("derivative", {"of": sha_of(case, other), "file": str(out), **DENOISED})
    assert case.result("HALA-BP15.2") == "fail"


def test_an_identical_duplicate_passes(case):
    denoised(case)
    for row in ("HALA-BP15.2", "HALA-BP15.3", "HALA-BP15.4", "BERK-W1", "BERK-W2"):
        assert case.result(row) == "pass"


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [("clip.wav", None, "fail"), ("clip.enhanced.wav", "enhanced", "pass")],
)
def test_export_a_denoised_clip_without_label(case, name, label, expected):
    out = denoised(case)
    clip = case.file(name, out.read_bytes())
    sent = {"file": str(clip), "of": sha_of(case, out)}
    case.sign(
        "release",
        {"audience": "public", "files": [sent | ({"labelled_as": label} if label else {})]},
    )
    assert case.result("HALA-BP15.3") == expected


def redacted(case, texts):
    """A muted file, and what of the texts is treated; the surname stands from 1.0 to 1.9 s."""
    copy = case.copy()
    case.sign("duplicate", {"of": case.sha256, "file": str(copy)})
    muted = write_tone(case.folder / "call.redacted.wav", 410)
    step = {**DENOISED, "role": "redacted", "operation": "masking", "notice": "muted at 1.0 s"}
    case.sign("derivative", {"of": case.sha256, "file": str(muted), **step})
    treated = [sha_of(case, path) for path in texts]
    return muted, {
        "start_ms": 1000,
        "end_ms": 1900,
        "files": [sha_of(case, muted)],
        "texts": treated,
        "words": ["Шевченко", "Shevchenko"],
    }


def test_mute_a_surname_in_audio_and_leave_it_in_the_english_subtitles(case):
    ru = case.file("call.ru.srt", RU.replace("Говорит Шевченко.", "Говорит [redacted]."))
    muted, fields = redacted(case, [ru])
    case.sign("redaction", fields)
    en = case.file("call.en.srt", EN)
    released = [
        {"file": str(muted), "of": case.sha256, "labelled_as": "redacted"},
        {"file": str(ru), "of": case.texts()[0]},
        {"file": str(en), "of": case.texts("translation")[0]},
    ]
    case.sign("release", {"audience": "public", "files": released})
    assert case.result("HALA-BP12.5") == "fail"
    assert "call.en.srt" in case.row("HALA-BP12.5").note
    assert "Shevchenko" not in case.row("HALA-BP12.5").note


def test_redact_the_surname_in_both_texts_and_leave_it_audible(case):
    ru = case.file("call.ru.srt", RU.replace("Говорит Шевченко.", "[redacted]"))
    en = case.file("call.en.srt", EN.replace("Shevchenko says so.", "[redacted]"))
    _, fields = redacted(case, [ru, en])
    case.sign("redaction", {**fields, "files": []})
    plain = case.copy("call.wav")
    released = [
        {"file": str(plain), "of": case.sha256},
        {"file": str(ru), "of": case.texts()[0]},
        {"file": str(en), "of": case.texts("translation")[0]},
    ]
    case.sign("release", {"audience": "public", "files": released})
    assert case.result("HALA-BP12.5") == "fail"
    assert "in no sound" in case.row("HALA-BP12.5").note


def test_sound_and_both_texts_redacted_alike(case):
    ru = case.file("call.ru.srt", RU.replace("Говорит Шевченко.", "[redacted]"))
    en = case.file("call.en.srt", EN.replace("Shevchenko says so.", "[redacted]"))
    muted, fields = redacted(case, [ru, en])
    case.sign("redaction", fields)
    released = [
        {"file": str(muted), "of": case.sha256, "labelled_as": "redacted"},
        {"file": str(ru), "of": case.texts()[0]},
        {"file": str(en), "of": case.texts("translation")[0]},
    ]
    case.sign("release", {"audience": "public", "files": released})
    assert case.row("HALA-BP12.5").note == "sound and texts are treated alike"


def test_an_inaudible_span_over_which_words_are_printed_without_a_mark(case):
    case.sign("mark", {"start_ms": 1000, "end_ms": 1900, "kind": "unintelligible"})
    assert case.result("HALA-BP12.9") == "fail"
    assert "printed as certain" in case.row("HALA-BP12.9").note


def test_a_remote_service_whose_decision_is_dated_after_its_use(case):
    made = {"tool": "cloudscribe", "tool_version": "3", "network": "cloudscribe"}
    for text in (*case.texts(), *case.texts("translation")):
        case.sign("text-making", {"version": text, **made})
    case.sign("decision", {"topic": "cloud_risk", "about": "cloudscribe"})
    assert case.result("HALA-BP12.8") == "fail"
    assert "not decided on before" in case.row("HALA-BP12.8").note


def test_a_remote_service_that_was_decided_on_before(desk, tmp_path):
    decided = {"topic": "cloud_risk", "about": "cloudscribe"}
    kind = kind_named("decision")
    desk.keep_record(kind, "archive", decided, by="E. Marrow", because="weighed")
    (tmp_path / "call.ru.srt").write_text(RU, encoding="utf-8")
    desk.take_in([tmp_path / "call.ru.srt"])
    case = Case(desk, tmp_path / "files")
    made = {"tool": "cloudscribe", "tool_version": "3", "network": "cloudscribe"}
    case.sign("text-making", {"version": case.texts()[0], **made})
    assert case.result("HALA-BP12.8") == "pass"


@pytest.mark.parametrize(
    ("pattern", "expected"), [("REC-[0-9]{3}", "fail"), ("REC-[0-9]+", "pass")]
)
def test_an_identifier_pattern_that_runs_out(case, pattern, expected):
    fields = {"id": "topics", "version": "1", "id_pattern": pattern}
    case.sign("scheme", fields, of="archive")
    assert case.result("HALA-BP11.4") == expected


@pytest.mark.parametrize(("called", "expected"), [(False, "not_applicable"), (True, "fail")])
def test_consent_refused_and_a_redacted_file_without_signature_is_sent(case, called, expected):
    muted, _ = redacted(case, [])
    case.sign("consent", {"voice": "all", "act": "transfer", "state": "refused", "form": "written"})
    sent = {
        "file": str(muted),
        "of": case.sha256,
        "labelled_as": "redacted",
        "called_anonymised": called,
    }
    case.sign("transfer", {"recipient": "a court", "files": [sent]})
    assert case.result("HALA-BP21.2") == "fail"
    assert case.result("HALA-GL.1") == expected


def test_consent_refused_and_a_file_signed_as_anonymised_is_sent(case):
    muted, _ = redacted(case, [])
    case.sign("consent", {"voice": "all", "act": "transfer", "state": "refused", "form": "written"})
    done = {"voice": "done", "background": "done", "words": "done"}
    case.sign("anonymised", {"files": [sha_of(case, muted)], **done})
    sent = {"file": str(muted), "of": case.sha256, "called_anonymised": True}
    case.sign("transfer", {"recipient": "a court", "files": [sent]})
    assert case.result("HALA-BP21.2") == "pass"
    assert case.result("HALA-GL.1") == "pass"


def test_an_intercept_without_date_and_with_effort(case):
    intercept(case)
    case.sign("dating", {"edtf": "unknown"})
    assert case.result("LEIDEN-D1.3") == "fail"
    case.sign("effort", {"goal": "date", "steps": [ASKED], "outcome": "not known"})
    assert case.result("LEIDEN-D1.3") == "warn"


def test_an_intercept_with_a_day_and_no_basis(case):
    intercept(case)
    case.sign("dating", {"edtf": "2023-03-14"})
    assert case.result("LEIDEN-D1.3") == "fail"


def test_ten_reposts_of_one_call_linked_as_corroborating(case):
    intercept(case)
    posts = [write_tone(case.folder / f"{n}.wav", 500 + n) for n in range(9)]
    case.add(*posts)
    others = [one.id for one in case.desk.recordings() if one.id != case.rec]
    assert len(others) == 9
    for other in others:
        case.sign("link", {"type": "same_origin", "to": other})
        case.sign("link", {"type": "corroborates", "to": other})
        case.sign("link", {"type": "corroborates", "to": case.rec}, of=other)
    assert case.result("HALA-BP11.8") == "pass"
    assert case.result("LEIDEN-D1.2") == "fail"


def test_an_audio_intercept_quoted_without_the_whole_and_the_same_as_video(case):
    complete(case)
    clip = case.file("clip.wav", b"RIFF")
    quoted = {"file": str(clip), "of": case.sha256, "start_ms": 100, "end_ms": 900}
    case.sign("release", {"audience": "public", "files": [quoted]})
    intercept(case, "audio")
    assert case.result("LEIDEN-F1.1") == "warn"
    assert "by analogy" in case.row("LEIDEN-F1.1").note
    intercept(case, "audio", "video")
    assert case.result("LEIDEN-A1.1") == "fail"


def test_a_publishers_clip_whose_full_recording_was_asked_for_and_refused(case):
    intercept(case, "audio", "video")
    excerpt = {"state": "excerpt", "basis": "it begins in a word", "full_available": "yes"}
    case.sign("completeness", {**excerpt, "excerpted_by": "publisher"})
    case.sign("effort", {"goal": "obtain_original", "steps": [ASKED], "outcome": "refused"})
    assert case.result("LEIDEN-A1.1") == "not_attainable"
    assert "refused" in case.row("LEIDEN-A1.1").note
    found = case.row("HALA-BP15.6")
    assert found.result == "pass"
    assert found.note.startswith("as received")


def test_a_text_only_intercept_in_an_article(desk, tmp_path):
    article = tmp_path / "call.uk.srt"
    article.write_text(RU, encoding="utf-8")
    desk.take_in([article])
    case = Case(desk, tmp_path / "files")
    intercept(case, "text_only")
    (report,) = desk.conform([case.rec])
    found = {one.row: one.result for one in report.results}
    sections = {row: one for row, one in found.items() if row.startswith("LEIDEN-F")}
    del sections["LEIDEN-F2+"]  # the text was not retrieved: never anything but not_encoded
    assert set(sections.values()) == {"not_applicable"}
    assert found["BERK-P4"] == found["BERK-P5"] == "not_applicable"
    for row in ("LEIDEN-D0", "LEIDEN-D1.3", "LEIDEN-D1.4"):
        assert found[row] in ("pass", "fail")


CAPTURED = {
    "url": "https://t.example/zarichchia/11",
    "final_url": "https://t.example/s/zarichchia/11",
    "page_image_at": "2031-03-10T09:00:00+00:00",
    "media_at": "2031-03-10T09:01:00+00:00",
    "collector": "desk-2",
    "machine_ip": "203.0.113.77",
    "virtual_identity": "none",
    "at": "2031-03-10T09:01:00+00:00",
    "clock_source": "ntp.example",
    "clock_offset_ms": 12,
    "clock_checked_at": "2031-03-10T08:00:00+00:00",
    "transforms": [],
}


def exported(desk, tmp_path, export):
    desk.take_in([export()])
    return Case(desk, tmp_path / "files")


def test_a_telegram_export_taken_by_the_team(desk, tmp_path, export):
    case = exported(desk, tmp_path, export)
    case.sign("collection", {"way": "taken_from_the_web_by_the_team", "date": "2031-03-10"})
    case.sign("capture", {**CAPTURED, "media": [case.sha256]})
    found = case.row("BERK-155min")
    assert found.result == "fail"
    assert "save the public web view" in found.note
    html, image = case.file("page.html"), case.file("page.png")
    kept = {"html": str(html), "page_image": str(image), "media": [case.sha256]}
    first = case.db.execute("select id from signed where kind = 'capture'").fetchone()["id"]
    case.desk.take_back(first, by="E. Marrow", because="the page was saved")
    case.sign("capture", {**CAPTURED, **kept})
    for row in ("BERK-155min", "BERK-155d", "BERK-155g", "BERK-155h", "BERK-154", "BERK-153"):
        assert case.result(row) == "pass", row


def test_the_same_export_received_from_a_colleague_outside(desk, tmp_path, export):
    case = exported(desk, tmp_path, export)
    case.sign("collection", {"way": "handed_over", "date": "2031-03-10"})
    intercept(case)
    (report,) = desk.conform([case.rec])
    rows = {one.row: one.result for one in report.results}
    web = {row: one for row, one in rows.items() if row.startswith("BERK-155")}
    assert {web.pop("BERK-155e"), web.pop("BERK-155f")} == {"not_encoded"}
    assert set(web.values()) == {"not_applicable"}
    assert rows["LEIDEN-D1.4"] == "fail"
    known = {"recovered_by": "unknown", "how": "unknown", "where": "unknown", "when": "unknown"}
    case.sign("provenance", {**known, "rests_on": "unknown"})
    assert case.result("LEIDEN-D1.4") == "pass"


def test_delete_an_item_and_keep_one_replica(case, tmp_path):
    shutil.copytree(case.desk.archive.root / "originals", tmp_path / "vault" / "originals")
    case.sign("location", {"id": "vault"}, of="archive")
    case.sign("replica", {"location": "vault", "folder": str(tmp_path / "vault")}, of="archive")
    gone = [case.sha256]
    place = case.desk.archive.originals.path(case.sha256)
    flag = case.sign("deletion-flag", {"sha256": gone})
    place.unlink()
    case.sign("deletion", {"sha256": gone, "method": "removed", "flag": flag.id})
    assert case.result("HALA-BP2.5") == "pass"
    assert case.result("HALA-BP16.1") == "fail"
    assert "alive at vault" in case.row("HALA-BP16.1").note
    assert case.desk.verify().differences == ()
    (tmp_path / "vault" / "originals" / gone[0][:2] / gone[0]).unlink()
    case.sign("replica", {"location": "vault", "folder": str(tmp_path / "vault")}, of="archive")
    assert case.result("HALA-BP16.1") == "pass"


def test_change_a_transcript_after_the_second_reader_signed(case, tmp_path):
    for text in (*case.texts(), *case.texts("translation")):
        case.sign("second-reader", {"version": text, "author": "the publisher"}, by="I. Reed")
    assert case.result("HALA-BP12.3") == "pass"
    later = tmp_path / "again"
    later.mkdir()
    write_tone(later / "call.wav")
    (later / "call.ru.srt").write_text(RU.replace("двадцать", "тридцать"), encoding="utf-8")
    case.add(later)
    assert case.result("HALA-BP12.3") == "needs_person"


def test_ask_for_what_was_not_retrieved(case):
    for row in ("HALA-BP22", "HALA-BP27", "LEIDEN-D2"):
        assert case.result(row) == "not_encoded"


def test_no_call_records_held(case):
    (report,) = case.desk.conform([case.rec])
    section = {one.row: one.result for one in report.results if one.row.startswith("LEIDEN-E")}
    assert section.pop("LEIDEN-E1.4") == "not_encoded"  # the text was not retrieved
    assert len(section) == 4
    assert set(section.values()) == {"not_applicable"}


def test_a_release_with_the_collectors_address_in_an_information_file(case):
    case.sign("collection", {"way": "taken_from_the_web_by_the_team"})
    case.sign("capture", CAPTURED)
    case.file("out/index.html", "<p>the call</p>")
    info = case.file("out/call.info.json", '{"http_headers": {"X-From": "203.0.113.77"}}')
    released = {"audience": "public", "folder": str(case.folder / "out")}
    case.sign("release", released)
    assert case.result("BERK-155x") == "fail"
    info.write_text("{}", encoding="utf-8")
    assert case.result("BERK-155x") == "pass"
