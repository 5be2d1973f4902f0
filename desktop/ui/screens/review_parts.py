"""What is kept of reviews beside their documents: children, agencies, who is told, proceedings (E1 to E4).

Rule: each page shows all reviews; what is done with a row is done with its review.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from desktop.custody import agencies, notifications
from desktop.custody.agencies import Agency
from desktop.custody.children import Child
from desktop.custody.notifications import Entry
from desktop.custody.proceedings import Proceedings
from desktop.custody.reviews import Review
from desktop.ui import rows
from desktop.ui.dialogs.proceedings import (
    ConcludeProceedings,
    NoteProceedings,
    OpenProceedings,
    ReopenProceedings,
)
from desktop.ui.dialogs.review_children import CorrectChild, StrikeOutChild
from desktop.ui.dialogs.review_parts import CorrectAgency, ReportCame, RequestReports, StrikeOutAgency
from desktop.ui.dialogs.review_told import ExcuseBodies, TellBodies, ToldChecklist
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column


class OfReview(NamedTuple):
    """Something of a review."""

    review: Review
    what: Child | Agency | Entry

    @property
    def name(self) -> str:
        """What it is called there."""
        match self.what:
            case Child():
                return self.what.code
            case Agency():
                return self.what.agency
            case Entry():
                return self.what.body


class _OfReviews(Screen):
    """Rows that belong to reviews."""

    def identify(self, row: OfReview) -> str:
        """Return the review and the name."""
        return f"{row.review.review} {row.name}"

    def reveal(self, identity: str) -> None:
        """Choose the first row of a review."""
        self.refresh()
        every = [self.identify(row) for row in self.model.every]
        super().reveal(next((one for one in every if one.startswith(f"{identity} ")), identity))


class ChildrenScreen(_OfReviews):
    """The children of every review."""

    title = "Children"
    noun = "child"
    empty_title = "No child is entered yet."
    empty_hint = "Choose a review on the page Reviews, then “A child”. A child is known by a code alone."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Review", lambda row: row.review.review),
            Column("Code", lambda row: row.what.code),
            Column("Relation", lambda row: row.what.relation, whole=True),
            Column(
                "Born",
                lambda row: rows.short_day(row.what.born) or "not known",
                lambda row: rows.day_key(row.what.born),
            ),
            Column(
                "Died", lambda row: rows.short_day(row.what.died), lambda row: rows.day_key(row.what.died)
            ),
        ]

    def rows(self) -> Sequence[OfReview]:
        """Return the children, those of the newest review first."""
        found = reversed(self.desk.register.reviews.values())
        return [OfReview(review, child) for review in found for child in review.children]

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Put right…",
                lambda row: CorrectChild(desk, row.review.review, row.what, window()),
                needs_row,
            ),
            Offer(
                "&Strike out…",
                lambda row: StrikeOutChild(desk, row.review.review, row.what, window()),
                needs_row,
            ),
        ]

    def details(self, row: OfReview) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a child."""
        child = row.what
        if not isinstance(child, Child):
            return row.name, []
        return row.name, [
            ("Review", row.review.review),
            ("Relation", rows.capital(child.relation)),
            ("Born", rows.day(child.born) or "Not known"),
            ("Died", rows.day(child.died) or "Not known to have died"),
            ("In custody", "Died in custody" if child.in_custody else ""),
        ]


class AgenciesScreen(_OfReviews):
    """The agencies that contribute to reviews, with their reports."""

    title = "Agencies"
    noun = "agency"
    empty_title = "No agency is entered yet."
    empty_hint = "Choose a review on the page Reviews, then “An agency”."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Review", lambda row: row.review.review),
            Column("Agency", lambda row: row.what.agency),
            Column(
                "Report asked for",
                lambda row: rows.short_day(row.what.requested) or "not yet",
                lambda row: rows.day_key(row.what.requested),
            ),
            Column(
                "Came", lambda row: rows.short_day(self._came(row)), lambda row: rows.day_key(self._came(row))
            ),
        ]

    def rows(self) -> Sequence[OfReview]:
        """Return the agencies, those of the newest review first."""
        found = reversed(self.desk.register.reviews.values())
        return [OfReview(review, agency) for review in found for agency in review.agencies]

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Ask for reports…",
                lambda row: RequestReports(desk, row.review.review, window()),
                self._to_ask,
            ),
            Offer(
                "The report &came…",
                lambda row: ReportCame(desk, row.review.review, row.name, window()),
                self._to_come,
            ),
            Offer(
                "&Put right…",
                lambda row: CorrectAgency(desk, row.review.review, row.what, window()),
                needs_row,
            ),
            Offer(
                "&Strike out…",
                lambda row: StrikeOutAgency(desk, row.review.review, row.name, window()),
                needs_row,
            ),
        ]

    def details(self, row: OfReview) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of an agency's report."""
        agency = row.what
        if not isinstance(agency, Agency):
            return row.name, []
        came = self._came(row)
        how = "" if agency.came or not came else "It was taken into custody on that day."
        return row.name, [
            ("Review", row.review.review),
            ("Report asked for", rows.day(agency.requested) or "Not yet"),
            ("Report came", rows.day(came)),
            ("How that is known", how),
        ]

    def _came(self, row: OfReview) -> date | None:
        if not isinstance(row.what, Agency):
            return None
        return agencies.came(self.desk.register, row.review, row.what)

    def _to_ask(self, row: OfReview | None) -> str:
        if row is None:
            return needs_row(row)
        if row.review.concluded:
            return "The review is concluded."
        left = any(one.requested is None for one in row.review.agencies)
        return "" if left else "Every agency of the review has been asked."

    def _to_come(self, row: OfReview | None) -> str:
        if row is None or not isinstance(row.what, Agency):
            return needs_row(None)
        if row.what.requested is None:
            return "Record first on which day it was asked."
        return "It has come." if row.what.came else ""


