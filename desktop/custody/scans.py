"""Scanned papers: signed slips, receipts and sheets that came back, kept as they were scanned (C14).

Rule: a scan is sealed like a master and kept beside what its paper is about; the code on the paper says what
that is, or a person who looked at it. The scan of a signed slip of the present loan completes "awaiting
signature" (C5); of every other paper the scan is only kept, since where two persons must be there at the time
the code is typed. Of a code there is one scan: the same page is not filed twice. A page that says of how many
it is one tells which are missing; older papers have a code on one page alone.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from desktop.custody import codes, dates, facts, incidents, loans, marks, paper_pages
from desktop.custody.batches import BATCH_CODE
from desktop.custody.copies import Copy, Loan
from desktop.custody.disposals import DISPOSAL_CODE
from desktop.custody.documents import Master
from desktop.custody.errors import UnknownReferenceError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.handover import HANDOVER_CODE
from desktop.custody.hold_lifting import LIFT_CODE
from desktop.custody.holder_certificates import HOLDER_CODE
from desktop.custody.loans import SLIP_CODE
from desktop.custody.muster import MUSTER_CODE
from desktop.custody.paper_pages import PaperPage
from desktop.custody.printing_errors import PaperNotFiledError
from desktop.custody.record_reviews import RECORD_CODE
from desktop.custody.submissions import SUBMISSION_CODE

if TYPE_CHECKING:
    from desktop.custody.register import Register

SLIP = "signed slip"
PAPERS = {
    SLIP_CODE: SLIP,
    MUSTER_CODE: "count sheet",
    SUBMISSION_CODE: "submission sheet",
    HANDOVER_CODE: "handover sheet",
    LIFT_CODE: "sheet that lifts a hold",
    RECORD_CODE: "sheet of a record's review",
    DISPOSAL_CODE: "disposal sheet",
    BATCH_CODE: "destruction sheet",
    HOLDER_CODE: "holder's certificate",
}
"""What a paper is, by how its code begins."""
BY_HAND = (
    SLIP,
    "return receipt",
    "accession receipt",
    "certificate",
    "count sheet",
    "sheet",
    "letter",
    "other",
)
"""What a person may say that a paper without a code is."""
MOST_PAGES = 1_000
"""Of one pile: more than any feeder holds. Each page takes a fifth of a second to read."""
_PAYLOAD = re.compile(r"([A-Z]{2}\d) (\S{4}) (\S+) \S+", re.ASCII)


class Scan(msgspec.Struct, frozen=True):
    """One page that was scanned, and what it is a page of."""

    scan: str
    about: str
    """A reference: of a copy, a muster, a submission, or whatever else the paper belongs to."""
    paper: str
    master: Master
    filed: date
    entry: int
    code: str = ""
    """The payload of its code without the part that is typed; empty: filed by hand."""
    loan: int = 0
    """The entry of the loan that the slip is of; 0: no slip, or filed by hand."""
    page: str = ""
    """Which page of the paper it is, as its code says it; empty: it does not say."""

    @property
    def place(self) -> PaperPage | None:
        """Which page of its paper it is; None: it does not say."""
        return paper_pages.read(self.code) or paper_pages.of_paper(self.code, self.page)

    @property
    def which(self) -> str:
        """Which paper it is, and which page of it, in words."""
        return f"{self.paper}, {self.place.named}" if self.place else self.paper


class KeptScan(NamedTuple):
    """A scanned paper's sealed file, as the masters of documents are kept."""

    scan: Scan
    master: Master

    @property
    def subject(self) -> str:
        """The reference of what is kept."""
        return self.scan.scan

    @property
    def where(self) -> str:
        """Where it belongs, in words."""
        return f"{self.scan.scan}, {self.scan.paper} of {self.scan.about}"


class Reading(NamedTuple):
    """What a page that was scanned is, by its code; where `why_not` is said, it cannot be filed by it."""

    about: str = ""
    paper: str = ""
    payload: str = ""
    why_not: str = ""
    advice: str = ""
    told: str = ""
    """What filing it will do, in one sentence."""
    page: PaperPage | None = None
    """Which page of the paper it is, if it says so."""

    @property
    def which(self) -> str:
        """Which paper it is, and which page of it, in words."""
        return f"{self.paper}, {self.page.named}" if self.page else self.paper


class Lacking(NamedTuple):
    """A page that is missing of a paper, of which another page is there."""

    about: str
    paper: str
    page: PaperPage

    @property
    def said(self) -> str:
        """Which it is, in one sentence."""
        return f"Of the {self.paper} of {self.about}, {self.page.named} is missing, or was not read."


