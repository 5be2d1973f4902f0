"""What the policy says of the disposal of masters: an oracle that knows decisions 15 and 16, and no program.

It remembers the entries, and works out for itself what may be disposed of, what still holds it, and when a
disposal is complete (G3 to G6, T8, T14, T16).
"""

from datetime import date, timedelta

from desktop.custody import (
    batches,
    clock,
    documents,
    holds,
    media,
    mishaps,
    observations,
    packages,
    record_reviews,
)
from desktop.custody.approved_exceptions import ExceptionApproved, ExceptionEnded
from desktop.custody.closing import ReviewClosed
from desktop.custody.disposal_traces import TraceSettled
from desktop.custody.disposals import DisposalAbandoned, DisposalCleared, DisposalDone, DisposalPrepared
from desktop.custody.hand import Event
from desktop.custody.kept_until import RetentionDateConfirmed
from desktop.custody.numbers import CopiesAllotted, CopySpoilt
from desktop.custody.restores import VaultRestored

OPERATOR_NAMES = {"Avery Example", "O-0001"}


class DisposalOracle:
    """The books of what may end, what has ended, and what still holds it."""

    def __init__(self) -> None:
        self.review_of: dict[str, str] = {}
        self.came: dict[str, int] = {}
        """The entry with which each document came."""
        self.news: dict[str, int] = {}
        """Of each review, the last entry that brought a document, a version or another date."""
        self.closed: set[str] = set()
        self.held: dict[str, tuple[str, ...]] = {}
        self.sheets: dict[str, tuple[str, int]] = {}
        """Of each review of a record, the review and the entry of its sheet."""
        self.decided: dict[str, str] = {}
        """Of each review, the standing decision, by its reference and what it decides."""
        self.lossy = 0
        """The entry of the last restore that lost entries."""
        self.live: set[str] = set()
        """Numbers that have come to no end and under no exception."""
        self.prepared: dict[str, tuple[tuple[str, ...], date]] = {}
        self.abandoned: set[str] = set()
        self.done: dict[str, int] = {}
        """Of each disposal that is done, its entry."""
        self.gone: dict[str, str] = {}
        """Of each document that is disposed of, its disposal."""
        self.cleared: dict[str, bool] = {}
        self.backups: dict[str, int] = {}
        """Of each medium that is not destroyed, the last entry in its backup."""
        self.destroyed: set[str] = set()
        self.whole: dict[str, set[int]] = {}
        """Of each medium, the last entries of the backups that tests found whole, since one that did not."""
        self.holding: dict[str, set[str]] = {}
        """Of each disposal that is done, the media that held its documents."""
        self.left: list[tuple[int, set[str]]] = []
        """What left the vault or was put aside: its entry, and which documents are in it."""
        self.settled: set[int] = set()
        self.latest = date.min
        """The latest day on which anything was entered, unless the date was found to be wrong since."""
        self.doubt = False
        """Whether the clock is in doubt."""
        self.number = 0

    def see(self, event: Event, day: date, number: int) -> None:
        """Remember an event, the entry of that number; fail if the policy forbids it."""
        self.number = number
        self.see_documents(event)
        self.see_decisions(event)
        self.see_copies(event)
        self.see_disposals(event, day)
        self.see_elsewhere(event)
        self.latest = day if isinstance(event, clock.ClockCompared) else max(self.latest, day)

    def see_documents(self, event: Event) -> None:
        match event:
            case documents.DocumentTakenIn():
                self.review_of[event.document] = event.review
                self.came[event.document] = self.news[event.review] = self.number
            case documents.VersionTakenIn():
                assert event.document not in self.gone, "a document that is no more was corrected"
                self.news[self.review_of[event.document]] = self.number
            case RetentionDateConfirmed():
                self.news[event.review] = self.number
            case ReviewClosed():
                self.closed.add(event.review)
            case VaultRestored() if event.lost != 0:
                self.lossy = self.number

    def see_decisions(self, event: Event) -> None:
        match event:
            case holds.HoldRaised() | holds.HoldMoved():
                self.held[event.hold] = event.about
            case holds.HoldLifted():
                del self.held[event.hold]
            case clock.ClockChanged() | clock.ClockCompared():
                self.doubt = isinstance(event, clock.ClockChanged)
            case record_reviews.RecordReviewBegun():
                self.sheets[event.record_review] = (event.review, self.number)
            case record_reviews.RecordReviewDecided():
                review = self.sheets[event.record_review][0]
                self.decided[review] = f"{event.decision} {event.record_review}"
                if event.decision == "extend":
                    self.news[review] = self.number
            case record_reviews.RecordReviewWithdrawn():
                review = self.sheets[event.record_review][0]
                if self.decided.get(review, "").endswith(f" {event.record_review}"):
                    del self.decided[review]

    def see_copies(self, event: Event) -> None:
        match event:
            case CopiesAllotted():
                assert event.document not in self.gone, "a number was given of a document that is no more"
                self.live |= {f"{event.document}/{one}" for one in range(event.first, event.last + 1)}
            case CopySpoilt() | batches.CopyDestroyedHere() | ExceptionApproved():
                self.live.discard(event.copy)
            case ExceptionEnded() | mishaps.CopyFound():
                self.live.add(event.copy)
            case observations.DocumentViewed():
                assert event.document not in self.gone, "a document that is no more was seen"

    def see_disposals(self, event: Event, day: date) -> None:
        match event:
            case DisposalPrepared():
                names = tuple(item.document for item in event.items)
                self.may_end(names, day)
                assert event.second not in OPERATOR_NAMES, "one person is both"
                for known, (others, since) in self.prepared.items():
                    open_ = known not in self.abandoned | set(self.done) and day <= since + timedelta(1)
                    assert not open_ or set(names).isdisjoint(others), "a document is on two sheets"
                self.prepared[event.disposal] = (names, day)
            case DisposalAbandoned():
                assert event.disposal not in self.done, "what is done was undone"
                self.abandoned.add(event.disposal)
            case DisposalDone():
                names, since = self.prepared[event.disposal]
                assert event.disposal not in self.abandoned | set(self.done), "a sheet counted twice"
                assert set(event.documents) == set(names), "something else was disposed of than was signed"
                assert day <= since + timedelta(1), "a sheet counted after it lapsed"
                self.may_end(names, day)
                self.done[event.disposal] = self.number
                self.gone |= dict.fromkeys(names, event.disposal)
                first = min(self.came[one] for one in names)
                held = {one for one, last in self.backups.items() if last >= first}
                assert set(event.media) == held, "a medium that holds it is not listed, or one that does not"
                self.holding[event.disposal] = held
            case DisposalCleared():
                self.cleared[event.disposal] = not event.left

    def see_elsewhere(self, event: Event) -> None:
        match event:
            case media.BackupMade():
                assert event.medium not in self.destroyed
                self.backups[event.medium] = event.number
            case media.MediumTested() if event.problems:
                self.whole.pop(event.medium, None)  # nobody knows any more what is on it
            case media.MediumTested():
                self.whole.setdefault(event.medium, set()).add(event.number)
            case media.MediumDestroyed():
                self.destroyed.add(event.medium)
                self.backups.pop(event.medium, None)
            case packages.PackageMade():
                # What is no more is in it as a record alone.
                self.left.append((self.number, set(event.documents) - set(self.gone)))
            case observations.DocumentViewed(how="as a file in clear"):
                self.left.append((self.number, {event.document}))
            case VaultRestored():
                self.left.append((self.number, set(self.came) - set(self.gone)))
            case TraceSettled():
                assert event.entry not in self.settled
                assert event.witness not in OPERATOR_NAMES, "one person is both"
                self.settled.add(event.entry)

    def may_end(self, names: tuple[str, ...], day: date) -> None:
        """Fail unless these documents may be disposed of on `day`."""
        assert names
        assert not self.doubt, "the clock was in doubt"
        assert day >= self.latest, "the clock had gone back"
        for name in names:
            review = self.review_of[name]
            assert name not in self.gone, "it was disposed of twice"
            about = {name, review}
            assert not [one for one, on in self.held.items() if not on or about & set(on)], "it is held"
            assert review in self.closed, "its review goes on"
            assert not [copy for copy in self.live if copy.rpartition("/")[0] == name], "a copy is left"
            what, _, reference = self.decided.get(review, "").partition(" ")
            assert what == "destroy", "nobody decided that it is destroyed"
            signed = self.sheets[reference][1]
            assert self.news[review] < signed, "something came in since, or the date was moved"
            assert self.lossy < signed, "a restore lost entries since"

    def still(self, disposal: str) -> set[str]:
        """Return what still holds the documents of a disposal: media, and the entries of what left."""
        names, done = set(self.prepared[disposal][0]), self.done[disposal]
        kept = {
            medium
            for medium in self.holding[disposal]
            if medium not in self.destroyed and not any(last >= done for last in self.whole.get(medium, ()))
        }
        out = {str(entry) for entry, inside in self.left if entry < done and inside & names}
        return kept | (out - set(map(str, self.settled)))

    def complete(self, disposal: str) -> bool:
        """Tell whether nothing that is listed holds the documents of a disposal any more."""
        return disposal in self.done and self.cleared.get(disposal, False) and not self.still(disposal)
