"""The custodian records advice, publishes, answers, submits and withholds (D3 to D10, G4)."""

from collections.abc import Mapping
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from desktop.custody import (
    access,
    advice,
    answering,
    closed_days,
    exemptions,
    foi,
    hold_lifting,
    holds,
    interest,
    publication,
    settings,
    subject_access,
    submissions,
)
from tests.custody.around_copies import AroundCopies
from tests.custody.everyday import LATE, PICK
from tests.factory import REVIEW, Facts


class AroundDisclosure(AroundCopies):
    """Whatever is asked for from outside, nothing passes a closed gate."""

    @initialize()
    def begin(self) -> None:
        """Begin with a management review, a summary on its way to publication, and requests from outside."""
        super().begin()
        self.take_in(0, 1, 0)
        self.take_in(12, 1, 0)
        self.take_the_summary_in(0, 0)
        for step in (0, 1, 2, 3):
            self.publish(step + 14, 0)
        self.interest(0, "")
        for subject in (False, True):
            self.ask_for_information(0, subject=subject)

    def documents_of(self, kind: str) -> Mapping[str, object]:
        found = {one.document: one for one in self.register.documents.values() if one.kind == kind}
        return found or self.register.documents

    @rule(person=PICK, document=PICK, under=st.sampled_from(access.UNDER), late=LATE)
    def ask_from_outside(self, person: int, document: int, under: str, late: int) -> None:
        """Ask under an order or for another cause, and decide at once: the gate stays."""
        facts: Facts = {
            "person": self.one(self.register.people, person, "P"),
            "document": self.one(self.register.documents, document, "D"),
            "mode": "electronic" if document % 4 == 0 else "hard-copy",
            "under": under,
            "order": "Invented order 1" if person % 5 else "",
        }
        events = self.do(access.ask, late=late, purpose="A hearing", **facts)
        if events:
            self.decided(next(reversed(self.register.requests)), agreed=True, until=None)

    @rule(pick=PICK, late=LATE)
    def advise(self, pick: int, late: int) -> None:
        documents = self.documents_of("overview-report" if pick % 2 else "imr")
        about = [self.one(documents, pick, "D")]
        self.do(advice.record, late=late, about=about, adviser="Lee Lawyer", gist="It may be shown")

    @rule(pick=PICK, late=LATE)
    def publish(self, pick: int, late: int) -> None:
        """Take one step of a publication, in any order."""
        facts: Facts = {"review": REVIEW}
        match pick % 7:
            case 0:
                document = self.one(self.documents_of("executive-summary"), pick, "D")
                self.do(publication.decide, late=late, document=document, by="The Board", **facts)
            case 1:
                self.do(publication.consider, late=late, by="The Panel", gist="There are none", **facts)
            case 2:
                bodies = self.register.founded.settings.briefed_bodies
                few = bodies if pick % 3 else bodies[:2]
                self.do(publication.brief, late=late, bodies=few, **facts)
            case 3:
                self.do(publication.check_anonymisation, late=late, by="Kim Checker", **facts)
            case 6 if pick % 4 == 0:
                self.do(publication.withdraw, late=late, why="An error", **facts)
            case _:
                self.do(publication.publish, late=late, where="The Board's website", **facts)

    @rule(pick=PICK, late=LATE)
    def take_the_summary_in(self, pick: int, late: int) -> None:
        if not any(one.kind == "executive-summary" for one in self.register.documents.values()):
            self.take_in(3, 1 + pick % 2, late)

    @rule(pick=PICK, outcome=st.sampled_from(["", "sent", "sent", "declined", "waiting for publication"]))
    def interest(self, pick: int, outcome: str) -> None:
        facts: Facts = {"name": "Sam Reader", "category": "press", "format": "paper", "reason": "A story"}
        if not outcome or not self.register.interest:
            self.do(interest.record, review=REVIEW, **facts)
        elif pick % 3:
            asked = self.one(self.register.interest, pick, "E")
            self.do(interest.answer, interest=asked, outcome=outcome, why="Not published")
        else:
            before = [one.interest for one in interest.waiting(self.register, REVIEW)]
            events = self.do(interest.answer_waiting, review=REVIEW)
            answered = [event.interest for event in events if isinstance(event, interest.InterestAnswered)]
            assert answered in ([], before)

    @rule(pick=PICK, late=LATE)
    def submit(self, pick: int, late: int) -> None:
        anonymised = {
            one.document: one for one in self.register.documents.values() if one.edition == "anonymised"
        }
        known = anonymised if pick % 5 else self.register.documents
        sent = [self.one(known, pick + more, "D") for more in range(1 + pick % 2)]
        facts: Facts = {"body": "Ofsted" if pick % 3 else "A researcher", "how": "By courier"}
        self.do(submissions.submit, late=late, review=REVIEW, documents_sent=sent, **facts)

    @rule(pick=PICK, subject=st.booleans())
    def ask_for_information(self, pick: int, *, subject: bool) -> None:
        law = subject_access if subject else foi
        kind = "overview-report" if pick % 3 else "minutes"
        documents = [self.one(self.documents_of(kind), pick, "D")]
        facts: Facts = {"name": "Sam Asker", "asked": "All of it", "way": "By letter", "documents": documents}
        self.do(law.record, **facts)

    @precondition(lambda self: self.oracle.open_requests)
    @rule(pick=PICK, whole=st.booleans(), late=LATE)
    def go_on_with_information(self, pick: int, late: int, *, whole: bool) -> None:
        """Take one step with a request under the law, in any order."""
        known = {**self.register.foi, **self.register.subject_access}
        request = self.one(known, pick // 7, "F")
        facts: Facts = {"request": request}
        match pick % 7:
            case 0:
                self.do(answering.ask_clarification, late=late, what="Which report?", **facts)
            case 1:
                self.do(answering.came, late=late, what="clarification", **facts)
            case 2:
                self.withhold(request, pick)
            case 3:
                self.do(answering.close, how="Answered", **facts)
            case 4:
                self.do(answering.complain, what="They waited", **facts)
            case _:
                law = foi if request.startswith("F") else subject_access
                outcome = "granted" if whole else "refused"
                disclosed = list(known[request].documents) if whole and request in known else []
                self.do(law.respond, late=late, outcome=outcome, reasons="", disclosed=disclosed, **facts)

    def withhold(self, request: str, pick: int) -> None:
        found = self.register.information(request)
        document = found.documents[0] if found.documents else ""
        facts: Facts = {
            "request": request,
            "document": document,
            "passage": f"Page {pick}",
            "reasons": "Names",
        }
        if request.startswith("F"):
            known = exemptions.SECTIONS[pick % len(exemptions.SECTIONS)]
            standing = known.standing or "absolute"
            self.do(
                foi.withhold, section=known.section, standing=standing, public_interest="Weighed", **facts
            )
        else:
            self.do(subject_access.withhold, ground="It tells of somebody else", **facts)

    @rule(pick=PICK)
    def hold(self, pick: int) -> None:
        known = self.register.holds
        if known and pick % 2:
            hold = self.one(known, pick, "H")
            facts: Facts = {"authority": "The Chair", "why": "No longer needed", "witness": "Wendy Witness"}
            self.do(hold_lifting.begin_lifting, hold=hold, **facts)
            known_hold = known.get(hold)
            sheet = known_hold.lifting if known_hold else None
            self.do(hold_lifting.lift, hold=hold, code=sheet.code if sheet and pick % 3 else "WRONG")
        else:
            about = [self.one(self.register.documents, pick, "D")]
            self.do(holds.raise_hold, about=about, authority="The coroner", reason="An inquest")

    @rule(pick=PICK)
    def change_a_setting(self, pick: int) -> None:
        day = self.today + timedelta(pick % 10)
        match pick % 4:
            case 0:
                number = self.register.founded.settings.copy_limit + 1
                self.do(settings.change_copy_limit, number_of_copies=number, authority="The Board")
            case 1:
                name = f"category {pick}"
                self.do(settings.add_name, names="category", name=name, authority="The Board")
            case 2:
                self.do(closed_days.close_day, day=day, why="A training day")
            case _:
                self.do(closed_days.reopen_day, day=day, why="It is needed")

    @invariant()
    def an_open_request_for_information_holds_what_it_asks_for(self) -> None:
        for request in self.oracle.open_requests:
            found = self.register.information(request)
            assert not found.about or holds.of_cause(self.register, request), request
        held = [hold for hold in holds.in_force(self.register) if hold.cause]
        assert {hold.cause for hold in held if hold.stands_to is None} <= self.oracle.open_requests
        outlasting = {hold.cause for hold in held if hold.stands_to is not None}
        assert not outlasting & self.oracle.open_requests, "an open request's hold has no last day"
        for request in outlasting:
            assert self.register.information(request).response, "nothing was answered to complain of"
