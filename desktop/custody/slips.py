"""The papers that go with one movement: the two-part slip, the accession receipt, the return receipt.

Rule: a slip says what the entry says, with the terms as they were recorded with it (C5), and carries the
number and digest of the ledger's head (H2). No form names a child or quotes a policy's section.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import (
    dates,
    documents,
    ledger,
    loans,
    paper_pages,
    people,
    readable,
    remarks,
    renditions,
    sheet_codes,
)
from desktop.custody.blocks import (
    Block,
    Code,
    Facts,
    Form,
    Heading,
    Numbered,
    Paragraph,
    Part,
    Signature,
    Signatures,
)
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.copies import Copy, Loan
    from desktop.custody.documents import Document
    from desktop.custody.people import Person
    from desktop.custody.register import Register

SLIP_CODE = loans.SLIP_CODE
DECLARED = (
    "No page was copied, and no copy of one is kept.",
    "My own notes are handed in with the copy, or were shredded.",
    "Nobody has read it but those named above.",
)
"""What a holder declares who brings a copy back, or hands it on."""


def sign_out_slip(register: "Register", hand: Hand, copy: str, entry: Hand, terms: loans.Terms) -> Form:
    """Return the two-part slip of a copy's present loan; `entry` and `terms` are those of its sign-out."""
    found = register.copy(copy)
    loan = loans.present_loan(register, copy)
    facts = Facts(loan_facts(register, found, loan), columns=2)
    agreed = terms_of(terms)
    signed = Signatures(
        [
            Signature(
                "Holder: pages counted, terms accepted",
                register.people[loan.person].name,
            ),
            Signature("Handed over for the Board by", register.operators[entry.by].name),
        ]
    )
    office_part = [facts, *agreed, signed, code_of(register, found, loan)]
    holder_part = [facts, bring_back(register), *agreed, signed]
    parts = [Part("Office's part: keep", office_part), Part("Holder's part", holder_part)]
    return form(register, hand, "Sign-out slip", signed_for(found, loan), parts)


def accession_receipt(register: "Register", hand: Hand, document: str) -> Form:
    """Return the receipt for what was taken into custody (B1), to be signed by both."""
    found = register.document(document)
    version = found.current
    master, intake = version.master, version.intake
    stated = "" if intake.pages_stated is None else str(intake.pages_stated)
    blocks: list[Block] = [
        Paragraph(
            "The document named here was taken into custody. Its master is kept sealed and is never changed."
        ),
        Heading("The document"),
        Facts(
            [
                *document_facts(register, found, version.version),
                ("Title", found.title or "None given"),
                *([("Reason for this version", version.reason)] if version.reason else []),
                ("Received from", intake.received_from),
                ("How it arrived", intake.arrived),
                ("Taken into custody", dates.day(version.taken_in)),
                ("Pages, by hand", stated),
                (
                    "Pages, counted by the program",
                    "Cannot be counted" if master.pages is None else str(master.pages),
                ),
                ("Discrepancy noted", intake.discrepancy or "None"),
            ]
        ),
        Heading("The file, as it was received"),
        Facts(
            [
                ("Name", master.file_name),
                ("Size", f"{master.size:,} bytes"),
                ("SHA-256", " ".join(master.sha256[at : at + 16] for at in range(0, 64, 16))),
                ("What was noticed", "; ".join(master.notes) or "Nothing unusual"),
                *([("What can be done with it", readable.told(master))] if master.works is not None else []),
            ]
        ),
        Signatures(
            [
                Signature("Brought by", intake.received_from),
                Signature("Taken in by", register.operators[hand.by].name),
            ]
        ),
    ]
    return form(register, hand, "Accession receipt", found.document, [Part("Receipt", blocks)])


def return_receipt(
    register: "Register", hand: Hand, returned: loans.CopyReturned | loans.ReturnMiscounted
) -> Form:
    """Return the receipt for a copy that was brought back, whole or not (C9)."""
    found = register.copy(returned.copy)
    loan = next(loan for loan in reversed(found.loans) if loan.entry < found.brought_back)
    holder = register.people[loan.person]
    whole = isinstance(returned, loans.CopyReturned)
    expected = returned.pages if isinstance(returned, loans.CopyReturned) else returned.expected
    verdict = (
        "All pages were counted back. The holder is no longer responsible for this copy."
        if whole
        else "The pages do not agree. The holder stays responsible for this copy, and an incident is open."
    )
    blocks: list[Block] = [
        Paragraph(verdict, "strong"),
        Facts(
            [
                *copy_facts(register, found),
                ("Copy", found.copy),
                ("Returned by", holder.name),
                ("Post and agency", post(holder)),
                ("Signed out", dates.day(loan.signed_out)),
                ("Due back", dates.day(loan.back_by)),
                ("Brought back", dates.moment(hand.at)),
                ("Pages counted", f"{returned.pages} of {expected}"),
                ("Condition", returned.condition),
                ("Other readers, as declared", returned.other_readers or "None declared"),
            ],
            columns=2,
        ),
        Heading("Declared by the holder"),
        Numbered(DECLARED),
        Signatures(
            [
                Signature("Returned by", holder.name),
                Signature("Counted for the Board by", register.operators[hand.by].name),
            ]
        ),
    ]
    parts = [Part("Office's part: keep", blocks), Part("Holder's part", blocks)]
    return form(register, hand, "Return receipt", f"Copy {found.copy}", parts)


