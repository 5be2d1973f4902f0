"""The access log for the Overview Panel: who was granted what, where the copies are, who asked outside.

Rule: it says what the register says at the head it names, refusals included (D2, D3). Of a document kept
apart it says that access was asked for and decided, and nothing of what or why (B6). The table and the paper
hold the same rows.
"""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import copies, dates, documents, ledger, slips
from desktop.custody.access import MODES
from desktop.custody.blocks import Block, Column, Facts, Form, Heading, Paragraph, Part, Table
from desktop.custody.hand import CUSTODIAN, Hand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.access import Request
    from desktop.custody.copies import Copy, Loan
    from desktop.custody.incidents import Incident
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

HEADINGS = (
    "section",
    "reference",
    "subject",
    "who",
    "what",
    "outcome",
    "by",
    "date",
    "reason",
    "conditions",
    "until",
    "answered",
    "returned",
    "incident",
)
"""The columns of the table beside the paper. `until`: the last day of access, or the day a copy is due."""


GONE_WORDS = {
    copies.CopyState.SPOILT: "never made",
    copies.CopyState.DELETED: "deleted, as declared",
    copies.CopyState.DESTROYED_HERE: "destroyed here",
    copies.CopyState.DESTROYED_BY_HOLDER: "destroyed by its holder",
}
"""What became of a number of which there is no copy, so that nobody answers for it."""

NOT_SHOWN = "not shown"
"""In place of words that might tell of a document kept apart."""


class AccessLog(NamedTuple):
    """The log as paper and as rows (each as long as HEADINGS)."""

    form: Form
    rows: "Sequence[Sequence[str]]"


def access_log(register: "Register", hand: Hand, review: str) -> AccessLog:
    """Return the access log of one review, as the register stands."""
    log = _Log(register, register.review(review))
    rows = [*log.request_rows(), *log.copy_rows(), *log.interest_rows()]
    blocks: list[Block] = [
        Heading("The review"),
        Facts(log.cover(), columns=2),
        Heading("Access requests"),
        log.request_table(),
        Heading("Numbered copies and their fates"),
        log.copy_table(),
        Heading("Requests for the executive summary"),
        log.category_table(),
        log.interest_table(),
        Heading("Statement of the ledger"),
        Paragraph(
            f"This log was made from {register.head.number} entries, verified one by one when the vault was"
            f" opened. The ledger stood at {ledger.checkpoint(register.head)}. Whoever keeps this paper can"
            " have that number and code compared with the ledger at any later time."
        ),
    ]
    form = slips.form(
        register, hand, "Access log", f"Review {log.review.review}", [Part("", blocks)], wide=True
    )
    return AccessLog(form, rows)