class ToldScreen(_OfReviews):
    """Who is told of the decision on each review."""

    title = "Who is told"
    noun = "body"
    empty_title = "No review has been opened yet."
    empty_hint = "Once a review is decided on, those who are told of the decision are listed here."
    chooses_new = False

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Review", lambda row: row.review.review),
            Column("State", _told_state, whole=True),
            Column("Who", lambda row: row.what.body),
            Column("Usually by", lambda row: row.what.teller),
            Column("What is known", lambda row: row.what.known.words if row.what.known else "", last=True),
        ]

    def rows(self) -> Sequence[OfReview]:
        """Return the checklists, those of the newest review first; who is to be told comes first."""
        register = self.desk.register
        found = [
            OfReview(review, line)
            for review in reversed(register.reviews.values())
            for line in notifications.checklist(register, review)
        ]
        return sorted(found, key=lambda row: _told_state(row) != "to be told")

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Told…",
                lambda row: TellBodies(desk, row.review.review, row.name, window()),
                _decided,
                main=True,
            ),
            Offer(
                "&Need not be…",
                lambda row: ExcuseBodies(desk, row.review.review, row.name, window()),
                _decided,
            ),
            Offer(
                "Make the chec&klist…",
                lambda row: ToldChecklist(desk, row.review.review, window()),
                needs_row,
            ),
        ]

    def details(self, row: OfReview) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a body."""
        line = row.what
        if not isinstance(line, Entry):
            return row.name, []
        return row.name, [
            ("Review", row.review.review),
            ("State", rows.capital(_told_state(row))),
            ("Told where", "" if line.when == "always" else rows.capital(line.when)),
            ("Usually told by", line.teller),
            ("What is known", line.known.words if line.known else ""),
        ]


class ProceedingsScreen(Screen):
    """The proceedings beside the reviews."""

    title = "Proceedings"
    noun = "proceedings"
    empty_title = "No proceedings are entered."
    empty_hint = "An open inquest or inquiry raises a hold on its review; concluding it lifts that hold."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Which", lambda one: one.proceedings, lambda one: rows.reference_key(one.proceedings)),
            Column("State", lambda one: one.state, whole=True),
            Column("Review", lambda one: one.review),
            Column("What", lambda one: one.title),
            Column("Next", lambda one: rows.short_day(one.next_on), lambda one: rows.day_key(one.next_on)),
        ]

    def rows(self) -> Sequence[Proceedings]:
        """Return the proceedings: open ones first, newest first."""
        found = reversed(self.desk.register.proceedings.values())
        return sorted(found, key=lambda one: one.concluded is not None)

    def identify(self, row: Proceedings) -> str:
        """Return the reference."""
        return row.proceedings

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Enter proceedings…",
                lambda _row: OpenProceedings(desk, "", window()),
                self._possible,
                main=True,
                on_row=False,
            ),
            Offer("&Note…", lambda row: NoteProceedings(desk, row, window()), _open),
            Offer("&Conclude…", lambda row: ConcludeProceedings(desk, row, window()), _open),
            Offer("Open a&gain…", lambda row: ReopenProceedings(desk, row, window()), _ended),
        ]

    def details(self, row: Proceedings) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of proceedings."""
        held = [one.hold for one in self.desk.register.holds.values() if one.cause == row.proceedings]
        return row.proceedings, [
            ("What", row.title),
            ("Review", row.review),
            ("State", rows.capital(row.state)),
            ("Opened", rows.day(row.opened)),
            ("Who keeps the panel informed", row.contact),
            ("How they stand", row.note),
            ("Next", rows.day(row.next_on)),
            ("Concluded", rows.day(row.concluded)),
            ("Outcome", row.outcome),
            ("Holds that they raised", ", ".join(held)),
        ]

    def _possible(self, _row: Proceedings | None) -> str:
        return "" if self.desk.register.reviews else "Open a review first."


def _told_state(row: OfReview) -> str:
    if not isinstance(row.what, Entry) or row.what.known is None:
        return "to be told" if row.review.decided else "not decided on"
    return "told" if row.what.known.day else "need not be"


def _decided(row: OfReview | None) -> str:
    if row is None:
        return needs_row(row)
    return "" if row.review.decided else "Record the decision first, on the page Clock."


def _open(row: Proceedings | None) -> str:
    if row is None:
        return needs_row(row)
    return "They are concluded." if row.concluded else ""


def _ended(row: Proceedings | None) -> str:
    if row is None:
        return needs_row(row)
    return "" if row.concluded else "They are open."
