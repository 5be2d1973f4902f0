"""The worked example (K6): one review of an invented child, told through the same acts as real work.

Rule: everything in it is invented and says so. It is made by the office as a person would make it, in a new
folder, dated from some months ago until today, so that every screen has something to show.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from desktop.custody import access, advice, foi, incidents, interest, loans, people, publication, reviews
from desktop.custody import muster as musters
from desktop.custody.chasing import call
from desktop.custody.documents import Intake
from desktop.custody.muster import Counted
from desktop.custody.people import Contact
from desktop.office import (
    chasing,
    disclosing,
    electronic,
    movements,
    muster,
    opening,
    panel_pack,
    papers,
    printing,
    reports,
    take_in,
    verification,
)
from desktop.office.invented import BOARD, DOCUMENTS, OPERATOR, PASSPHRASE, PEOPLE, REVIEW, Asked, Received
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.paper import specimens
from desktop.store.durable import write_durably, writing
from desktop.store.vault_folder import refuse_used_folder

README = f"""A worked example of Strongroom. Everything in it is invented.

vault/              the vault: open it with the passphrase and the key file
passphrase.txt      the passphrase: {PASSPHRASE}
device-secret.key   the key file (the second part of the key)
received/           the documents as they came, before they were taken into custody
papers/             slips, receipts, numbered copies, a letter, a count sheet, the access log with its table
papers/panel-pack*  the pack for the Overview Panel, in full and for wider circulation
"""


class Example(NamedTuple):
    """Where everything lies."""

    vault: Path
    passphrase_file: Path
    key_file: Path
    passphrase: str
    files: list[Path]


def make(folder: Path, *, bounds: opening.Bounds = opening.STANDARD_BOUNDS) -> Example:
    """Make the worked example in a new or empty folder. Errors as `opening.create`."""
    folder = folder.absolute()
    refuse_used_folder(folder)
    found = described(folder)
    clock = _Clock(opening.now())
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    office = opening.create(
        found.vault,
        passphrase=PASSPHRASE,
        board_name=BOARD,
        operator=OPERATOR,
        returns=f"The Administrator, {BOARD}, 1 Example Street, Exampleton",
        key_file=found.key_file,
        bounds=bounds,
        clock=clock,
    )
    try:
        _Story(office, clock, folder).tell()
    finally:
        office.close()
    write_durably(found.passphrase_file, f"{PASSPHRASE}\n".encode())
    write_durably(folder / "README.txt", README.encode())
    return found._replace(files=sorted(path for path in folder.rglob("*") if _is_paper(path, found.vault)))


def described(folder: Path) -> Example:
    """Return where everything lies in an example made in `folder`, without its list of files."""
    return Example(folder / "vault", folder / "passphrase.txt", folder / "device-secret.key", PASSPHRASE, [])


class _Clock:
    """The example's own time: it starts some months ago and is moved on by the story."""

    def __init__(self, end: datetime) -> None:
        self._end = end
        self._now = self._on(days_ago=150)

    def __call__(self) -> datetime:
        self._now = min(self._now + timedelta(minutes=3), self._end)
        return self._now

    def go_to(self, days_ago: int) -> date:
        """Move on to mid-morning, so many days before today; return that day."""
        self._now = max(self._now, self._on(days_ago))
        return self._now.date()

    def _on(self, days_ago: int) -> datetime:
        day = self._end.date() - timedelta(days=days_ago)
        return min(datetime.combine(day, time(9, 30)).astimezone(), self._end)


