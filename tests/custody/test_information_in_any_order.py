"""Requests for information in any order of acts: a hold while open, no gate passed, clocks that add up."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.custody import (
    advice,
    answering,
    calendar,
    clocks,
    foi,
    gates,
    held_after,
    holds,
    information_papers,
    subject_access,
)
from desktop.custody.errors import RuleError
from desktop.custody.today import today
from tests.factory import Desk, Facts, a_desk, a_hand, march

REQUESTS = st.sampled_from(["F-0001", "F-0002", "S-0001"])
DOCUMENTS = st.lists(st.sampled_from(["D-0001", "D-0002"]), max_size=2)


class Requests(RuleBasedStateMachine):
    """Three requests about a report and some minutes, and whatever may happen to them."""

    desk: Desk
    day: date

    @initialize()
    def begin(self) -> None:
        self.desk, self.day = a_desk(), march(2)
        documents = [self.desk.document("overview-report"), self.desk.document("minutes")]
        facts: Facts = {"name": "Pat Asker", "asked": "All of it", "way": "e-mail", "received": march(1)}
        self.desk.do(foi.record, **facts, documents=documents)
        self.desk.do(foi.record, **facts)
        self.desk.do(subject_access.record, **facts, documents=documents[1:])

    def attempt(self, act: Any, **facts: Any) -> None:
        """Do an act if the rules allow it."""
        with suppress(RuleError):
            self.desk.do(act, self.day, **facts)

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(request=REQUESTS, documents=DOCUMENTS)
    def subject(self, request: str, documents: list[str]) -> None:
        self.attempt(answering.name_subject, request=request, documents=documents)

    @rule(
        request=REQUESTS,
        act=st.sampled_from([answering.ask_clarification, answering.ask_fee, subject_access.ask_identity]),
    )
    def ask(self, request: str, act: Any) -> None:
        self.attempt(act, request=request, what="What we need")

    @rule(request=REQUESTS, what=st.sampled_from(["clarification", "fee", "identity"]))
    def came(self, request: str, what: str) -> None:
        self.attempt(answering.came, request=request, what=what)

    @rule(
        request=REQUESTS,
        section=st.sampled_from(["31", "36", "41"]),
        document=st.sampled_from(["", "D-0001", "D-0002"]),
    )
    def withhold(self, request: str, section: str, document: str) -> None:
        facts: Facts = {
            "request": request,
            "document": document,
            "passage": "page 1, a name",
            "reasons": "Why",
        }
        self.attempt(foi.withhold, **facts, section=section, public_interest="For, against, the balance")
        self.attempt(subject_access.withhold, **facts, ground="Of somebody else")

    @rule(request=REQUESTS, day=st.integers(0, 60))
    def extend(self, request: str, day: int) -> None:
        until = self.day + timedelta(days=day)
        self.attempt(foi.give_opinion, request=request, by="The Chief Executive", gist="It would inhibit")
        self.attempt(
            foi.extend, request=request, section="36", until=until, why="To weigh", exceptional="The inquest"
        )
        self.attempt(subject_access.extend, request=request, why="Complex")

    @rule()
    def advise(self) -> None:
        self.attempt(advice.record, about=["D-0001"], adviser="L. Adviser", gist="It may be given")

    @rule(
        request=REQUESTS,
        outcome=st.sampled_from(["granted", "granted in part", "refused", "not held"]),
        disclosed=DOCUMENTS,
    )
    def respond(self, request: str, outcome: str, disclosed: list[str]) -> None:
        facts: Facts = {"request": request, "outcome": outcome, "reasons": "As said", "disclosed": disclosed}
        self.attempt(foi.respond, **facts)
        self.attempt(subject_access.respond, **facts)

    @rule(request=REQUESTS)
    def review(self, request: str) -> None:
        self.attempt(foi.ask_review, request=request, grounds="The public should know")

    @rule(request=REQUESTS)
    def answer_review(self, request: str) -> None:
        self.attempt(foi.answer_review, request=request, outcome="answer stands", reasons="As before")

    @rule(request=REQUESTS)
    def complain(self, request: str) -> None:
        self.attempt(answering.complain, request=request, what="Delay")

    @rule(request=REQUESTS)
    def complaint_ends(self, request: str) -> None:
        self.attempt(answering.complaint_ended, request=request, outcome="Settled")

    @rule(request=REQUESTS)
    def copy_and_close(self, request: str) -> None:
        for what in ("request", "response"):
            self.attempt(answering.copied, request=request, what=what, to=["The Chair"])
        self.attempt(answering.close, request=request, how="Answered")

    @rule(hold=st.sampled_from(["H-0001", "H-0002", "H-0003"]))
    def the_last_day_of_a_hold_has_passed(self, hold: str) -> None:
        known = self.desk.register.holds.get(hold)
        self.attempt(held_after.run_out, hold=hold)
        found = self.desk.register.holds.get(hold)
        if known is not None and found is not None and found.lifted and not known.lifted:
            assert known.stands_to is not None
            assert known.stands_to < self.day
            assert self.desk.register.information(known.cause).closed

    @rule(ahead=st.integers(1, 40))
    def a_holiday_is_proclaimed(self, ahead: int) -> None:
        day = self.day + timedelta(days=ahead)
        self.attempt(calendar.proclaim, day=day, name="An invented day", source="Proclamation")

    @invariant()
    def each_request_has_one_hold_on_what_it_is_about_and_a_closed_one_until_its_last_day(self) -> None:
        for request in self.every():
            held = holds.of_cause(self.desk.register, request.request)
            assert [hold.about for hold in held] in ([request.about], [] if request.closed else None), request
            outlasts = request.closed is not None and request.response is not None
            for hold in held:
                assert (hold.stands_to is not None) == outlasts, request
                assert hold.stands_to is None or hold.stands_to > (request.closed or self.day)
            reviewed, complaint = request.reviewed, request.complaint
            if (reviewed and not reviewed.answered) or (complaint and not complaint.ended):
                assert not request.closed

    @invariant()
    def nothing_was_disclosed_through_a_closed_gate_or_without_its_reasons(self) -> None:
        for request in self.every():
            response = request.response
            if response is None:
                continue
            for document in response.disclosed:
                gates.check(self.desk.register, document, outside=True, day=response.day)
            if response.outcome in answering.WITHHOLDING:
                assert request.withheld
            assert all(passage.reasons and passage.passage for passage in request.withheld)
            assert request.opinion or not any("section 36" in one.ground for one in request.withheld)

    @invariant()
    def each_clock_adds_up_and_is_on_today_just_while_it_matters(self) -> None:
        if not self.every():
            return
        register = self.desk.register
        seen = {clock.reference for clock in today(register, self.day).clocks}
        assert seen == {request.request for request in self.every() if request.clock_matters}
        for request in self.every():
            clock = clocks.clock(register, request)
            assert (clock.due is None) == bool(request.waiting and request.response is None)
            numbers = [step.number for step in clock.steps if step.number]
            assert numbers == list(range(1, len(numbers) + 1))
            assert numbers == [] or len(numbers) == clocks.DAYS
            if clock.due is not None:
                assert max(step.day for step in clock.steps) == clock.due
            information_papers.working(register, a_hand(self.day), request.request)

    def every(self) -> list[Any]:
        """Return the requests, once there are any."""
        if not hasattr(self, "desk"):
            return []
        return [*self.desk.register.foi.values(), *self.desk.register.subject_access.values()]


def test_the_rules_hold_after_any_sequence_of_acts_about_requests() -> None:
    run_state_machine_as_test(
        Requests, settings=settings(max_examples=80, stateful_step_count=40, deadline=None)
    )
