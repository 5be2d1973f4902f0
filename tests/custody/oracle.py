"""What the policy says of what was entered: an oracle that knows the policy, and nothing of the program.

It remembers the entries and works out for itself who may have a copy, who answers for it, and what may
leave the process of a review.
"""

from datetime import date
from typing import Any, NamedTuple

from desktop.custody import (
    access,
    advice,
    batches,
    electronic,
    foi,
    holder_certificates,
    holds,
    information,
    interest,
    leaving,
    loans,
    muster,
    people,
    publication,
    subject_access,
    submissions,
)
from desktop.custody.documents import DocumentTakenIn, VersionTakenIn
from desktop.custody.hand import Event
from desktop.custody.incidents import IncidentOpened
from desktop.custody.mishaps import CopyDamaged, CopyLost
from desktop.custody.numbers import CopiesAccountedFor, CopiesAllotted, CopySpoilt

ADVISED = {"imr", "overview-report", "health-overview-report"}
"""Kinds that do not leave the process before there is legal advice."""
BRIEFED = 7
"""Bodies that are told in advance of a publication."""


Issue = loans.CopySignedOut | electronic.ElectronicCopyBegun


class Agreement(NamedTuple):
    """What was decided on a request, as the oracle remembers it."""

    person: str
    document: str
    mode: str
    under: str
    agreed: bool
    day: date
    until: date | None


class Round(NamedTuple):
    """A publication on its way: what was done for it, and on which days."""

    document: str
    done: dict[str, date]
    bodies: set[str]


