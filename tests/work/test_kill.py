"""Killed at any moment, again and again: the next run ends where an undisturbed one ends."""

from __future__ import annotations

import dataclasses

import pytest

from earwitness.desk import Desk
from earwitness.work.run import run


@pytest.mark.parametrize("kills", [2, pytest.param(10, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_again_and_again(archive, finished, work, moments, kills):
    for moment_s in moments(finished.seconds, kills):
        strays = work.kill_at(work.command("run", "--archive", str(archive)), moment_s)
        assert strays == []
        with Desk.open(archive) as desk:
            assert desk.verify().clean
    with Desk.open(archive) as desk:
        run(desk.archive)
        assert desk.verify().clean
    assert work.leftovers(archive) == []
    _same_as_undisturbed(archive, finished, work)


def _same_as_undisturbed(archive, finished, work):
    after = work.state(archive)
    assert after.heard == finished.state.heard
    assert after.aside == finished.state.aside
    assert after.found == finished.state.found
    assert after.stages == finished.state.stages
    assert after.figures == finished.state.figures
    events = work.creations(archive)
    assert events == work.creations(finished.root)
    assert set(events.values()) == {1}


@pytest.mark.parametrize("kills", [pytest.param(8, marks=pytest.mark.slow)])
def test_killed_while_it_takes_in(tmp_path, finished, work, moments, kills):
    root, given = tmp_path / "archive", str(work.releases)
    Desk.new(root).close()
    for moment_s in moments(finished.seconds, kills):
        work.kill_at(work.command("add", given, "--archive", str(root)), moment_s)
        with Desk.open(root) as desk:
            assert desk.verify().clean
    with Desk.open(root) as desk:
        desk.take_in([work.releases])
        run(desk.archive)
        assert desk.verify().clean
        assert desk.take_in([work.releases]).nothing_new
    assert work.leftovers(root) == []
    after, undisturbed = work.state(root), finished.state
    assert dataclasses.asdict(after.figures) == dataclasses.asdict(undisturbed.figures)
    assert after.heard == undisturbed.heard
    assert after.found == undisturbed.found
