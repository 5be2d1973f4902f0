"""Destruction with its papers: the sheet before, the certificate after, and what a holder signs (F2, F3).

Rule: the entry comes first and the paper is made from the register after it, so each can be made again. A
sheet that is made again on its own day has the same code; on a later day it is another sheet.
"""

from datetime import date, datetime
from typing import NamedTuple

from desktop.custody import destruction, destruction_papers, holder_certificate_form, holder_certificates
from desktop.custody.exception_list import exception_list
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.papers import Made, Paper, Place
from desktop.office.procedure import Procedure


class Sheet(NamedTuple):
    """The batch's sheet, and the entry that made it or made it again."""

    outcome: Outcome
    batch: str
    file: Made


class Completed(NamedTuple):
    """The entry that ended a batch, and its certificate."""

    outcome: Outcome
    batch: str
    certificate: Made


class HolderSheet(NamedTuple):
    """The certificate that goes to a copy's holder."""

    outcome: Outcome
    copy: str
    file: Made


class Signed(NamedTuple):
    """What holder and witness wrote on their certificate."""

    copy: str
    code: str
    destroyed: date
    method: str
    witness_name: str
    pages: int


def sheet(office: Office, batch: str, where: Place) -> Procedure[Sheet]:
    """Make the sheet of a batch `where` was said: on the day of an unchanged one, that one again."""
    yield from papers.place_ready(office, where)
    found = yield from office.asked(
        "destruction sheet", lambda: destruction.the_open(office.register, batch, "given a sheet")
    )
    today = office.hand().day
    if found.sheet is not None and found.sheet.made.date() == today:
        outcome = yield from papers.placed(office, "The destruction sheet, again,", found.batch, where)
    else:
        outcome = yield from office.act(destruction.make_sheet, batch=found.batch)
    paper = Paper(f"The sheet of {found.batch} is entered.", "the sheet", f"{found.batch}-sheet")
    file = yield from papers.make(
        office,
        where,
        paper,
        lambda register, hand: destruction_papers.destruction_sheet(register, hand, found.batch),
    )
    return Sheet(outcome, found.batch, file)


def complete(
    office: Office,
    *,
    batch: str,
    code: str,
    where: Place,
    why_late: str = "",
    at: datetime | None = None,
) -> Procedure[Completed]:
    """End a batch by its sheet's code, and make the certificate `where` was said."""
    yield from papers.place_ready(office, where)
    outcome = yield from office.act(destruction.complete, at=at, batch=batch, code=code, why_late=why_late)
    found = office.register.batch(batch)
    return Completed(outcome, found.batch, (yield from _certificate(office, found.batch, where)))


def certificate_again(office: Office, batch: str, where: Place) -> Procedure[Made]:
    """Make the certificate of a batch that was destroyed once more, and record it."""
    found = yield from office.asked(
        "certificate of destruction", lambda: destruction_papers.destroyed(office.register, batch)
    )
    yield from papers.placed(office, "The certificate of destruction, again,", found.batch, where)
    return (yield from _certificate(office, found.batch, where))


def send_certificate(
    office: Office, copy: str, where: Place, *, at: datetime | None = None
) -> Procedure[HolderSheet]:
    """Make the certificate with which a copy's holder destroys it."""
    yield from papers.place_ready(office, where)
    outcome = yield from office.act(holder_certificates.send, at=at, copy=copy)
    found = office.register.copy(copy)
    return HolderSheet(outcome, found.copy, (yield from _holders(office, found.copy, where)))


def holders_certificate_again(office: Office, copy: str, where: Place) -> Procedure[Made]:
    """Make the certificate that is awaited of a copy's holder once more, and record it."""
    sent = yield from office.asked(
        "holder's certificate", lambda: holder_certificates.sent_for(office.register, copy)
    )
    yield from papers.placed(office, "The holder's certificate, again,", sent.copy, where)
    return (yield from _holders(office, sent.copy, where))


def list_exceptions(office: Office, review: str, where: Place) -> Procedure[Made]:
    """Make the list of a review's approved exceptions, and record it."""
    found = yield from office.asked("list of exceptions", lambda: office.register.review(review))
    yield from papers.placed(office, "The list of approved exceptions", found.review, where)
    paper = Paper("The list was asked for.", "the list", "approved-exceptions")
    return (
        yield from papers.make(
            office, where, paper, lambda register, hand: exception_list(register, hand, found.review)
        )
    )


def _certificate(office: Office, batch: str, where: Place) -> Procedure[Made]:
    paper = Paper(f"{batch} is destroyed.", "its certificate", f"{batch}-certificate")
    return (
        yield from papers.make(
            office,
            where,
            paper,
            lambda register, hand: destruction_papers.destruction_certificate(register, hand, batch),
        )
    )


def _holders(office: Office, copy: str, where: Place) -> Procedure[Made]:
    stem = f"{copy.replace('/', '-copy-')}-holder-certificate"
    return (
        yield from papers.make(
            office,
            where,
            Paper(f"The certificate of {copy} is entered.", "it", stem),
            lambda register, hand: holder_certificate_form.holder_certificate(register, hand, copy),
        )
    )
