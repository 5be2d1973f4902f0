"""The desk at which the worked example is told: its own time, its folders, and what both its reviews do (K6).

Rule: the example is made by the same acts and procedures as real work, in the order of its days.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from desktop.custody import access, loans
from desktop.custody.documents import Intake
from desktop.office import movements, papers, printing, take_in
from desktop.office.invented import Asked, Received
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.paper import specimens

BEGINS = 900
"""So many days ago the example begins."""


class Clock:
    """The example's own time: it starts some years ago and is moved on by the story."""

    def __init__(self, end: datetime) -> None:
        self._end = end
        self._now = self._on(BEGINS)

    def __call__(self) -> datetime:
        """Return the present time of the story, some minutes after the last."""
        self._now = min(self._now + timedelta(minutes=3), self._end)
        return self._now

    def go_to(self, days_ago: int) -> date:
        """Move on to mid-morning, so many days before today; return that day."""
        self._now = max(self._now, self._on(days_ago))
        return self._now.date()

    def _on(self, days_ago: int) -> datetime:
        day = self._end.date() - timedelta(days=days_ago)
        return min(datetime.combine(day, time(9, 30)).astimezone(), self._end)


class Telling:
    """What is done at the desk for one review, with the folder its papers go to."""

    def __init__(self, office: Office, clock: Clock, review: str, received: Path, papers: Path) -> None:
        self.office = office
        self.clock = clock
        self.review = review
        self.received = received
        self.papers = papers
        for folder in (received, papers):
            folder.mkdir(parents=True, exist_ok=True)

    def do(self, act: Callable[..., object], **facts: object) -> None:
        """Do an act."""
        self.office.do(act, **facts)  # type: ignore[arg-type]

    def take_in(self, document: Received) -> str:
        """Take a document into custody on its day, with its receipt; return its reference."""
        self.clock.go_to(document.days_ago)
        file = self.received / document.file_name
        file.write_bytes(specimens.make(document.specimen))
        intake = Intake(document.received_from, document.arrived, document.pages_stated)
        accession = take_in.Accession(
            self.review, document.kind, document.edition, document.agency, document.specimen.title, intake
        )
        taken = run(take_in.take_in(self.office, file, accession))
        run(papers.accession_receipt(self.office, taken.document, self.papers))
        return taken.document

    def ask(self, asked: Asked, mode: str = "hard-copy") -> str:
        """Record an access request on its day; return its reference."""
        self.clock.go_to(asked.days_ago)
        self.do(access.ask, person=asked.person, document=asked.document, purpose=asked.purpose, mode=mode)
        return next(reversed(self.office.register.requests))

    def agreed(self, asked: Asked, mode: str = "hard-copy") -> str:
        """Record an access request and the Chair's agreement; return its reference."""
        request = self.ask(asked, mode)
        self.do(
            access.decide,
            request=request,
            agreed=True,
            by="Chair of the Board (invented)",
            reason="Needed for the panel's work",
            conditions="To be read on the agency's premises",
        )
        return request

    def print_copies(self, document: str, number: int) -> None:
        """Print numbered copies as files."""
        run(printing.print_copies(self.office, printing.Order(document, number), self.papers))

    def sign_out(self, copy: str, person: str, request: str, *, days: int, confirmed: bool = True) -> None:
        """Sign a copy out for some days; the signed slip comes back at once, or not yet."""
        due = self.office.hand().day + timedelta(days=days)
        handover = movements.Handover(copy, person, request, due)
        out = run(movements.sign_out(self.office, handover, self.papers))
        if confirmed:
            self.do(loans.confirm, copy=copy, slip_code=out.slip_code)

    def take_back(self, copy: str) -> None:
        """Count a copy back, whole."""
        returned = movements.Return(copy, self.pages(copy), "Good", "None")
        run(movements.take_back(self.office, returned, self.papers))

    def pages(self, copy: str) -> int:
        """Return how many pages a copy has."""
        return self.office.register.copy(copy).pages or 0
