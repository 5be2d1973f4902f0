"""What the policy says of prints, signatures and scans: the oracle's books, kept from the entries alone.

Every number has one place in these books, every signature that is awaited has its loan, and every paper that
was filed has one thing beside which it lies (C1, C5, C7, C14, C15).
"""

from collections import Counter
from datetime import date

from desktop.custody import electronic, loans, print_jobs
from desktop.custody.approved_exceptions import ExceptionApproved, ExceptionEnded
from desktop.custody.batches import CopyDestroyedHere
from desktop.custody.hand import Event
from desktop.custody.holder_certificates import CopyDestroyedByHolder
from desktop.custody.mishaps import CopyDamaged, CopyMended
from desktop.custody.numbers import CopiesAllotted, CopyPrinted, CopySpoilt
from desktop.custody.scans import PaperFiled
from tests.custody.oracle import Oracle

_OTHERWISE = {"failed", "cancelled", "not known"}


class PapersOracle(Oracle):
    """The oracle of custody, with books of what was printed, signed and filed."""

    def __init__(self) -> None:
        super().__init__()
        self.place: dict[str, str] = {}
        """Of each number, where it is: its print open, spoilt, here, out, or how it ended."""
        self.jobs: dict[str, print_jobs.PrintJobSent] = {}
        self.ends: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        """Of each job that was counted, the whole sheets."""
        self.unfit: set[str] = set()
        """Copies that are not whole: damaged, or of which too few sheets came out."""
        self.unsigned: set[str] = set()
        """Copies whose holder has not signed the slip of the present loan."""
        self.kept: set[str] = set()
        """Copies that their holders keep, by an approved exception."""
        self.filed: dict[str, tuple[str, str, str]] = {}
        """Of each scan, what it is about, which paper it is, and its sealed file."""

    def see(self, event: Event, day: date) -> None:
        """Remember an event; fail if the policy forbids it."""
        super().see(event, day)
        for sight in (self.see_prints, self.see_counts, self.see_places, self.see_signatures):
            sight(event)
        if isinstance(event, PaperFiled):
            assert event.scan not in self.filed, "a scan was filed under the name of another"
            assert event.about.strip(), "a scan belongs to nothing"
            self.filed[event.scan] = (event.about, event.paper, event.master.sealed)

    def see_prints(self, event: Event) -> None:
        match event:
            case CopiesAllotted():
                self.place |= {
                    f"{event.document}/{number}": "open" for number in range(event.first, event.last + 1)
                }
            case CopyPrinted() | CopySpoilt():
                assert self.place[event.copy] == "open", "a print ended twice"
                self.place[event.copy] = "here" if isinstance(event, CopyPrinted) else "spoilt"
                jobs = [job for job, sent in self.jobs.items() if sent.about == event.copy]
                if isinstance(event, CopyPrinted):
                    assert not [job for job in jobs if self.ends.get(job) in _OTHERWISE], (
                        "it did not come out"
                    )
                    if any(
                        self.counts.get(job, 0) < self.jobs[job].sheets for job in jobs if job in self.counts
                    ):
                        self.unfit.add(event.copy)
                else:
                    assert not any(self.counts.get(job) for job in jobs), "of a spoilt copy a sheet is whole"
            case print_jobs.PrintJobSent():
                assert event.job not in self.jobs, "a job was sent under the name of another"
                self.jobs[event.job] = event
            case print_jobs.PrintJobEnded():
                assert event.job not in self.ends, "a job ended twice"
                self.ends[event.job] = event.end

    def see_counts(self, event: Event) -> None:
        match event:
            case print_jobs.SheetsCounted():
                job = self.jobs[event.job]
                assert event.job not in self.counts, "a job was counted twice"
                assert 0 <= event.good <= job.sheets, "more sheets are whole than were sent"
                assert not event.spoilt or event.fate, "nobody says what became of the spoilt sheets"
                self.counts[event.job] = event.good
                place = self.place.get(job.about, "")
                assert place != "spoilt" or not event.good, "of a spoilt copy a sheet is whole"
                if place in {"here", "out"} and event.good < job.sheets:
                    self.unfit.add(job.about)
            case CopyDamaged():
                self.unfit.add(event.copy)
            case CopyMended():
                self.unfit.remove(event.copy)

    def see_places(self, event: Event) -> None:
        match event:
            case loans.CopySignedOut():
                self.move(event.copy, "here", "out")
                assert event.copy not in self.unfit, "a copy went out that is not whole"
            case electronic.ElectronicCopySent():
                self.move(event.copy, "open", "out")
            case loans.CopyReturned():
                self.move(event.copy, "out", "here")
            case CopyDestroyedHere():
                if self.place[event.copy] != "spoilt":
                    self.move(event.copy, "here", "destroyed here")
            case CopyDestroyedByHolder():
                self.move(event.copy, "out", "destroyed by holder")
            case electronic.ElectronicCopyDeleted():
                self.move(event.copy, "out", "deleted")

    def see_signatures(self, event: Event) -> None:
        match event:
            case loans.CopySignedOut() | electronic.ElectronicCopySent():
                self.unsigned.add(event.copy)
            case loans.SlipConfirmed():
                assert event.copy in self.unsigned, "a slip was confirmed that nobody awaits"
                self.unsigned.remove(event.copy)
            case loans.CopyReturned() | CopyDestroyedByHolder() | electronic.ElectronicCopyDeleted():
                self.unsigned.discard(event.copy)
                self.kept.discard(event.copy)
            case ExceptionApproved(exception="kept by holder"):
                self.kept.add(event.copy)
            case ExceptionEnded():
                self.kept.discard(event.copy)

    def move(self, copy: str, before: str, after: str) -> None:
        assert self.place[copy] == before, f"{copy} was {self.place[copy]}, and is {after}"
        self.place[copy] = after

    def sums(self, document: str) -> Counter[str]:
        """Return how many numbers of a document are at each place."""
        return Counter(place for copy, place in self.place.items() if copy.rpartition("/")[0] == document)
