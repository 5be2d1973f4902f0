"""Disclosure: what must be on the record before anything leaves the process of a review; a page for each.

Rule: a page is a screen of its own; it is one line of `DisclosureScreen.pages`.
"""

from collections.abc import Sequence

from desktop.custody import publication
from desktop.custody.advice import Advice
from desktop.custody.publication_round import Publication
from desktop.custody.reviews import Review
from desktop.ui import rows
from desktop.ui.dialogs.disclosure import (
    AdviceForm,
    BriefBodies,
    CheckAnonymisation,
    ConsiderProceedings,
    DecideToPublish,
    PublicationForm,
    Publish,
    RecordAdvice,
    Withdraw,
)
from desktop.ui.screens.agency_plans import AgencyPlansScreen
from desktop.ui.screens.health import HealthScreen
from desktop.ui.screens.paged import Page, PagedScreen
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.screens.submissions import SubmissionsScreen
from desktop.ui.tables import Column


class AdviceScreen(Screen):
    """The legal advice."""

    title = "Legal advice"
    noun = "legal advice"
    empty_title = "No legal advice is recorded yet."
    empty_hint = (
        "An overview report or an Individual Management Review leaves the process of its review only once"
        " legal advice on it is recorded."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Advice", lambda known: known.advice, lambda known: rows.reference_key(known.advice)),
            Column("Given", lambda known: rows.short_day(known.day), lambda known: known.day),
            Column("Adviser", lambda known: known.adviser),
            Column("About", lambda known: known.about),
        ]

    def rows(self) -> Sequence[Advice]:
        """Return the advice, newest first."""
        return list(reversed(self.desk.register.advice.values()))

    def identify(self, row: Advice) -> str:
        """Return the reference."""
        return row.advice

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk = self.desk
        return [
            Offer(
                "&Record advice…",
                lambda _row: RecordAdvice(desk, "", self.window()),
                self._possible,
                main=True,
                on_row=False,
            ),
            Offer("Make the &form…", lambda row: AdviceForm(desk, row.advice, self.window()), needs_row),
        ]

    def details(self, row: Advice) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of advice."""
        about = (rows.document_line(self.desk.register, on.document) for on in row.documents)
        versions = (f"version {on.version}" for on in row.documents)
        return row.advice, [
            ("Adviser", row.adviser),
            ("Given", rows.day(row.day)),
            ("Recorded", f"{rows.day(row.recorded)}, entry {row.entry:,}"),
            ("About", "\n".join(f"{one}, {version}" for one, version in zip(about, versions, strict=True))),
            ("Gist", row.gist),
            ("Agencies' advisers", row.consulted or "none consulted"),
        ]

    def _possible(self, _row: Advice | None) -> str:
        return "" if self.desk.register.documents else "Take a document into custody first."


class PublicationScreen(Screen):
    """Each review with how the publication of its executive summary stands."""

    title = "Publication"
    noun = "publication"
    empty_title = "No review has been opened yet."
    empty_hint = "Each review's executive summary leaves the process only once it is published."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Review", lambda review: review.review),
            Column("State", self._state, whole=True),
            Column("Document", lambda review: self._of(review, "document")),
            Column("Decided by", lambda review: self._of(review, "by")),
        ]

    def rows(self) -> Sequence[Review]:
        """Return the reviews, newest first."""
        return list(reversed(self.desk.register.reviews.values()))

    def identify(self, row: Review) -> str:
        """Return the reference."""
        return row.review

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done, in the order in which it is done."""
        desk, window = self.desk, self.window
        under_way = self._under_way
        return [
            Offer(
                "&Decide to publish…",
                lambda row: DecideToPublish(desk, row.review, window()),
                self._decidable,
                main=True,
            ),
            Offer("&Proceedings…", lambda row: ConsiderProceedings(desk, row.review, window()), under_way),
            Offer("&Bodies told…", lambda row: BriefBodies(desk, row.review, window()), under_way),
            Offer("&Anonymisation…", lambda row: CheckAnonymisation(desk, row.review, window()), under_way),
            Offer("Publi&sh…", lambda row: Publish(desk, row.review, window()), self._publishable),
            Offer("&Withdraw…", lambda row: Withdraw(desk, row.review, window()), self._withdrawable),
            Offer("Make the &form…", lambda row: PublicationForm(desk, row.review, window()), self._begun),
        ]

    def details(self, row: Review) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is on the record, and what is missing."""
        found = self._standing(row)
        if found is None:
            return row.review, [("State", self._state(row))]
        register = self.desk.register
        return row.review, [
            ("State", found.state),
            ("Still missing", "\n".join(self._missing(found))),
            ("Document", rows.document_line(register, found.document)),
            ("Decided", f"{rows.day(found.decided)}, {found.by}"),
            *_steps(found),
        ]

    def _standing(self, row: Review) -> Publication | None:
        return publication.standing(self.desk.register, row.review)

    def _missing(self, found: Publication) -> list[str]:
        if found.state != "decided":
            return []
        left = publication.missing(self.desk.register, found, self.desk.today)
        return [f"{one[:1].upper()}{one[1:]}." for one in left]

    def _state(self, row: Review) -> str:
        found = self._standing(row)
        if found is None:
            return "not decided"
        if found.published is not None and found.state == "published":
            return f"published {rows.short_day(found.published.day)}"
        if found.state == "withdrawn":
            return "withdrawn"
        left = len(self._missing(found))
        return f"decided, {left} missing" if left else "ready to publish"

    def _of(self, row: Review, fact: str) -> str:
        found = self._standing(row)
        return str(getattr(found, fact)) if found else ""

    def _decidable(self, row: Review | None) -> str:
        if row is None:
            return needs_row(row)
        offered = rows.publishable(self.desk.register, row.review)
        if not offered:
            return "Take the anonymised executive summary into custody first."
        found = self._standing(row)
        if found is None or found.state == "withdrawn":
            return ""
        if found.state == "decided":
            return "It is decided: go on with what is missing."
        current = self.desk.register.documents[found.document].current.version
        same = found.published is not None and found.published.version == current
        if same and len(offered) == 1:
            return "It is published; to publish a corrected version, take that in first."
        return ""

    def _under_way(self, row: Review | None) -> str:
        if row is None:
            return needs_row(row)
        found = self._standing(row)
        if found is None or found.state == "withdrawn":
            return "Record the Board's decision first."
        return "It is published." if found.state == "published" else ""

    def _publishable(self, row: Review | None) -> str:
        why = self._under_way(row)
        found = self._standing(row) if row is not None else None
        if why or found is None:
            return why
        left = self._missing(found)
        return f"{rows.counted(len(left), 'condition')} missing: see the details." if left else ""

    def _withdrawable(self, row: Review | None) -> str:
        if row is None:
            return needs_row(row)
        found = self._standing(row)
        return "" if found and found.state != "withdrawn" else "There is nothing to withdraw."

    def _begun(self, row: Review | None) -> str:
        if row is None:
            return needs_row(row)
        return "" if self._standing(row) else "Record the Board's decision first."


class DisclosureScreen(PagedScreen):
    """All pages about disclosure."""

    title = "Disclosure"
    kinds = "Kinds of disclosure"
    pages = (
        Page(PublicationScreen, "Publi&cation"),
        Page(AdviceScreen, "Legal ad&vice", "LA-"),
        Page(SubmissionsScreen, "Subm&issions", "SU-"),
        Page(HealthScreen, "Third-party &health", "TH-"),
        Page(AgencyPlansScreen, "A&gencies' plans", "AP-"),
    )


def _steps(found: Publication) -> list[tuple[str, str]]:
    considered, checked, published = found.considered, found.checked, found.published
    withdrawn = found.withdrawn
    return [
        (
            "Proceedings",
            f"{considered.gist}\n{considered.by}, {rows.day(considered.day)}" if considered else "",
        ),
        (
            "Bodies",
            "\n".join(f"{told.body}: {told.words[0].lower()}{told.words[1:]}" for told in found.briefings),
        ),
        (
            "Anonymisation",
            f"Version {checked.version}, {checked.by}, {rows.day(checked.day)}" if checked else "",
        ),
        (
            "Published",
            f"Version {published.version}, {rows.day(published.day)}\n{published.where}" if published else "",
        ),
        ("Withdrawn", f"{rows.day(withdrawn.day)}: {withdrawn.why}" if withdrawn else ""),
    ]