class PaperFiled(Event, frozen=True, kw_only=True, tag="paper-filed"):
    """A scanned paper was filed."""

    scan: str
    about: str
    paper: str
    master: Master
    code: str = ""
    loan: int = 0
    page: str = ""

    def said(self) -> str:
        """Return what was filed where, and whether by its code."""
        how = "by its code" if self.code else "by hand"
        page = paper_pages.read(self.code) or paper_pages.of_paper(self.code, self.page)
        which = f" ({page.named})" if page else ""
        return f"The {self.paper} of {self.about}{which} was scanned and filed {how} as {self.scan}."

    def change(self, register: "Register", line: Line) -> None:
        """Keep it."""
        register.scans[self.scan] = Scan(
            self.scan,
            self.about,
            self.paper,
            self.master,
            line.hand.day,
            line.number,
            self.code,
            self.loan,
            self.page,
        )


class ScanSeen(Event, frozen=True, kw_only=True, tag="scan-seen"):
    """Somebody looked at a scanned paper."""

    words: ClassVar[str] = "{scan} was seen {how}."

    scan: str
    how: str

    def change(self, register: "Register", line: Line) -> None:
        """Nothing in custody moved."""


Events = PaperFiled | ScanSeen


def read(register: "Register", found: Sequence[str]) -> Reading:
    """Return what a page is by the codes on it, and whether it can be filed by them."""
    known = [(text, reading) for text in dict.fromkeys(found) if (reading := _of_code(register, text))]
    ready = [(text, reading) for text, reading in known if not reading.why_not]
    if len({_paper(text) for text, _reading in ready}) > 1:
        return Reading(
            why_not="there are codes of several papers on it",
            advice="Scan the papers one by one, or say by hand what it is.",
        )
    if not known:
        return Reading(why_not="no code was found on it", advice=_LOOK)
    text, reading = min(ready or known, key=lambda one: paper_pages.read(one[0]) is not None)
    pages = [page for other, _ in known if (page := paper_pages.read(other)) and page.paper == _paper(text)]
    return reading._replace(page=pages[0]) if pages else reading


def file_paper(
    register: "Register", hand: Hand, *, master: Master, payload: str, page: str = ""
) -> list[Event]:
    """File a scanned paper by its code; the signed slip of the present loan is confirmed with it.

    `page` is the code of the page, where the paper has one beside its own.
    """
    reading = read(register, (payload, page) if page else (payload,))
    if reading.why_not:
        raise PaperNotFiledError(why=reading.why_not, advice=reading.advice)
    copy = register.copies.get(reading.about) if reading.paper == SLIP else None
    loan = _loan_of(copy, payload) if copy else None
    only_a_page = paper_pages.read(payload)
    filed = PaperFiled(
        scan=register.next_reference("SN", register.scans),
        about=reading.about,
        paper=reading.paper,
        master=master,
        code=only_a_page.payload if only_a_page else paper_pages.kept(payload),
        loan=loan.entry if loan else 0,
        page=reading.page.token if reading.page else "",
    )
    if only_a_page or copy is None or loan is None or loan != copy.loan or loan.confirmed is not None:
        return [filed]
    return [filed, *loans.confirm(register, hand, copy=copy.copy, slip_code=payload)]


def lacking(register: "Register", readings: Sequence[Reading]) -> list[Lacking]:
    """Return what is missing of the papers of which a page is in a pile, and was not filed before either."""
    about = {one.page.paper: (one.about, one.paper) for one in readings if one.page and one.about}
    filed = register.scans.values()
    known = [page for one in filed if (page := one.place)]
    unnumbered = [one.code for one in filed if one.code and not one.place]
    unnumbered += [paper_pages.kept(one.payload) for one in readings if one.payload and not one.page]
    pages = [one.page for one in readings if one.page and one.about]
    return [Lacking(*about[page.paper], page) for page in paper_pages.missing(pages, known, unnumbered)]


def file_by_hand(register: "Register", hand: Hand, *, master: Master, about: str, paper: str) -> list[Event]:
    """File a scanned paper as a person says who looked at it; it confirms nothing."""
    return [
        PaperFiled(
            scan=register.next_reference("SN", register.scans),
            about=subject(register, about),
            paper=facts.needed("what the paper is", paper).lower(),
            master=master,
        )
    ]


def seen(register: "Register", hand: Hand, *, scan: str, how: str) -> list[Event]:
    """Enter that somebody looks at a scanned paper."""
    return [ScanSeen(scan=register.scan(scan).scan, how=how)]


def scan_altered(register: "Register", hand: Hand, *, scan: str, what: str) -> list[Event]:
    """Open an incident about a scanned paper that does not verify, once while it is open."""
    for known in register.incidents.values():
        if (known.about, known.matter, known.closed) == (scan, "scan", None):
            return []
    return [incidents.open_incident(register, matter="scan", about=scan, what=what)]


def subject(register: "Register", about: str) -> str:
    """Return the reference of whatever a paper is about, or raise UnknownReferenceError."""
    known = _known(register, about)
    if known is None:
        raise UnknownReferenceError(noun="subject of a paper", reference=about)
    return known


