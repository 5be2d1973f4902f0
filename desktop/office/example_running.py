"""The worked example's review that is under way: something is to be done on every screen (K6)."""

from datetime import timedelta

from desktop.custody import (
    access,
    advice,
    agencies,
    children,
    copies,
    foi,
    incidents,
    interest,
    notifications,
    objectives,
    people,
    publication,
    reviews,
)
from desktop.custody import muster as musters
from desktop.custody.chasing import call
from desktop.custody.muster import Counted
from desktop.custody.objectives import Wording
from desktop.office import chasing, disclosing, electronic, muster, panel_pack, reports, verification
from desktop.office.example_desk import Telling
from desktop.office.invented import AGENCIES, DOCUMENTS, PLAN, REVIEW, Asked
from desktop.office.procedure import run


class Running:
    """Some months of a review, until today."""

    def __init__(self, desk: Telling) -> None:
        self.desk = desk
        self.office = desk.office
        self._asked: list[str] = []
        """The executive-summary requests of this review."""

    def tell(self) -> None:
        """From the opening of the review to the access log."""
        desk = self.desk
        today = desk.clock.go_to(145)
        desk.do(
            reviews.open_review,
            reference=REVIEW,
            authority="Decision of the Chair on the recommendation of the panel",
            notified=today - timedelta(days=20),
            decided=today - timedelta(days=2),
        )
        self._begin()
        for person in ("P-0001", "P-0002"):
            given = {"role": "panel member", "authority": "Appointed by the Board to the panel"}
            desk.do(people.give_role, person=person, review=REVIEW, **given)
        self.imr, self.chronology, self.report, self.summary = map(desk.take_in, DOCUMENTS)
        self._lend()
        self._hear_the_public()
        self._prepare_publication()
        self._lend_more()
        self._refuse()
        desk.clock.go_to(0)
        run(verification.verify(self.office))
        run(reports.make_access_log(self.office, REVIEW, desk.papers / f"{REVIEW}-access-log.pdf"))
        for name, wider in (("panel-pack", False), ("panel-pack-wider", True)):
            run(panel_pack.make_pack(self.office, panel_pack.Order(desk.papers / name, REVIEW, wider)))

    def _copy(self, number: int) -> str:
        return f"{self.report}/{number}"

    def _begin(self) -> None:
        """Enter the child, tell all bodies but one, and ask two agencies for reports; one will come."""
        desk = self.desk
        born = desk.clock.go_to(144).replace(day=14, month=5)
        desk.do(children.add, review=REVIEW, code="Child B", born=born.replace(year=born.year - 11))
        found = self.office.register.review(REVIEW)
        bodies = [one.body for one in notifications.outstanding(self.office.register, found)]
        desk.do(notifications.tell, review=REVIEW, bodies=bodies[1:], teller="The Chair", how="By letter")
        desk.do(agencies.add, review=REVIEW, agency=AGENCIES[0])
        desk.do(agencies.add, review=REVIEW, agency=AGENCIES[1])
        desk.clock.go_to(130)
        desk.do(agencies.request, review=REVIEW, agencies=AGENCIES[:2])

    def _draw_up_the_plan(self) -> None:
        """Draw up an action plan that the Board has not approved, of which one day has passed."""
        desk = self.desk
        today = desk.clock.go_to(8)
        for number, days in enumerate((-3, 30)):
            recommendation, outcome, action, person = PLAN[number]
            target = today + timedelta(days=days)
            wording = Wording(recommendation, outcome, action, target, person, AGENCIES[number])
            desk.do(objectives.add, review=REVIEW, wording=wording)

    def _lend(self) -> None:
        """Two copies: one back, one overdue."""
        desk = self.desk
        request = desk.agreed(Asked("P-0001", self.report, "To prepare the panel meeting", 60))
        desk.print_copies(self.report, 5)
        desk.sign_out(self._copy(1), "P-0001", request, days=14)
        desk.clock.go_to(47)
        desk.take_back(self._copy(1))
        self._count()
        why = "To check the agency's chronology against the report"
        request = desk.agreed(Asked("P-0002", self.report, why, 30))
        desk.sign_out(self._copy(2), "P-0002", request, days=21)

    def _count(self) -> None:
        """Hold a muster: all is in the safe, but a page of one copy lies elsewhere (C13)."""
        desk = self.desk
        desk.clock.go_to(40)
        first, second = self.office.register.custodian.name, "Dilys Placeholder (invented)"
        run(muster.begin(self.office, first=first, second=second, where=desk.papers))
        every = [one for one in self.office.register.copies.values() if one.state not in copies.ENDS]
        *whole, last = [copy for copy in every if not copy.out]
        seen = [Counted(copy.copy, "in the safe", copy.pages) for copy in whole]
        short = Counted(last.copy, "in the safe", (last.pages or 1) - 1, "The last page is not there")
        desk.do(musters.count, counts=[*seen, short])
        code = musters.the_open_one(self.office.register, "finished").code
        done = run(muster.finish(self.office, code=code, where=desk.papers))
        found = "The page lay on the printer. It was put back, and both counted the copy again."
        desk.do(incidents.close, incident=done.discrepancies[0].incident, found=found)

    def _prepare_publication(self) -> None:
        """Tell what the Board did on its way to publish the executive summary (D4)."""
        desk = self.desk
        desk.clock.go_to(20)
        by = "Board meeting, minute 7 (invented)"
        desk.do(publication.decide, review=REVIEW, document=self.summary, by=by)
        gist = "The inquest is concluded; no criminal or family proceedings are open."
        desk.do(publication.consider, review=REVIEW, by="The panel", gist=gist)
        desk.clock.go_to(12)
        bodies = self.office.register.founded.settings.briefed_bodies
        elsewhere = [body for body in bodies if "custody" in body]
        told = [body for body in bodies if body not in elsewhere]
        desk.do(publication.brief, review=REVIEW, bodies=told)
        why = "The child was not in custody"
        desk.do(publication.brief, review=REVIEW, bodies=elsewhere, why=why)
        reader = "A reader who did not write it (invented)"
        desk.do(publication.check_anonymisation, review=REVIEW, by=reader)

    def _lend_more(self) -> None:
        """Two copies: one due soon, one whose slip is not back yet; between them, advice and publication."""
        desk = self.desk
        request = desk.agreed(Asked("P-0003", self.report, "Legal advice on the report", 10))
        desk.sign_out(self._copy(3), "P-0003", request, days=13)
        self._hear_under_the_law()
        self._draw_up_the_plan()
        desk.clock.go_to(5)
        gist = "It may be shown to a court that orders it. The names in appendix 2 are to be left out."
        consulted = "The legal adviser of Exampleshire Health Trust, who agrees"
        desk.do(advice.record, about=[self.report], adviser="Carys Specimen", gist=gist, consulted=consulted)
        desk.clock.go_to(3)
        desk.do(publication.publish, review=REVIEW, where="The Board's website, www.board.example")
        self._ask_for_it_back()
        desk.do(interest.answer, interest=self._asked[2], outcome="sent")
        request = desk.agreed(Asked("P-0004", self.report, "Evaluation of the review", 1))
        desk.sign_out(self._copy(4), "P-0004", request, days=28, confirmed=False)
        self._send()

    def _hear_under_the_law(self) -> None:
        """Somebody asks under the Freedom of Information Act: its clock runs, and a hold stands (D7, G4)."""
        self.desk.clock.go_to(9)
        self.desk.do(
            foi.record,
            name="Exampleton Gazette (invented)",
            asked="The overview report, and what it cost",
            way="e-mail",
            documents=[self.report],
        )

    def _send(self) -> None:
        """Send an encrypted file to a person, and the report to the inspectorate; neither has answered."""
        desk = self.desk
        asked = Asked("P-0002", self.report, "To read it away from the office", 1)
        request = desk.agreed(asked, "electronic")
        due = self.office.hand().day + timedelta(days=28)
        run(electronic.send(self.office, electronic.Order(self.report, "P-0002", request, due), desk.papers))
        order = disclosing.Order(REVIEW, [self.report], "Ofsted", "By courier, in a sealed envelope")
        run(disclosing.submit(self.office, order, desk.papers))

    def _ask_for_it_back(self) -> None:
        """Chase the copy that is overdue: the letters that are due, and a telephone call."""
        run(chasing.chase(self.office, self.desk.papers))
        said = "Is away until Monday; the copy is locked in the office safe"
        self.desk.do(call, copy=self._copy(2), spoke_to="The team secretary (invented)", said=said)

    def _refuse(self) -> None:
        """One request is refused, one waits for a decision."""
        self.desk.do(
            access.decide,
            request=self.desk.ask(Asked("P-0005", self.imr, "Interest in the case", 1)),
            agreed=False,
            by="Chair of the Board (invented)",
            reason="The purpose does not serve the review",
        )
        self.desk.ask(Asked("P-0002", self.imr, "To answer questions of the panel about the review", 1))

    def _hear_the_public(self) -> None:
        """Three ask for the executive summary; one is declined, two wait for its publication."""
        desk = self.desk
        desk.clock.go_to(25)
        for name, category, form, reason in (
            ("A grandparent (invented)", "family", "paper", "We want to understand what happened."),
            (
                "Exampleton Gazette (invented)",
                "press",
                "electronic",
                "For an article; we also want to know who was involved.",
            ),
            ("A student (invented)", "researcher", "electronic", "For a dissertation on inter-agency work."),
        ):
            desk.do(interest.record, review=REVIEW, name=name, category=category, format=form, reason=reason)
            self._asked.append(next(reversed(self.office.register.interest)))
        for asked in (self._asked[0], self._asked[2]):
            waiting = "waiting for publication"
            desk.do(interest.answer, interest=asked, outcome=waiting, why="Not published yet")
        why = "They asked for the names of staff, which are not given out"
        desk.do(interest.answer, interest=self._asked[1], outcome="declined", why=why)
