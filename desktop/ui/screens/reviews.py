"""Reviews: open, concluded, and what each still has out; and a page for each thing that is kept of a review.

Rule: a page is a screen of its own; it is one line of `ReviewPages.pages`.
"""

from collections.abc import Sequence

from desktop.custody import action_plans, appointments, conclusion, copies, reconsideration, regimes
from desktop.custody.reviews import Review
from desktop.ui import rows
from desktop.ui.dialogs.conclusion import ConcludeReview, InformBody
from desktop.ui.dialogs.documents import TakeIn
from desktop.ui.dialogs.panel_pack import PanelPack
from desktop.ui.dialogs.papers import AccessLog
from desktop.ui.dialogs.review_children import AddChild
from desktop.ui.dialogs.review_parts import AddAgency, Appoint, EndAppointment
from desktop.ui.dialogs.reviews import OpenReview
from desktop.ui.screens.action_plan import ActionPlanScreen
from desktop.ui.screens.clock import ClockScreen, TimelineScreen
from desktop.ui.screens.packs import PacksScreen
from desktop.ui.screens.paged import Page, PagedScreen
from desktop.ui.screens.review_parts import AgenciesScreen, ChildrenScreen, ProceedingsScreen, ToldScreen
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column


class ReviewsScreen(Screen):
    """The reviews."""

    title = "Reviews"
    noun = "review"
    empty_title = "There is no review yet."
    empty_hint = "Begin with “Open a review”. A review is known by its reference alone, never by a name."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Reference", lambda review: review.review),
            Column("State", _state, whole=True),
            Column("Documents", lambda review: str(len(self._documents(review))), right=True),
            Column("Copies out", lambda review: str(self._out(review)), right=True),
            Column("Opened", lambda review: rows.short_day(review.opened), lambda review: review.opened),
        ]

    def rows(self) -> Sequence[Review]:
        """Return the reviews, newest first."""
        return list(reversed(self.desk.register.reviews.values()))

    def identify(self, row: Review) -> str:
        """Return the reference."""
        return row.review

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk = self.desk
        return [
            Offer(
                "&Open a review…",
                lambda _row: OpenReview(desk, self.window()),
                always,
                main=True,
                on_row=False,
            ),
            Offer("&Take in a document…", lambda row: TakeIn(desk, row.review, self.window()), self._goes_on),
            Offer("&Access log…", lambda row: AccessLog(desk, row.review, self.window()), needs_row),
            Offer("&Panel pack…", lambda row: PanelPack(desk, row.review, self.window()), needs_row),
            Offer(
                "Tell a &body of the conclusion…",
                lambda row: InformBody(desk, row.review, self.window()),
                self._to_tell,
            ),
            Offer("&Conclude…", lambda row: ConcludeReview(desk, row.review, self.window()), _open_only),
            *self._parts(),
        ]

    def _parts(self) -> Sequence[Offer]:
        """Return what may be entered of the children, agencies and people of a review."""
        desk, window = self.desk, self.window
        return [
            Offer("A c&hild…", lambda row: AddChild(desk, row.review, window()), needs_row),
            Offer("An a&gency…", lambda row: AddAgency(desk, row.review, window()), _open_only),
            Offer("Appoint…", lambda row: Appoint(desk, row.review, window()), self._goes_on, rare=True),
            Offer(
                "End an appointment…",
                lambda row: EndAppointment(desk, row.review, window()),
                _appointed,
                rare=True,
            ),
        ]

    def details(self, row: Review) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a review."""
        out = copies.unaccounted(self.desk.register, row.review)
        return row.review, [
            ("State", _state(row)),
            ("Authority", row.authority),
            ("Notified", rows.day(row.notified)),
            ("Decided", rows.day(row.decided)),
            ("Opened", rows.day(row.opened)),
            *self._taking_part(row),
            ("Completed", rows.day(row.completed.day) if row.completed else ""),
            ("Concluded", rows.day(row.concluded)),
            ("To be reconsidered", self._to_reconsider(row)),
            ("Closed", rows.day(row.closed)),
            ("Missing for the conclusion", self._conditions(row)),
            ("Documents", ", ".join(self._documents(row)) or "none"),
            ("Copies not accounted for", ", ".join(copy.copy for copy in out) or "none"),
        ]

    def _taking_part(self, row: Review) -> Sequence[tuple[str, str]]:
        """Return the regime, the children, and who takes part."""
        register, today = self.desk.register, self.desk.today
        regime = regimes.of(register, row)
        held = [
            (rows.capital(office), register.people[one.person].title)
            for office in appointments.OFFICES
            if (one := appointments.present(row, office))
        ]
        panel = [person.name for person in appointments.panel(register, row.review, today)]
        return [
            ("Held under", f"{regime.label}{', in part unconfirmed' if regime.doubtful else ''}"),
            ("Children", ", ".join(child.code for child in row.children)),
            ("Agencies", ", ".join(one.agency for one in row.agencies)),
            *held,
            ("Panel", ", ".join(panel)),
            ("Independence in doubt", "\n".join(appointments.doubts(register, row, today))),
        ]

    def _goes_on(self, row: Review | None) -> str:
        if row is not None and reconsideration.going_on(self.desk.register, row):
            return ""
        return _open_only(row)

    def _to_reconsider(self, row: Review) -> str:
        asking = reconsideration.asking(self.desk.register, row) if row.concluded else None
        return f"Evaluated as {asking.grade} by the letter of {rows.day(asking.letter)}" if asking else ""

    def _to_tell(self, row: Review | None) -> str:
        if row is None or row.concluded:
            return _open_only(row)
        plan = action_plans.of(self.desk.register, row.review)
        if plan.settled is None:
            return f"The action plan is {plan.state}: bodies are told once it is signed off."
        left = conclusion.not_told(self.desk.register, row.review)
        return "" if left else "Every body was told."

    def _conditions(self, row: Review) -> str:
        if row.concluded:
            return ""
        found = conclusion.conditions(self.desk.register, row.review)
        missing = [condition.missing for condition in found if not condition.met]
        return "; ".join(missing) or "nothing: it can be concluded"

    def _documents(self, review: Review) -> list[str]:
        found = self.desk.register.documents.values()
        return [document.document for document in found if document.review == review.review]

    def _out(self, review: Review) -> int:
        return sum(copy.out for copy in copies.unaccounted(self.desk.register, review.review))


class ReviewPages(PagedScreen):
    """The reviews, and what is kept of each."""

    title = "Reviews"
    kinds = "Reviews, and what is kept of each"
    pages = (
        Page(ReviewsScreen, "Reviews"),
        Page(ClockScreen, "Clock"),
        Page(TimelineScreen, "Timeline"),
        Page(ToldScreen, "Who is told"),
        Page(AgenciesScreen, "Agencies"),
        Page(ChildrenScreen, "Children"),
        Page(ProceedingsScreen, "Proceedings", "PP-"),
        Page(ActionPlanScreen, "Action plan", "OB-"),
        Page(PacksScreen, "Packs for the Panel", "PK-"),
    )


def _state(review: Review) -> str:
    return "closed" if review.closed else "concluded" if review.concluded else "open"


def _appointed(review: Review | None) -> str:
    if review is None:
        return needs_row(review)
    held = any(one.end is None for one in review.appointments)
    return "" if held else "Nobody is appointed."


def _open_only(review: Review | None) -> str:
    if review is None:
        return needs_row(review)
    return "The review is concluded." if review.concluded else ""