def of(register: "Register", about: str) -> list[Scan]:
    """Return the scanned papers about something, in the order in which they were filed."""
    return [scan for scan in register.scans.values() if scan.about == about]


def kept(register: "Register") -> Iterator[KeptScan]:
    """Yield the sealed file of every scanned paper."""
    for scan in register.scans.values():
        yield KeptScan(scan, scan.master)


def _of_code(register: "Register", text: str) -> Reading | None:
    text = " ".join(text.split()).upper()
    page = marks.read_page_code(text)
    if page is not None:
        return Reading(
            about=page.copy,
            why_not=f"it is page {page.page} of {page.copy} itself, not a slip",
            advice="Pages of copies are not kept as scans: lay it back into its copy, and delete the scan.",
        )
    match = _PAYLOAD.fullmatch(_paper(text))
    return _of_paper(register, text, *match.groups()) if match else None


def _of_paper(register: "Register", text: str, kind: str, vault: str, named: str) -> Reading:
    if vault != register.founded.vault:
        return Reading(
            why_not=f"its code is of another vault ({vault})",
            advice="File it in the vault that it was made in.",
        )
    about = f"handover of entry {named}" if kind == HANDOVER_CODE else _known(register, named)
    if about is None:
        return Reading(
            why_not=f"it names {named}, of which this vault knows nothing",
            advice="Its entries may have been lost: look at the paper, and file it by hand where it belongs.",
        )
    done = _filed(register, text)
    if done is None and kind == SLIP_CODE:
        return _of_slip(register, register.copies.get(about), text)
    told = (
        _of_one_page(text, about)
        or f"It is kept beside {about}. Its code is still typed where it is asked for."
    )
    return done or Reading(about, PAPERS.get(kind, "sheet"), text, told=told)


def _of_slip(register: "Register", copy: Copy | None, payload: str) -> Reading:
    loan = _loan_of(copy, payload) if copy else None
    if copy is None or loan is None:
        return Reading(
            why_not="no slip of this vault has that code",
            advice="Scan it again; if it is not read better, look at the slip and file it by hand.",
        )
    day = dates.day(loan.signed_out)
    if one_page := _of_one_page(payload, copy.copy):
        told = one_page
    elif copy.loan is None:
        told = f"It is of a loan that is over, of {day}: it is kept."
    elif loan != copy.loan:
        told = f"It is of an earlier loan, of {day}: it is kept, and confirms nothing of the present one."
    elif loan.confirmed is not None:
        told = "Its code was typed already: the scan is kept beside it."
    else:
        told = f"The signed slip of {copy.copy} is back: it awaits signature no more."
    return Reading(copy.copy, SLIP, payload, told=told)


def _of_one_page(text: str, about: str) -> str:
    """Return what filing a page does of which the paper's own code was not read; empty: it was."""
    page = paper_pages.read(text)
    if page is None:
        return ""
    if page.signed:
        return f"It is kept beside {about}. The code that is typed was not read: type it, or scan it again."
    return f"It is kept beside {about}; by itself it confirms nothing."


def _filed(register: "Register", text: str) -> Reading | None:
    """Return the answer for a page that is filed already, or None."""
    page = paper_pages.read(text)
    codes_of_it = {_paper(text)} if page is None else {page.payload, *([page.paper] if page.signed else [])}
    for scan in register.scans.values():
        if scan.code in codes_of_it:
            return Reading(
                about=scan.about,
                paper=scan.paper,
                why_not=f"the {scan.paper} of {scan.about} is filed already, as {scan.scan}",
                advice="Nothing need be done; a better scan, or another page of it, can be filed by hand.",
            )
    return None


def _known(register: "Register", about: str) -> str | None:
    """Return a reference of the register as it stands there, whatever its noun."""
    wanted = about.strip()
    rows = [noun for noun in vars(register).values() if isinstance(noun, dict)]
    if wanted and any(wanted.upper() in noun for noun in rows):
        return wanted.upper()
    return next((name for name in register.reviews if name.casefold() == wanted.casefold()), None)


def _loan_of(copy: Copy, payload: str) -> Loan | None:
    page = paper_pages.read(payload)
    if page is None:
        code = codes.plain(payload.rsplit(maxsplit=1)[-1])
        return next((loan for loan in copy.loans if loan.slip_code == code), None)
    check = page.paper.rsplit(maxsplit=1)[-1]
    return next((loan for loan in copy.loans if codes.check(loan.slip_code, 4) == check), None)


def _paper(text: str) -> str:
    """Return what is kept of the code of the paper that a code is of."""
    page = paper_pages.read(text)
    return page.paper if page else paper_pages.kept(text)


_LOOK = "Look at the page and say what it is, or leave it out: a blank side, or a part without a code."
