"""The worked example's review that has ended: from its notification to the date until which it is kept (K6).

Rule: each paper that a review leaves is among its papers, and nothing of it waits for anybody.
"""

from datetime import date, timedelta

from desktop.custody import (
    agencies,
    appointments,
    children,
    closing,
    conclusion,
    destruction,
    holder_certificates,
    interest,
    kept_until,
    notifications,
    objective_ends,
    objectives,
    people,
    plan_decisions,
    plan_progress,
    proceedings,
    publication,
    retention_rules,
    reviews,
    timetable,
)
from desktop.custody import approved_exceptions as exceptions
from desktop.custody.approved_exceptions import Approval
from desktop.custody.batches import How
from desktop.custody.objectives import Wording
from desktop.custody.people import Contact
from desktop.office import (
    action_plans,
    answering,
    concluding,
    panel_pack,
    reports,
    retention,
    review_papers,
    shipped,
)
from desktop.office import destruction as destroying
from desktop.office.example_desk import Telling
from desktop.office.invented import (
    AGENCIES,
    ENDED,
    ENDED_DOCUMENTS,
    ENDED_INTEREST,
    INDEPENDENT,
    PEOPLE,
    PLAN,
    Asked,
    Invented,
)
from desktop.office.procedure import run

_CHAIR = "Decision of the Chair (invented)"
_BOARD = "Board meeting, minute {} (invented)"
_RECORDS_OFFICER = "Rhys Records (invented)"
_BACK = (1, 2, 3)
"""The copies that came back when they were due."""
_WITNESS = "Dilys Placeholder (invented)"


