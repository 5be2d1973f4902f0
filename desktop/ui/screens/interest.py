"""Executive-summary requests from outside: who asked, who waits, and what they were told (D3)."""

from collections.abc import Sequence

from desktop.custody import gates, interest
from desktop.custody.errors import RuleError
from desktop.custody.interest import Interest
from desktop.ui import rows
from desktop.ui.dialogs.interest import AnswerInterest, AnswerWaiting, FileAgain, RecordInterest
from desktop.ui.dialogs.papers import AccessLog
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column


class InterestScreen(Screen):
    """The executive-summary requests."""

    title = "Executive-summary requests"
    noun = "executive-summary request"
    empty_title = "Nobody has asked for the executive summary yet."
    empty_hint = "Requests from families, the public, the press and others are recorded here for the Panel."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Request", lambda asked: asked.interest, lambda asked: rows.reference_key(asked.interest)),
            Column("State", lambda asked: asked.state, whole=True),
            Column("Who asks", lambda asked: asked.name),
            Column("Category", lambda asked: asked.category),
            Column("Format", lambda asked: asked.format),
            Column("Review", lambda asked: asked.review),
            Column("Received", lambda asked: rows.short_day(asked.received), lambda asked: asked.received),
        ]

    def rows(self) -> Sequence[Interest]:
        """Return the requests: who waits first, then newest first."""
        newest = list(reversed(self.desk.register.interest.values()))
        return sorted(newest, key=lambda asked: not asked.waits)

    def identify(self, row: Interest) -> str:
        """Return the reference."""
        return row.interest

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Record a request…",
                lambda _row: RecordInterest(desk, "", window()),
                self._possible,
                main=True,
                on_row=False,
            ),
            Offer("&Answer…", lambda asked: AnswerInterest(desk, asked, window()), _unanswered),
            Offer(
                "Answer all who &wait…",
                lambda _row: AnswerWaiting(desk, self._published(), window()),
                self._answerable,
                on_row=False,
            ),
            Offer("&File once more…", lambda asked: FileAgain(desk, asked, window()), _unsent),
            Offer("Access lo&g…", lambda asked: AccessLog(desk, asked.review, window()), needs_row),
        ]

    def details(self, row: Interest) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a request."""
        given = row.answer
        letters = [one for one in self.desk.register.letters.values() if one.about == row.interest]
        return row.interest, [
            ("State", row.state),
            ("Who asks", row.name),
            ("Category", row.category),
            ("Format", row.format),
            ("Address", row.address),
            ("Review", row.review),
            ("Reason", row.reason),
            ("Received", rows.day(row.received)),
            ("Answered", rows.day(given.day) if given else ""),
            ("Told", given.why if given else ""),
            ("Was sent", f"{given.document}, version {given.version}" if given and given.document else ""),
            ("Letters", "\n".join(map(rows.letter_line, letters))),
        ]

    def _possible(self, _row: Interest | None) -> str:
        return "" if self.desk.register.reviews else "Open a review first."

    def _published(self) -> str:
        """Return the first review somebody waits for whose executive summary is published."""
        waited = dict.fromkeys(one.review for one in interest.waiting(self.desk.register))
        return next((review for review in waited if not self._gate(review)), "")

    def _answerable(self, _row: Interest | None) -> str:
        waiting = interest.waiting(self.desk.register)
        if not waiting:
            return "Nobody waits."
        return "" if self._published() else self._gate(waiting[0].review)

    def _gate(self, review: str) -> str:
        try:
            gates.check_published(self.desk.register, review, self.desk.today)
        except RuleError as error:
            return error.message
        return ""


def _unanswered(asked: Interest | None) -> str:
    if asked is None:
        return needs_row(asked)
    return "" if asked.waits else f"It was answered: {asked.state}."


def _unsent(asked: Interest | None) -> str:
    if asked is None:
        return needs_row(asked)
    return "" if asked.answer and asked.answer.document else "It was sent nothing."
