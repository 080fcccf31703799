"""The state machine, model-checked: no sequence of actions reaches a verdict or a state without its guards."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from earwitness.records.review import (
    MAIN_WAY,
    Approval,
    Assessment,
    CheckResult,
    CheckRun,
    Confidence,
    Move,
    Route,
    State,
    TakenBack,
    Verdict,
)
from earwitness.records.signed import SignedRecord, body_of
from earwitness.review.gates.catalogue import catalogue, check_named
from earwitness.review.gates.moves import blockers
from earwitness.review.gates.situation import Facts, situation
from earwitness.review.gates.verdicts import missing_for, standing_verdict

PEOPLE = ("Marrow", "Reed", "reed ", "Sokolova")
CHECKS = (*catalogue(), *(f"X10.{route}" for route in Route))
GATES = sorted({one.gate for one in catalogue().values()}, key=MAIN_WAY.index)
EXAMINATION = {f"X{n}" for n in range(1, 10)}


class Recording(RuleBasedStateMachine):
    """Everything a desk and a program can do with one recording, in any order."""

    def __init__(self):
        super().__init__()
        self.records: list[SignedRecord] = []
        self.revision = 0
        self.kept: list[SignedRecord] = []
        self.walked: list[State] = [State.INTAKE]

    # what the desk and the program do

    def add(self, kind, fields, by):
        name = f"sig-{len(self.records)}"
        at = f"2026-01-01T00:00:{len(self.records):02}"
        self.records.append(
            SignedRecord(name, kind, "rec", body_of(fields), by, at, "why", str(self.revision))
        )

    @property
    def now(self):
        return situation(self.records, Facts(frozenset({str(self.revision)})))

    @rule(
        check=st.sampled_from(CHECKS),
        result=st.sampled_from(CheckResult),
        by=st.sampled_from(PEOPLE),
        independent=st.booleans(),
        machine=st.booleans(),
    )
    def answer(self, check, result, by, independent, machine):
        person = check_named(check).for_persons
        machine = machine and check_named(check).by != "person"
        if not person and not machine:
            return
        evidence = ("note",) if independent else ()
        self.add(
            "check", CheckRun(check, result, evidence, independent and not machine, machine), by
        )

    @rule(gate=st.sampled_from(GATES), by=st.sampled_from(PEOPLE))
    def answer_a_whole_gate(self, gate, by):
        for one in catalogue().values():
            if one.gate is gate:
                machine = not one.for_persons
                self.add("check", CheckRun(one.id, CheckResult.PASS, machine=machine), by)

    @rule(verdict=st.sampled_from(Verdict), by=st.sampled_from(PEOPLE))
    def assess(self, verdict, by):
        if not missing_for(verdict, self.now, assessor=by):
            self.add("assessment", Assessment(verdict, Confidence.LOW), by)
            assert self.may_stand(verdict, by)

    @rule(
        to=st.sampled_from(State),
        of=st.sampled_from(("", "other")),
        words=st.sampled_from(("", "gone")),
    )
    def move(self, to, of, words):
        step = Move(self.now.state, to, of, words)
        if blockers(self.now, step):
            return
        self.check_step(step)
        self.add("move", step, "Marrow")
        self.walked.append(to)

    @rule(by=st.sampled_from(PEOPLE))
    def approve(self, by):
        self.add("approval", Approval(), by)

    @precondition(lambda self: self.records)
    @rule(data=st.data())
    def take_back(self, data):
        one = data.draw(st.sampled_from(self.records))
        if one.kind not in ("move", "taken_back"):
            self.add("taken_back", TakenBack(one.id), "Reed")

    @rule()
    def the_item_changes(self):
        self.revision += 1

    # the model: written anew, from methods §3.1, out of the records themselves

    def standing_answers(self):
        gone = {one.body.split('"')[3] for one in self.records if one.kind == "taken_back"}
        machine, persons = {}, {}
        for one in self.records:
            if one.kind == "check" and one.id not in gone and one.revision == str(self.revision):
                run = CheckRun(**json.loads(one.body))
                (machine if run.machine else persons)[run.check] = (run, one.by)
        return {**machine, **persons}, gone

    def may_stand(self, verdict, by):
        answers, gone = self.standing_answers()
        results = {name: run.result for name, (run, _) in answers.items()}
        routes = [run for name, (run, _) in answers.items() if name.startswith("X10.")]
        passed = [run for run in routes if run.result == "pass"]
        weak = ("X10.internal_consistency", "X10.signal")
        free = [run for run in routes if run.independent and run.evidence and run.check not in weak]
        took = {
            one.by.strip().casefold()
            for one in self.records
            if one.kind == "check" and one.id not in gone
            and any(f'"check":"{name}"' in one.body for name in ("P3", "P6"))
        }  # fmt: skip
        if verdict is Verdict.UNEXAMINED:
            return True
        done = all(results.get(name, "not_done") != "not_done" for name in EXAMINATION)
        failed = [n for n in EXAMINATION if results.get(n) == "fail"]
        by_person = [n for n in results if results[n] == "fail" and not answers[n][0].machine]
        needs = {
            Verdict.UNVERIFIED: True,
            Verdict.CONSISTENT: not failed,
            Verdict.PARTLY_VERIFIED: any(run.result == "pass" for run in free),
            Verdict.VERIFIED: len(passed) > 1
            and any(run.result == "pass" for run in free)
            and results.get("P2") == "pass"
            and not any(r == "fail" and n[0] in "PTLX" for n, r in results.items()),
            Verdict.DISPUTED: {"X8", "X12"} & set(by_person),
            Verdict.EDITED: "X2" in by_person,
            Verdict.NOT_CREDIBLE: EXAMINATION & set(by_person),
            Verdict.FABRICATED: any(run.result == "fail" for run in free),
        }[verdict]
        return bool(done and took and by.strip().casefold() not in took and needs)

    def check_step(self, step):
        if step.to in MAIN_WAY and step.origin in MAIN_WAY:
            ahead = MAIN_WAY.index(step.to) - MAIN_WAY.index(step.origin)
            assert ahead <= 1, "a state was skipped"
            if ahead == 1:
                answers, _ = self.standing_answers()
                for one in catalogue().values():
                    upto = MAIN_WAY.index(one.gate) <= MAIN_WAY.index(step.to)
                    if upto and one.must_pass and one.id != "C9":
                        assert answers[one.id][0].result == "pass", one.id
        ahead = (State.ASSESSED, State.CLEARED), (State.CLEARED, State.PUBLISHED)
        if (step.origin, step.to) in ahead:
            _, gone = self.standing_answers()
            people = {
                one.by.strip().casefold()
                for one in self.records
                if one.kind == "approval" and one.revision == str(self.revision)
                if one.id not in gone
            }
            assert len(people) > 1, "one person is not two"
        if step.origin.is_public:
            assert step.to in (State.CORRECTED, State.WITHDRAWN)

    @invariant()
    def nothing_is_public_that_was_not_preserved_cleared_and_so_on(self):
        for at, state in enumerate(self.walked):
            if state in MAIN_WAY[1:]:
                earlier = MAIN_WAY[MAIN_WAY.index(state) - 1]
                assert earlier in self.walked[:at] or earlier is State.INTAKE

    @invariant()
    def a_verdict_that_stands_has_its_guards(self):
        verdict, _ = standing_verdict(self.now)
        if verdict is not Verdict.UNEXAMINED:
            _, record = self.now.assessment
            assert self.may_stand(verdict, record.by)

    @invariant()
    def what_was_said_stays(self):
        assert self.records[: len(self.kept)] == self.kept
        self.kept = list(self.records)

    @invariant()
    def the_program_alone_gives_no_verdict_and_clears_nothing(self):
        machine = [
            replace(one, kind="none")
            if one.kind == "check" and '"machine":false' in one.body
            else one
            for one in self.records
        ]
        now = situation(machine, Facts(frozenset({str(self.revision)})))
        verdict, _ = standing_verdict(now)
        assert verdict is Verdict.UNEXAMINED


Recording.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestRecording = Recording.TestCase