class Ended:
    """Two years of a review, and what came after."""

    def __init__(self, desk: Telling) -> None:
        self.desk = desk
        self.office = desk.office

    def tell(self) -> None:
        """From the notification to the retention schedule."""
        self._open()
        self._begin()
        self._take_in()
        self._lend()
        self._plan()
        self._publish()
        self._report_progress()
        self._conclude()
        self._destroy()
        self._close()
        self._keep()

    def _open(self) -> None:
        """Enter a death, and the decision within its month that there is a review."""
        desk = self.desk
        today = desk.clock.go_to(895)
        desk.do(reviews.open_review, reference=ENDED, authority=_CHAIR, notified=today - timedelta(days=3))
        died = today - timedelta(days=9)
        child = {"review": ENDED, "code": "Child A", "born": _years_before(died, 9), "died": died}
        desk.do(children.add, **child)
        desk.do(children.add, review=ENDED, code="Sibling 1", relation="sibling", born=_years_before(died, 4))
        coroner = "HM Coroner for Exampleshire (invented)"
        desk.do(proceedings.begin, review=ENDED, kind="inquest", before=coroner, opened=today)
        for person in PEOPLE:
            self._enter(person, person.role)
        desk.clock.go_to(875)
        desk.do(reviews.decide, review=ENDED, authority=_CHAIR)

    def _enter(self, person: Invented, role: str) -> None:
        """Enter a person with a role."""
        self.desk.do(
            people.add,
            name=person.name,
            post=person.post,
            agency=person.agency,
            role=role,
            authority=person.authority,
            contact=Contact(person.telephone, person.email, person.address, person.out_of_hours),
            review="" if role == people.STANDING else ENDED,
        )

    def _begin(self) -> None:
        """Everybody is told of the decision, and three agencies are asked for their reports."""
        desk = self.desk
        desk.clock.go_to(870)
        found = self.office.register.review(ENDED)
        bodies = [one.body for one in notifications.outstanding(self.office.register, found)]
        desk.do(notifications.tell, review=ENDED, bodies=bodies, teller="The Chair", how="By letter")
        for agency in AGENCIES:
            desk.do(agencies.add, review=ENDED, agency=agency)
        desk.do(agencies.request, review=ENDED, agencies=AGENCIES)
        for person in INDEPENDENT:
            self._enter(person, "adviser")
            named = {"office": person.role, "person": next(reversed(self.office.register.people))}
            proof = {"independence": "No ties to any of the agencies", "authority": _CHAIR}
            desk.do(appointments.appoint, review=ENDED, **named, **proof)
        run(review_papers.checklist(self.office, ENDED, desk.papers))

    def _take_in(self) -> None:
        *_imrs, self.report, self.summary = map(self.desk.take_in, ENDED_DOCUMENTS)

    def _copy(self, number: int) -> str:
        return f"{self.report}/{number}"

    def _lend(self) -> None:
        """Six copies: two come back, three stay with their holders, one in the safe."""
        desk = self.desk
        desk.clock.go_to(735)
        desk.print_copies(self.report, 6)
        for number, person in enumerate(("P-0001", "P-0002", "P-0003", "P-0004", "P-0005"), 1):
            request = desk.agreed(Asked(person, self.report, "To consider the report", 734))
            desk.sign_out(self._copy(number), person, request, days=34 if number in _BACK else 620)
        desk.clock.go_to(710)
        for number in _BACK:
            desk.take_back(self._copy(number))
        desk.do(timetable.complete, review=ENDED, authority=_BOARD.format(12))
        run(review_papers.clock(self.office, ENDED, desk.papers))

    def _plan(self) -> None:
        """Draw up the action plan: an objective for each agency, signed up to and approved."""
        desk = self.desk
        target = desk.clock.go_to(700) + timedelta(days=330)
        for agency, (recommendation, outcome, action, person) in zip(AGENCIES, PLAN, strict=True):
            wording = Wording(recommendation, outcome, action, target, person, agency)
            desk.do(objectives.add, review=ENDED, wording=wording)
            officer = {"officer": f"The Chief Executive of {agency}", "post": "Chief Executive"}
            desk.do(plan_decisions.sign_up, review=ENDED, agency=agency, **officer)
        desk.do(plan_decisions.approve, review=ENDED, authority=_BOARD.format(13))

    def _publish(self) -> None:
        """People ask for the executive summary; it is published, and all who wait have it."""
        desk = self.desk
        for name, category, form, reason, days_ago in ENDED_INTEREST:
            desk.clock.go_to(days_ago)
            asked = {"review": ENDED, "name": name, "category": category, "format": form, "reason": reason}
            desk.do(interest.record, **asked)
        desk.clock.go_to(640)
        desk.do(proceedings.conclude, proceedings="PP-0001", outcome="A narrative conclusion")
        desk.do(publication.decide, review=ENDED, document=self.summary, by=_BOARD.format(14))
        desk.do(publication.consider, review=ENDED, by="The panel", gist="The inquest is concluded.")
        bodies = self.office.register.founded.settings.briefed_bodies
        desk.do(publication.brief, review=ENDED, bodies=bodies)
        reader = "A reader who did not write it (invented)"
        desk.do(publication.check_anonymisation, review=ENDED, by=reader)
        desk.do(publication.publish, review=ENDED, where="The Board's website, www.board.example")
        run(answering.answer_waiting(self.office, answering.Wanted(ENDED), desk.papers))
        desk.clock.go_to(600)
        letter = self.office.hand().day - timedelta(days=2)
        desk.do(timetable.evaluate, review=ENDED, letter=letter, grade="good", by="Ofsted")

    def _report_progress(self) -> None:
        """Quarter by quarter, until every objective is met and the Board signs the plan off."""
        desk = self.desk
        every = list(self.office.register.objectives)
        for quarter, days_ago in enumerate((615, 525, 435, 345), 1):
            desk.clock.go_to(days_ago)
            for objective in every[quarter - 1 :]:
                desk.do(objectives.progress, objective=objective, evidence=f"Seen at the visit, {quarter}")
            for objective in every[quarter - 1 : quarter]:
                met = {"evidence": "All of it is in place", "agreed_by": "The panel"}
                desk.do(objective_ends.meet, objective=objective, **met)
            run(action_plans.report(self.office, ENDED, desk.papers))
            desk.do(plan_progress.present, review=ENDED, minute=_BOARD.format(14 + quarter))
        desk.do(plan_decisions.sign_off, review=ENDED, authority=_BOARD.format(19))
        run(action_plans.paper(self.office, ENDED, desk.papers))

    def _conclude(self) -> None:
        """Tell the bodies, and conclude the review; what is out is recalled."""
        desk = self.desk
        desk.clock.go_to(330)
        for body in conclusion.not_told(self.office.register, ENDED):
            told = {"whom": "The duty desk (invented)", "how": "By letter"}
            desk.do(conclusion.inform, review=ENDED, body=body, **told)
        run(concluding.conclude(self.office, ENDED, _BOARD.format(20), folder=desk.papers))

    def _destroy(self) -> None:
        """One holder destroys its copy, the inspectorate keeps its own, two people destroy the rest."""
        desk = self.desk
        desk.clock.go_to(315)
        own, kept = self._copy(5), self._copy(4)
        run(destroying.send_certificate(self.office, own, desk.papers))
        today = desk.clock.go_to(310)
        desk.do(
            holder_certificates.receive,
            copy=own,
            code=holder_certificates.sent_for(self.office.register, own).code,
            destroyed=today - timedelta(days=2),
            method="Cross-cut shredder, P-5",
            witness_name="Lowri Example (invented)",
            pages=desk.pages(own),
        )
        why = "It keeps its papers under its own Act"
        approval = Approval("The Chair of the Board (invented)", _CHAIR, today, why)
        desk.do(exceptions.keep, copy=kept, approval=approval)
        desk.clock.go_to(305)
        how = How(_WITNESS, "Cross-cut shredder", "P-5", "Room 1, 1 Example Street", "Bag 0001")
        desk.do(destruction.begin, how=how)
        for copy in destruction.to_destroy(self.office.register, ENDED):
            desk.do(destruction.tick, batch="DB-0001", copy=copy.copy, pages=desk.pages(copy.copy))
        run(destroying.sheet(self.office, "DB-0001", desk.papers))
        code = destruction.signed_sheet(self.office.register.batch("DB-0001")).code
        run(destroying.complete(self.office, batch="DB-0001", code=code, where=desk.papers))
        run(destroying.list_exceptions(self.office, ENDED, desk.papers))

    def _close(self) -> None:
        """Close the review, and make the packs for the Overview Panel."""
        desk = self.desk
        desk.clock.go_to(298)
        desk.do(closing.close, review=ENDED, authority=_BOARD.format(21))
        run(reports.make_access_log(self.office, ENDED, desk.papers / f"{ENDED}-access-log.pdf"))
        for name, wider in (("panel-pack", False), ("panel-pack-wider", True)):
            run(panel_pack.make_pack(self.office, panel_pack.Order(desk.papers / name, ENDED, wider)))

    def _keep(self) -> None:
        """Adopt the rule that was agreed with the records officer, and confirm the date."""
        desk = self.desk
        desk.clock.go_to(290)
        rule = shipped.retention_rules()[0]
        desk.do(retention_rules.adopt, rule=rule, agreed_with=_RECORDS_OFFICER, authority=_BOARD.format(22))
        day = kept_until.of(self.office.register, ENDED).to_confirm
        desk.do(kept_until.confirm, review=ENDED, day=day, agreed_by=_RECORDS_OFFICER)
        run(retention.schedule(self.office, ENDED, desk.papers))


def _years_before(day: date, years: int) -> date:
    """Return a day in May, so many years before."""
    return date(day.year - years, 5, 14)