class Oracle:
    """What the policy says of what was entered."""

    def __init__(self) -> None:
        self.asked: dict[str, tuple[str, str, str, str]] = {}
        self.decided: dict[str, Agreement] = {}
        self.roles: list[list[Any]] = []
        """Of each role: person, role, first and last day, review, whether it stands outside."""
        self.kinds: dict[str, tuple[str, str, str]] = {}
        """Of each document, its review, kind and edition."""
        self.versions: dict[str, int] = {}
        self.numbers: dict[str, list[int]] = {}
        self.made_of: dict[str, int] = {}
        """Of each copy, the version."""
        self.spoilt: set[str] = set()
        self.ended: set[str] = set()
        self.batches: dict[str, tuple[str, list[str]]] = {}
        """Of each open batch, the witness and the copies that are in it."""
        self.held: dict[str, tuple[str, ...]] = {}
        """Of each hold in force, what it is about."""
        self.files: dict[str, tuple[str, str]] = {}
        """Of each electronic copy, for whom it is and under which request."""
        self.with_whom: dict[str, str] = {}
        self.advised: set[tuple[str, int, date]] = set()
        self.rounds: list[Round] = []
        self.public: list[list[Any]] = []
        """What was published: the document, its version, from when and until when."""
        self.incidents: set[str] = set()
        self.befallen: set[str] = set()
        self.open_requests: set[str] = set()
        self.mustered: list[str] = []

    def see(self, event: Event, day: date) -> None:
        """Remember an event; fail if the policy forbids it."""
        sights = (self.see_people, self.see_documents, self.see_publication, self.see_copies)
        for sight in (*sights, self.see_disclosures, self.see_incidents, self.see_ends, self.see_destroyed):
            sight(event, day)

    def see_people(self, event: Event, day: date) -> None:
        match event:
            case people.RoleGiven():
                role = event.role
                self.roles.append([event.person, role.role, role.start, role.end, role.review, role.outside])
            case people.RoleEnded():
                self.end_role(event)
            case leaving.PersonLeft():
                for known in self.roles:
                    if known[0] == event.person and (known[3] is None or known[3] > event.on):
                        known[3] = event.on
            case access.AccessRequested():
                self.asked[event.request] = (event.person, event.document, event.mode, event.under)
            case access.AccessDecided():
                assert event.request not in self.decided, "a request was decided twice"
                decision = event.decision
                asked = self.asked[event.request]
                self.decided[event.request] = Agreement(*asked, decision.agreed, day, decision.until)

    def see_documents(self, event: Event, _day: date) -> None:
        match event:
            case DocumentTakenIn():
                self.kinds[event.document] = (event.review, event.document_kind, event.edition)
                self.versions[event.document] = 1
            case VersionTakenIn():
                self.versions[event.document] = event.version
            case advice.AdviceRecorded():
                for one in event.documents:
                    self.advised.add((one.document, one.version, event.day))

    def see_publication(self, event: Event, _day: date) -> None:
        match event:
            case publication.PublicationDecided():
                self.rounds.append(Round(event.document, {"decided": event.day}, set()))
            case publication.ProceedingsConsidered():
                self.rounds[-1].done["considered"] = event.considered.day
            case publication.BodyBriefed():
                self.rounds[-1].bodies.add(event.briefing.body)
            case publication.AnonymisationChecked():
                self.rounds[-1].done[f"checked {event.checked.version}"] = event.checked.day
            case publication.SummaryPublished():
                version, last = event.published.version, self.rounds[-1]
                assert set(last.done) >= {"decided", "considered", f"checked {version}"}
                assert len(last.bodies) >= BRIEFED, "a body was not told in advance"
                self.public.append([event.document, version, event.published.day, date.max])
            case publication.PublicationWithdrawn():
                for known in self.public:
                    known[3] = min(known[3], event.withdrawn.day)

    def see_copies(self, event: Event, day: date) -> None:
        match event:
            case CopiesAllotted() | CopiesAccountedFor():
                given = range(event.first, event.last + 1)
                self.numbers.setdefault(event.document, []).extend(given)
                self.made_of |= {f"{event.document}/{number}": event.version for number in given}
            case CopySpoilt():
                self.spoilt.add(event.copy)
            case loans.CopySignedOut():
                self.may_leave(event.copy)
                self.may_have(event, "hard-copy", day)
                self.with_whom[event.copy] = event.person
            case loans.CopyReturned():
                del self.with_whom[event.copy]
            case electronic.ElectronicCopyBegun():
                self.files[event.copy] = (event.person, event.request)
                self.may_have(event, "electronic", day)
            case electronic.ElectronicCopySent():
                self.may_leave(event.copy)
                self.with_whom[event.copy] = self.files[event.copy][0]
            case electronic.ElectronicCopyDeleted():
                del self.with_whom[event.copy]
                self.ended.add(event.copy)

    def see_disclosures(self, event: Event, day: date) -> None:
        match event:
            case interest.InterestAnswered() if event.answer.outcome == "sent":
                assert self.public_on(event.answer.document, event.answer.version, event.answer.day)
            case submissions.SubmissionSent():
                assert {self.kinds[item.document][2] for item in event.items} == {"anonymised"}
                for item in event.items if event.body != "Ofsted" else ():
                    self.may_go_outside(item.document, item.version, day)
            case foi.FoiRecorded():
                self.open_requests.add(event.foi)
            case subject_access.SubjectAccessRecorded():
                self.open_requests.add(event.subject_access)
            case information.RequestAnswered():
                for document in event.response.disclosed:
                    self.may_go_outside(document, self.versions[document], day)
            case information.RequestClosed():
                self.open_requests.discard(event.request)
            case information.RequestReopened():
                self.open_requests.add(event.request)

    def see_ends(self, event: Event, _day: date) -> None:
        match event:
            case holds.HoldRaised() | holds.HoldMoved():
                self.held[event.hold] = event.about
            case holds.HoldLifted():
                del self.held[event.hold]
            case batches.BatchBegun():
                assert event.how.witness != "Avery Example", "one person was both"
                self.batches[event.batch] = (event.how.witness, [])
            case batches.BatchItemTicked():
                self.batches[event.batch][1].append(event.copy)
            case batches.BatchItemRemoved():
                self.batches[event.batch][1].remove(event.copy)
            case batches.BatchAbandoned():
                del self.batches[event.batch]
            case batches.BatchCompleted():
                witness, ticked = self.batches.pop(event.batch)
                assert (event.witness, event.items) == (witness, len(ticked))
                assert event.witness != event.destroyed_by, "one person was both"

    def see_destroyed(self, event: Event, _day: date) -> None:
        match event:
            case batches.CopyDestroyedHere():
                assert event.copy in self.batches[event.batch][1], "a copy was destroyed that nobody ticked"
                self.may_be_destroyed(event.copy)
                assert event.copy not in self.with_whom, "a copy with a holder was destroyed here"
                self.ended |= {event.copy} - self.spoilt
            case holder_certificates.CopyDestroyedByHolder():
                self.may_be_destroyed(event.copy)
                assert self.with_whom.pop(event.copy) == event.person
                self.ended.add(event.copy)

    def may_be_destroyed(self, copy: str) -> None:
        assert copy not in self.ended, "a copy was destroyed twice"
        document = copy.rpartition("/")[0]
        about = {document, self.kinds[document][0]}
        assert not [one for one, on in self.held.items() if not on or about & set(on)], "it is held"

    def see_incidents(self, event: Event, _day: date) -> None:
        match event:
            case IncidentOpened():
                assert event.incident not in self.incidents, "an incident was opened twice"
                self.incidents.add(event.incident)
                self.befallen.discard(event.about)
            case CopyLost() | CopyDamaged():
                self.befallen.add(event.copy)
            case muster.MusterBegun():
                self.mustered.append(event.muster)

    def end_role(self, event: people.RoleEnded) -> None:
        for role in self.roles:
            _, _, start, end, review, _ = role
            lasts = (start is None or start <= event.end) and (end is None or end > event.end)
            if role[:2] == [event.person, event.role] and review == event.review and lasts:
                role[3] = event.end

    def may_leave(self, copy: str) -> None:
        assert copy not in self.with_whom, "a copy left twice"
        assert copy not in self.spoilt, "a spoilt number left"
        assert copy not in self.ended, "a deleted copy left"

    def may_have(self, event: Issue, mode: str, day: date) -> None:
        """Fail unless that person may have that copy from `day` until it is due."""
        copy, person, due = event.copy, event.person, event.due
        document = copy.rpartition("/")[0]
        found = self.decided.get(event.request)
        assert found is not None, "signed out without a decision"
        assert found.agreed, "signed out on a refusal"
        assert (found.person, found.document, found.mode) == (person, document, mode)
        assert found.day <= day
        assert found.until is None or due <= found.until
        assert day <= due
        roles = self.roles_of(person, document, day)
        if found.under not in {"court order", "inquiry"}:
            assert roles, "signed out to somebody without a role"
        if found.under != "the review" or (roles and all(role[5] for role in roles)):
            self.may_go_outside(document, self.made_of[copy], day)

    def roles_of(self, person: str, document: str, day: date) -> list[list[Any]]:
        review = self.kinds[document][0]
        return [
            role
            for role in self.roles
            if role[0] == person
            and (role[2] is None or role[2] <= day)
            and (role[3] is None or day <= role[3])
            and role[4] in {"", review}
        ]

    def may_go_outside(self, document: str, version: int, day: date) -> None:
        """Fail if that version may not leave the process of its review on `day`."""
        kind = self.kinds[document][1]
        if kind in ADVISED:
            given = {day for known, of, day in self.advised if (known, of) == (document, version)}
            assert any(one <= day for one in given), "it left without legal advice"
        if kind == "executive-summary":
            assert self.public_on(document, version, day), "the summary left unpublished"

    def public_on(self, document: str, version: int, day: date) -> bool:
        return any(known[:2] == [document, version] and known[2] <= day <= known[3] for known in self.public)