def form(
    register: "Register", hand: Hand, title: str, subject: str, parts: Sequence[Part], *, wide: bool = False
) -> Form:
    """Return a form of this Board's, with the head of the ledger as it stands."""
    board = register.founded
    return Form(
        title=title,
        subject=subject,
        board=board.name,
        marking=board.settings.marking,
        checkpoint=ledger.checkpoint(register.head),
        made=dates.day(hand.recorded.date()),
        parts=paper_pages.coded(parts),
        wide=wide,
    )


def loan_facts(register: "Register", copy: "Copy", loan: "Loan") -> list[tuple[str, str]]:
    """Return what a slip says of a loan; what is not known of the holder is filled in by hand."""
    asked = register.requests[loan.request]
    decision = asked.decision
    holder = register.people[loan.person]
    contact = holder.contact
    rows = [
        *copy_facts(register, copy),
        ("Holder", holder.name),
        ("Post and agency", post(holder)),
        ("Pages, counted and agreed", str(copy.pages)),
        ("Access agreed", f"{loan.request}, by {decision.by}" if decision else loan.request),
        ("Signed out", dates.day(loan.signed_out)),
        ("Due back", dates.day(loan.due)),
        ("Telephone", contact.telephone),
        ("E-mail", contact.email),
        ("Address", contact.address),
        ("Out of hours", contact.out_of_hours),
        ("Purpose", asked.purpose),
    ]
    if loan.due_why:
        rows.append(("Due back instead of", _asked_for(loan.due_why)))
    if asked.under != "the review":
        rows.append(("Asked for under", asked.authority))
    if decision and decision.conditions:
        rows.append(("Conditions", decision.conditions))
    return rows


def signed_for(copy: "Copy", loan: "Loan") -> str:
    """Return what a holder signs for; it heads every page, also one that has the signatures alone."""
    pages = "1 page" if copy.pages == 1 else f"{copy.pages} pages"
    return f"Copy {copy.copy}, {pages}, due back {dates.day(loan.due)}"


def _asked_for(why: str) -> str:
    """Return the day that was asked for and why it was not taken, without the rest of that sentence."""
    closed = why.partition(", so ")[0].removesuffix(" until access ends")
    return closed.removeprefix("The office is closed on ")


def terms_of(terms: loans.Terms) -> list[Block]:
    """Return the terms of a loan as the holder signs them, whole."""
    return [Heading(f"Terms of the loan (version {terms.version})"), Numbered(terms.clauses)]


def code_of(register: "Register", copy: "Copy", loan: "Loan") -> Code:
    """Return the code of a loan's slip, which is on the office's part alone."""
    return Code(
        payload=loans.payload(register, copy, loan),
        typed=sheet_codes.printed(loan.slip_code),
        caption="Type this code when the signed part is back. Until then the copy is awaiting signature.",
    )


def bring_back(register: "Register") -> Paragraph:
    """Return where a copy is to be brought."""
    return Paragraph(f"Bring this copy back to: {register.founded.returns}", "strong")


def post(holder: "Person") -> str:
    """Return a holder's post and agency, each said once."""
    return ", ".join(people.posted(holder.post, holder.agency))


def document_facts(register: "Register", document: "Document", version: int) -> list[tuple[str, str]]:
    """Return which review and which document it is."""
    kind = register.founded.kind(document.kind)
    described = documents.described(kind, document.agency)
    return [
        ("Review", document.review),
        ("Document", f"{document.document} {described}, {document.edition} edition, version {version}"),
    ]


def copy_facts(register: "Register", copy: "Copy") -> list[tuple[str, str]]:
    """Return which review and document a copy is of, and from which rendition it was made, if from one."""
    document = register.documents[copy.document]
    made = renditions.of_copy(register, copy.copy)
    by = remarks.superseded(register, copy)
    return [
        *document_facts(register, document, copy.version),
        *([("Not the current version", by[:1].upper() + by[1:])] if by else []),
        *([("Printed from", renditions.origin(made))] if made else []),
        *remarks.not_on_the_copy(register, copy),
    ]