class _Story:
    def __init__(self, office: Office, clock: _Clock, folder: Path) -> None:
        self.office = office
        self.clock = clock
        self.received = folder / "received"
        self.papers = folder / "papers"

    def tell(self) -> None:
        """From the opening of the review to the access log."""
        self.received.mkdir()
        self.papers.mkdir()
        today = self.clock.go_to(145)
        self.office.do(
            reviews.open_review,
            reference=REVIEW,
            authority="Decision of the Chair on the recommendation of the panel",
            notified=today - timedelta(days=20),
            decided=today - timedelta(days=2),
        )
        for person in PEOPLE:
            contact = Contact(person.telephone, person.email, person.address, person.out_of_hours)
            self._do(
                people.add,
                name=person.name,
                post=person.post,
                agency=person.agency,
                role=person.role,
                authority=person.authority,
                contact=contact,
            )
        for document in DOCUMENTS:
            self._take_in(document)
        self._lend()
        self._hear_the_public()
        self._prepare_publication()
        self._lend_more()
        self._refuse()
        self.clock.go_to(0)
        run(verification.verify(self.office))
        run(reports.make_access_log(self.office, REVIEW, self.papers / f"{REVIEW}-access-log.pdf"))
        for name, wider in (("panel-pack", False), ("panel-pack-wider", True)):
            run(panel_pack.make_pack(self.office, panel_pack.Order(self.papers / name, REVIEW, wider)))

    def _do(self, act: Callable[..., object], **facts: object) -> None:
        self.office.do(act, **facts)  # type: ignore[arg-type]

    def _take_in(self, document: Received) -> None:
        self.clock.go_to(document.days_ago)
        file = self.received / document.file_name
        file.write_bytes(specimens.make(document.specimen))
        intake = Intake(document.received_from, document.arrived, document.pages_stated)
        accession = take_in.Accession(
            REVIEW, document.kind, document.edition, document.agency, document.specimen.title, intake
        )
        taken = run(take_in.take_in(self.office, file, accession))
        run(papers.accession_receipt(self.office, taken.document, self.papers))

    def _ask(self, asked: Asked, mode: str = "hard-copy") -> None:
        self.clock.go_to(asked.days_ago)
        self._do(access.ask, person=asked.person, document=asked.document, purpose=asked.purpose, mode=mode)

    def _agree(self, request: str) -> None:
        self._do(
            access.decide,
            request=request,
            agreed=True,
            by="Chair of the Board (invented)",
            reason="Needed for the panel's work",
            conditions="To be read on the agency's premises",
        )

    def _lend(self) -> None:
        """Two copies: one back, one overdue."""
        self._ask(Asked("P-0001", "D-0003", "To prepare the panel meeting", 60))
        self._agree("R-0001")
        run(printing.print_copies(self.office, printing.Order("D-0003", 5), self.papers))
        self._out("D-0003/1", "P-0001", "R-0001", days=14)
        self.clock.go_to(47)
        run(
            movements.take_back(
                self.office,
                movements.Return("D-0003/1", self._pages("D-0003/1"), "Good", "None"),
                self.papers,
            )
        )
        self._count()
        self._ask(Asked("P-0002", "D-0003", "To check the agency's chronology against the report", 30))
        self._agree("R-0002")
        self._out("D-0003/2", "P-0002", "R-0002", days=21)

    def _count(self) -> None:
        """Hold a muster: all is in the safe, but a page of one copy lies elsewhere (C13)."""
        self.clock.go_to(40)
        first, second = self.office.register.custodian.name, "Dilys Placeholder (invented)"
        run(muster.begin(self.office, first=first, second=second, folder=self.papers))
        every = [copy for copy in self.office.register.copies.values() if not copy.out]
        seen = [Counted(copy.copy, "in the safe", copy.pages) for copy in every[:-1]]
        short = Counted(
            every[-1].copy, "in the safe", (every[-1].pages or 1) - 1, "The last page is not there"
        )
        self._do(musters.count, counts=[*seen, short])
        code = musters.the_open_one(self.office.register, "finished").code
        done = run(muster.finish(self.office, code=code, folder=self.papers))
        found = "The page lay on the printer. It was put back, and both counted the copy again."
        self._do(incidents.close, incident=done.discrepancies[0].incident, found=found)

    def _prepare_publication(self) -> None:
        """Tell what the Board did on its way to publish the executive summary (D4)."""
        self.clock.go_to(20)
        self._do(
            publication.decide, review=REVIEW, document="D-0004", by="Board meeting, minute 7 (invented)"
        )
        gist = "The inquest is concluded; no criminal or family proceedings are open."
        self._do(publication.consider, review=REVIEW, by="The panel", gist=gist)
        self.clock.go_to(12)
        bodies = self.office.register.founded.settings.briefed_bodies
        elsewhere = [body for body in bodies if "custody" in body]
        told = [body for body in bodies if body not in elsewhere]
        self._do(publication.brief, review=REVIEW, bodies=told)
        why = "The child was not in custody"
        self._do(publication.brief, review=REVIEW, bodies=elsewhere, why=why)
        self._do(
            publication.check_anonymisation, review=REVIEW, by="A reader who did not write it (invented)"
        )

    def _lend_more(self) -> None:
        """Two copies: one due soon, one whose slip is not back yet; between them, advice and publication."""
        self._ask(Asked("P-0003", "D-0003", "Legal advice on the report", 10))
        self._agree("R-0003")
        self._out("D-0003/3", "P-0003", "R-0003", days=13)
        self._hear_under_the_law()
        self.clock.go_to(5)
        gist = "It may be shown to a court that orders it. The names in appendix 2 are to be left out."
        consulted = "The legal adviser of Exampleshire Health Trust, who agrees"
        self._do(advice.record, about=["D-0003"], adviser="Carys Specimen", gist=gist, consulted=consulted)
        self.clock.go_to(3)
        self._do(publication.publish, review=REVIEW, where="The Board's website, www.board.example")
        self._ask_for_it_back()
        self._do(interest.answer, interest="E-0003", outcome="sent")
        self._ask(Asked("P-0004", "D-0003", "Evaluation of the review", 1))
        self._agree("R-0004")
        self._out("D-0003/4", "P-0004", "R-0004", days=28, confirmed=False)
        self._send()

    def _hear_under_the_law(self) -> None:
        """Somebody asks under the Freedom of Information Act: its clock runs, and a hold stands (D7, G4)."""
        self.clock.go_to(9)
        self._do(
            foi.record,
            name="Exampleton Gazette (invented)",
            asked="The overview report, and what it cost",
            way="e-mail",
            documents=["D-0003"],
        )

    def _send(self) -> None:
        """Send an encrypted file to a person, and the report to the inspectorate; neither has answered."""
        self._ask(Asked("P-0002", "D-0003", "To read it away from the office", 1), "electronic")
        self._agree("R-0005")
        due = self.office.hand().day + timedelta(days=28)
        run(electronic.send(self.office, electronic.Order("D-0003", "P-0002", "R-0005", due), self.papers))
        order = disclosing.Order(REVIEW, ["D-0003"], "Ofsted", "By courier, in a sealed envelope")
        run(disclosing.submit(self.office, order, self.papers))

    def _ask_for_it_back(self) -> None:
        """Chase the copy that is overdue: the letters that are due, and a telephone call."""
        run(chasing.chase(self.office, self.papers))
        said = "Is away until Monday; the copy is locked in the office safe"
        self._do(call, copy="D-0003/2", spoke_to="The team secretary (invented)", said=said)

    def _out(self, copy: str, person: str, request: str, *, days: int, confirmed: bool = True) -> None:
        due = self.office.hand().day + timedelta(days=days)
        out = run(
            movements.sign_out(self.office, movements.Handover(copy, person, request, due), self.papers)
        )
        if confirmed:
            self._do(loans.confirm, copy=copy, slip_code=out.slip_code)

    def _refuse(self) -> None:
        self._ask(Asked("P-0005", "D-0001", "Interest in the case", 1))
        self._do(
            access.decide,
            request="R-0006",
            agreed=False,
            by="Chair of the Board (invented)",
            reason="The purpose does not serve the review",
        )
        self._ask(Asked("P-0002", "D-0001", "To answer questions of the panel about the review", 1))

    def _hear_the_public(self) -> None:
        """Three ask for the executive summary; one is declined, two wait for its publication."""
        self.clock.go_to(25)
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
            self._do(interest.record, review=REVIEW, name=name, category=category, format=form, reason=reason)
        for asked in ("E-0001", "E-0003"):
            waiting = "waiting for publication"
            self._do(interest.answer, interest=asked, outcome=waiting, why="Not published yet")
        self._do(
            interest.answer,
            interest="E-0002",
            outcome="declined",
            why="They asked for the names of staff, which are not given out",
        )

    def _pages(self, copy: str) -> int:
        return self.office.register.copy(copy).pages or 0


def _is_paper(path: Path, vault: Path) -> bool:
    return path.is_file() and not path.is_relative_to(vault)
