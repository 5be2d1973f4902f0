"""Disclosure at the desk: a view under a request, and the records of a publication and of legal advice.

Rule: a view is an entry before anything is shown (B9). A paper says what the register says at the head it
names; making it is an entry, and it can be made again at any time.
"""

from pathlib import Path

from desktop.custody import disclosure_papers, showing
from desktop.office import papers
from desktop.office.office import Office
from desktop.office.printing import verified_master
from desktop.office.procedure import Procedure
from desktop.office.viewing import Viewed


def show_here(office: Office, request: str) -> Procedure[Viewed]:
    """Verify the master, and record that the person of a request is shown it here; see `showing.show`."""
    yield from office.asked(
        "view here", lambda: showing.show(office.register, office.hand(), request=request)
    )
    document = office.register.requests[office.register.request(request).request].document
    master = yield from verified_master(office, document)
    outcome = yield from office.act(showing.show, request=request)
    return Viewed(outcome, master)


def publication_record(office: Office, *, review: str, folder: Path) -> Procedure[Path]:
    """Make the record of a review's publication for the Chair's signature (D4).

    Raises NotPublishableError where the Board decided nothing yet.
    """
    found = yield from office.asked(
        "record of publication",
        lambda: disclosure_papers.publication_record(office.register, office.hand(), review).subject,
    )
    name = office.register.review(review).review
    paper = folder / f"{name.replace('/', '-')}-publication-record.pdf"
    yield from papers.recorded(office, "The record of publication", found, [paper], any_name=True)
    making = papers.drawn(
        office,
        lambda register, hand: disclosure_papers.publication_record(register, hand, name),
        papers.free_name(folder, paper.stem),
    )
    return (yield from papers.after(office, "The record was asked for.", "the record of publication", making))


def advice_record(office: Office, *, advice: str, folder: Path) -> Procedure[Path]:
    """Make the record of legal advice for the adviser's signature (D4)."""
    found = yield from office.asked("record of advice", lambda: office.register.advice_of(advice))
    paper = folder / f"{found.advice}.pdf"
    yield from papers.recorded(office, "The record of legal advice", found.advice, [paper], any_name=True)
    making = papers.drawn(
        office,
        lambda register, hand: disclosure_papers.advice_record(register, hand, found.advice),
        papers.free_name(folder, f"{found.advice}-legal-advice"),
    )
    return (yield from papers.after(office, f"{found.advice} is recorded.", "its record", making))
