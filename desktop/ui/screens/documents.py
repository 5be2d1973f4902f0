"""Documents: what is in custody, its versions, and what may be made of it."""

from collections.abc import Sequence

from desktop.custody import reconsideration
from desktop.custody.documents import Document
from desktop.custody.observations import views
from desktop.custody.renditions import origin
from desktop.ui import rows
from desktop.ui.dialogs.copies import PrintCopies
from desktop.ui.dialogs.documents import AccessionReceipt, NewVersion, TakeIn, found_in
from desktop.ui.dialogs.issuing import IssueCopies
from desktop.ui.dialogs.renditions import AttachRendition, ChangeLimit, CompareRendition, MakeRendition
from desktop.ui.dialogs.requests import RecordRequest
from desktop.ui.dialogs.viewing import ViewDocument
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column

_VIEWS_SHOWN = 5
"""The last views of a document, in its details."""


_GONE = "It was disposed of under {}."


class DocumentsScreen(Screen):
    """The documents in custody."""

    title = "Documents"
    noun = "document"
    empty_title = "Nothing is in custody yet."
    empty_hint = "Open a review first; then take its documents into custody here."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        register = self.desk.register
        return [
            Column("Reference", lambda row: row.document, lambda row: rows.reference_key(row.document)),
            Column("Review", lambda row: row.review),
            Column("Kind", lambda row: rows.kind_of(register, row)),
            Column("Edition", lambda row: row.edition, whole=True),
            Column("State", _state, whole=True),
            Column("Pages", _pages, lambda row: row.pages or 0, right=True),
            Column("Copies", lambda row: str(row.allotted), lambda row: row.allotted, right=True),
            Column(
                "Taken in", lambda row: rows.short_day(row.current.taken_in), lambda row: row.current.taken_in
            ),
        ]

    def rows(self) -> Sequence[Document]:
        """Return the documents, newest first."""
        return list(reversed(self.desk.register.documents.values()))

    def identify(self, row: Document) -> str:
        """Return the reference."""
        return row.document

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk = self.desk
        return [
            Offer(
                "&Take in…",
                lambda _row: TakeIn(desk, "", self.window()),
                self._no_review,
                main=True,
                on_row=False,
            ),
            Offer("&View…", lambda row: ViewDocument(desk, row, self.window()), _viewable),
            Offer("&Print copies…", lambda row: PrintCopies(desk, row, self.window()), self._printable),
            Offer(
                "Print and &sign out…",
                lambda row: IssueCopies(desk, row, self.window()),
                self._issuable,
            ),
            Offer(
                "&Record a request…",
                lambda row: RecordRequest(desk, "", row.document, self.window()),
                needs_row,
            ),
            Offer("&New version…", lambda row: NewVersion(desk, row, self.window()), self._going_on),
            Offer(
                "&Accession receipt…",
                lambda row: AccessionReceipt(desk, row.document, self.window()),
                needs_row,
            ),
            *self._rare_offers(),
        ]

    def _rare_offers(self) -> Sequence[Offer]:
        """Return what is done now and then."""
        desk = self.desk
        return [
            Offer(
                "Make a rendition…",
                lambda row: MakeRendition(desk, row, self.window()),
                _needs_rendition,
                rare=True,
            ),
            Offer(
                "Attach a rendition…",
                lambda row: AttachRendition(desk, row, self.window()),
                _needs_rendition,
                rare=True,
            ),
            Offer(
                "Rendition compared…",
                lambda row: CompareRendition(desk, row, self.window()),
                _uncompared,
                rare=True,
            ),
            Offer(
                "Change the limit of copies…",
                lambda row: ChangeLimit(desk, row, self.window()),
                self._open_review,
                rare=True,
            ),
        ]

    def details(self, row: Document) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a document."""
        version = row.current
        history = "\n".join(
            f"{one.version}: {rows.day(one.taken_in)}{', ' + one.reason if one.reason else ''}"
            for one in row.versions
        )
        return f"{row.document}: {rows.kind_of(self.desk.register, row)}", [
            ("Title", row.title),
            ("Review", row.review),
            ("Edition", row.edition),
            ("State", _state(row)),
            ("Blocked", row.blocked),
            ("Disposed of", self._disposed(row)),
            ("Copies", f"{rows.tally_line(self.desk.register, row.document)}; limit {row.limit}"),
            ("Received from", version.intake.received_from),
            ("Arrived", version.intake.arrived),
            ("Came as", version.master.file_name),
            *found_in(version),
            ("Viewed and printed from", "".join(origin(made) for made in version.renditions[-1:])),
            ("Versions", history),
            ("Viewed by", self._views(row)),
        ]

    def _views(self, row: Document) -> str:
        found = views(self.desk.register, row.document)
        told = [
            f"{rows.day(view.at.date())}: {view.viewer} {view.how}. {view.purpose}"
            for view in found[: -_VIEWS_SHOWN - 1 : -1]
        ]
        if len(found) > _VIEWS_SHOWN:
            told.append(f"and {len(found) - _VIEWS_SHOWN:,} earlier: see the ledger")
        return "\n".join(told)

    def _disposed(self, row: Document) -> str:
        found = self.desk.register.disposals.get(row.disposed)
        return f"{found.disposal}, keys removed {rows.day(found.done)}" if found else ""

    def _no_review(self, _row: Document | None) -> str:
        register = self.desk.register
        on = any(reconsideration.going_on(register, review) for review in register.reviews.values())
        return "" if on else "Open a review first."

    def _going_on(self, row: Document | None) -> str:
        if row is None:
            return needs_row(row)
        review = self.desk.register.reviews[row.review]
        return "" if reconsideration.going_on(self.desk.register, review) else "The review is concluded."

    def _open_review(self, row: Document | None) -> str:
        if row is None:
            return needs_row(row)
        concluded = self.desk.register.reviews[row.review].concluded
        return "The review is concluded." if concluded else ""

    def _printable(self, row: Document | None) -> str:
        why = _viewable(row) or self._open_review(row)
        if row is None or why:
            return why
        kind = self.desk.register.founded.kind(row.kind)
        return "" if kind.copied else f"No numbered copies are made of a {kind.label.lower()}."

    def _issuable(self, row: Document | None) -> str:
        why = self._printable(row)
        if row is None or why:
            return why
        offered = rows.requests_for_a_copy(self.desk.register, row, self.desk.today)
        return "" if offered else "No agreed request for a hard copy of it stands."


def _state(row: Document) -> str:
    if row.disposed:
        return "disposed of"
    if row.blocked:
        return "blocked"
    return "no rendition" if row.current.needs_rendition and not row.current.renditions else "in custody"


def _pages(row: Document) -> str:
    return f"{row.pages:,}" if row.pages is not None else "not counted"


def _viewable(row: Document | None) -> str:
    if row is None:
        return needs_row(row)
    if row.disposed:
        return _GONE.format(row.disposed)
    if row.blocked:
        return f"Blocked: {row.blocked}."
    missing = row.current.needs_rendition and not row.current.renditions
    return "Make or attach a rendition first: it is no PDF that can be shown." if missing else ""


def _needs_rendition(row: Document | None) -> str:
    if row is None:
        return needs_row(row)
    if row.disposed:
        return _GONE.format(row.disposed)
    return "" if row.current.needs_rendition else "It is a PDF, which is viewed and printed itself."


def _uncompared(row: Document | None) -> str:
    if row is None:
        return needs_row(row)
    if row.disposed:
        return _GONE.format(row.disposed)
    last = row.current.renditions[-1:]
    if not last:
        return "There is no rendition."
    return f"It was compared by {last[0].checked_by}." if last[0].checked_by else ""