class _Log:
    """One review's rows."""

    def __init__(self, register: "Register", review: "Review") -> None:
        self.register = register
        self.review = review
        self.documents = {
            document.document: document
            for document in register.documents.values()
            if document.review == review.review
        }
        self.requests = [r for r in register.requests.values() if r.document in self.documents]
        self.copies = copies.in_order(c for c in register.copies.values() if c.document in self.documents)
        self.interest = [i for i in register.interest.values() if i.review == review.review]
        self.incidents: dict[str, list[Incident]] = {}
        for incident in register.incidents.values():
            self.incidents.setdefault(incident.about, []).append(incident)

    def cover(self) -> list[tuple[str, str]]:
        """Return what a reader wants to know first."""
        decided = [r.decision for r in self.requests if r.decision]
        agreed = sum(decision.agreed for decision in decided)
        out = sum(copy.out for copy in self.copies)
        concluded = dates.day(self.review.concluded) if self.review.concluded else "Not yet"
        return [
            ("Review", self.review.review),
            ("Authority", self.review.authority),
            ("Opened", dates.day(self.review.opened)),
            ("Concluded", concluded),
            ("Requests agreed", str(agreed)),
            ("Requests refused", str(len(decided) - agreed)),
            ("Requests awaiting decision", str(len(self.requests) - len(decided))),
            ("Copies numbered", str(len(self.copies))),
            ("Copies with holders", str(out)),
            ("Requests from outside", str(len(self.interest))),
        ]

    def request_rows(self) -> "list[tuple[str, ...]]":
        """Return the access requests as rows of HEADINGS."""
        rows = []
        for asked in self.requests:
            decision = asked.decision
            rows.append(
                _row(
                    section="access request",
                    reference=asked.request,
                    subject=self._named(asked.document),
                    who=self.register.people[asked.person].title,
                    what=f"{MODES[asked.mode]}: {self._told(asked, asked.grounds)}",
                    outcome=asked.state,
                    by=decision.by if decision else "",
                    date=(decision.day if decision else asked.asked).isoformat(),
                    reason=self._told(asked, decision.reason) if decision else "",
                    conditions=self._told(asked, decision.conditions) if decision else "",
                    until=decision.until.isoformat() if decision and decision.until else "",
                )
            )
        return rows

    def copy_rows(self) -> "list[tuple[str, ...]]":
        """Return the copies, one row for each loan and one for a copy never lent."""
        rows = []
        for copy in self.copies:
            common = {"section": "copy", "reference": copy.copy, "subject": self._named(copy.document)}
            sent = "sent as a file" if copy.form == "electronic" else "signed out"
            rows += [
                _row(
                    **common,
                    who=self.register.people[loan.person].title,
                    what=f"{sent} under {loan.request}",
                    outcome=_end(copy, loan),
                    date=loan.signed_out.isoformat(),
                    until=loan.back_by.isoformat(),
                    returned=loan.returned.isoformat() if loan.returned else "",
                    incident=self._incidents(copy) if loan is copy.loans[-1] else "",
                )
                for loan in copy.loans
            ]
            if not copy.loans:
                rows.append(
                    _row(
                        **common,
                        who=self._responsible(copy),
                        outcome=str(copy.state),
                        date=copy.since.isoformat(),
                        incident=self._incidents(copy),
                    )
                )
        return rows

    def interest_rows(self) -> "list[tuple[str, ...]]":
        """Return the requests from outside as rows of HEADINGS."""
        return [
            _row(
                section="executive summary",
                reference=asked.interest,
                subject=asked.category,
                who=asked.name,
                what=asked.format,
                outcome=asked.state,
                date=asked.received.isoformat(),
                reason=asked.reason,
                conditions=asked.answer.why if asked.answer else "",
                answered=asked.answer.day.isoformat() if asked.answer else "",
            )
            for asked in self.interest
        ]

    def request_table(self) -> Table:
        """Return the access requests as they are printed."""
        columns = [
            Column("No.", 0.8),
            Column("Who asked", 2.2),
            Column("For what", 2.2),
            Column("Purpose", 2.2),
            Column("Decision", 1.2),
            Column("By whom, when", 1.8),
            Column("Reason and conditions", 2.6),
        ]
        rows = []
        for asked in self.requests:
            decision = asked.decision
            rows.append(
                [
                    asked.request,
                    self.register.people[asked.person].title,
                    f"{self._named(asked.document)} ({MODES[asked.mode]})",
                    self._told(asked, asked.grounds),
                    asked.state.capitalize(),
                    f"{decision.by}, {dates.day(decision.day)}"
                    if decision
                    else f"Asked {dates.day(asked.asked)}",
                    self._told(asked, ". ".join(filter(None, (decision.reason, decision.conditions))))
                    if decision
                    else "",
                ]
            )
        return Table(columns, rows, empty="Nobody asked for access.")

    def copy_table(self) -> Table:
        """Return the copies as they are printed."""
        columns = [
            Column("Copy", 1.1),
            Column("Document", 2.6),
            Column("State", 1.4),
            Column("Responsible", 2.2),
            Column("Its loans and incidents", 4.2),
        ]
        rows = [
            [
                copy.copy,
                self._named(copy.document),
                str(copy.state).capitalize(),
                self._responsible(copy),
                self._fate(copy),
            ]
            for copy in self.copies
        ]
        return Table(columns, rows, empty="No copies were numbered.")

    def category_table(self) -> Table:
        """Return how many asked from outside, by category and outcome."""
        outcomes = ("sent", "declined", "withdrawn", "waiting for publication", "awaiting an answer")
        known = self.register.founded.settings.categories
        counted = Counter((asked.category, asked.state) for asked in self.interest)
        columns = [
            Column("Category", 2),
            *(Column(o.capitalize(), 1.3, "right") for o in outcomes),
            Column("All", 1, "right"),
        ]
        rows = [
            [
                category.capitalize(),
                *(str(counted[category, outcome]) for outcome in outcomes),
                str(sum(counted[category, outcome] for outcome in outcomes)),
            ]
            for category in dict.fromkeys((*known, *(asked.category for asked in self.interest)))
            if any(counted[category, outcome] for outcome in outcomes)
        ]
        return Table(columns, rows, empty="Nobody asked for the executive summary.")

    def interest_table(self) -> Table:
        """Return the requests from outside, in the askers' words."""
        columns = [
            Column("No.", 0.8),
            Column("Who asked", 2),
            Column("Category", 1.2),
            Column("Received", 1.4),
            Column("Reason, in their words", 3.6),
            Column("Format", 1),
            Column("Outcome", 2.6),
        ]
        rows = [
            [
                asked.interest,
                asked.name,
                asked.category.capitalize(),
                dates.day(asked.received),
                asked.reason,
                asked.format.capitalize(),
                _outcome(asked.state, dates.day(asked.answer.day), asked.answer.why)
                if asked.answer
                else asked.state.capitalize(),
            ]
            for asked in self.interest
        ]
        return Table(columns, rows, empty="There are no single requests to list.")

    def _named(self, document: str) -> str:
        return documents.shown_as(self.register, document)

    def _told(self, asked: "Request", text: str) -> str:
        """Return what was said of a request, unless it might tell of a document kept apart."""
        return NOT_SHOWN if text and documents.kept_apart(self.register, asked.document) else text

    def _responsible(self, copy: "Copy") -> str:
        if copy.state in copies.GONE:
            return f"None: {GONE_WORDS[copy.state]}"
        return (
            "The custodian" if copy.responsible == CUSTODIAN else self.register.people[copy.responsible].title
        )

    def _fate(self, copy: "Copy") -> str:
        told = [self._loan(copy, at) for at in range(len(copy.loans))] or ["Never lent"]
        incident = self._incidents(copy)
        return "; ".join([*told, f"Incident {incident}"] if incident else told)

    def _incidents(self, copy: "Copy") -> str:
        """Return the incidents about a copy, each with what happened and whether it is closed."""
        found = self.incidents.get(copy.copy, [])
        ends = [f"Closed: {known.found}" if known.closed else "Open." for known in found]
        return "; ".join(
            f"{known.incident}: {known.what} {end}" for known, end in zip(found, ends, strict=True)
        )

    def _loan(self, copy: "Copy", at: int) -> str:
        loan = copy.loans[at]
        end = ended(copy, loan) if loan.returned else "kept since" if loan.kept else "due back"
        until = dates.day(loan.returned or loan.kept or loan.back_by)
        return f"{self.register.people[loan.person].name}, {dates.day(loan.signed_out)}, {end} {until}"


def _end(copy: "Copy", loan: "Loan") -> str:
    """Return how a loan ended, or how the copy stands; of a last one also what befell the copy since."""
    if loan.returned is None:
        return str(copy.state)
    how = ended(copy, loan)
    told = loan is not copy.loans[-1] or copy.state in {copies.CopyState.IN_SAFE, how}
    return how if told else f"{how}, now {copy.state}"


def ended(copy: "Copy", loan: "Loan") -> str:
    """Return how a loan that is over came to its end."""
    last = loan is copy.loans[-1] and copy.state == copies.CopyState.DESTROYED_BY_HOLDER
    return str(copy.state) if last else "declared deleted" if copy.form == "electronic" else "returned"


def _outcome(state: str, day: str, why: str) -> str:
    return f"{state.capitalize()}, {day}" + (f": {why}" if why else "")


def _row(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(heading, "") for heading in HEADINGS)
