"""The acts by which something goes out or is asked back: slips, letters, encrypted files, renditions."""

import tempfile
from pathlib import Path

from desktop.custody import access, interest, muster, publication, sheet_codes
from desktop.office import (
    answering,
    chasing,
    disclosing,
    electronic,
    letters,
    movements,
    printing,
    renditions,
)
from desktop.office import muster as mustering
from desktop.office.answering import Wanted
from desktop.office.chasing import Escalation
from desktop.office.take_in import Accession, take_in
from tests.factory import DUE, REVIEW, Facts, a_pdf
from tests.faults.world import MARKER, Disk, received
from tests.paper.picture_files import picture, saved

_OUT, _OTHER = "D-0001/2", "D-0001/3"


def prepare(disk: Disk) -> None:
    """Make D-0001/3 out with a second person, requests for more, a published summary, and a picture."""
    disk.person("Jo Invented")
    for person, mode in (("P-0002", "hard-copy"), ("P-0002", "hard-copy"), ("P-0001", "electronic")):
        disk.do(access.ask, person=person, document="D-0001", purpose="A meeting", mode=mode)
        request = next(reversed(disk.opened.register.requests))
        disk.do(access.decide, request=request, agreed=True, by="The Chair", reason="On the panel")
    disk.run(printing.print_copies(disk.opened, printing.Order("D-0001", 1), disk.papers))
    handover = movements.Handover(_OTHER, "P-0002", "R-0003", DUE)
    disk.run(movements.sign_out(disk.opened, handover, disk.papers))
    _publish(disk)
    _take_in(disk, "scan.png", saved(picture(), "PNG"), Accession(REVIEW, "correspondence", "anonymised"))
    disk.do(muster.begin, first="Ann Invented", second="Bob Invented")


def _publish(disk: Disk) -> None:
    kind = Accession(REVIEW, "executive-summary", "anonymised")
    _take_in(disk, "summary.pdf", a_pdf() + MARKER, kind)
    disk.do(publication.decide, review=REVIEW, document="D-0002", by="The Board")
    disk.do(publication.consider, review=REVIEW, by="The panel", gist="There are none")
    bodies = disk.opened.register.founded.settings.briefed_bodies
    disk.do(publication.brief, review=REVIEW, bodies=bodies)
    disk.do(publication.check_anonymisation, review=REVIEW, by="Two readers")
    disk.do(publication.publish, review=REVIEW, where="A website")
    for form in ("paper", "electronic"):
        facts: Facts = {"category": "public", "format": form, "reason": "I live there", "address": "1 Street"}
        disk.do(interest.record, review=REVIEW, name=f"Reader on {form}", **facts)


def _take_in(disk: Disk, name: str, data: bytes, accession: Accession) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        disk.run(take_in(disk.opened, file, accession))


def _transfer(disk: Disk) -> None:
    pages = disk.opened.register.copy(_OUT).pages or 0
    handed_on = movements.Transfer(_OUT, "P-0002", "R-0004", DUE, pages, "Good", "None")
    disk.run(movements.transfer(disk.opened, handed_on, disk.papers))


def _recall(disk: Disk) -> None:
    disk.run(chasing.recall(disk.opened, [_OUT, _OTHER], "The panel meets early", where=disk.papers))


def _escalate(disk: Disk) -> None:
    disk.run(chasing.recall(disk.opened, [_OUT], "The panel meets early"))
    escalation = Escalation(_OUT, "The Chief Executive", "No answer")
    disk.run(chasing.escalate(disk.opened, escalation, where=disk.papers))


def _leave(disk: Disk) -> None:
    disk.run(chasing.leave(disk.opened, "P-0002", "Moved", where=disk.papers))


def _letter_again(disk: Disk) -> None:
    disk.run(chasing.recall(disk.opened, [_OUT], "The panel meets early", where=disk.papers))
    disk.run(letters.again(disk.opened, "LE-0001", disk.papers))


def _send(disk: Disk) -> None:
    order = electronic.Order("D-0001", "P-0001", "R-0005", DUE)
    disk.run(electronic.send(disk.opened, order, disk.papers))


def _answer_waiting(disk: Disk) -> None:
    disk.run(answering.answer_waiting(disk.opened, Wanted(REVIEW), disk.papers))


def _submit(disk: Disk) -> None:
    order = disclosing.Order(REVIEW, ["D-0002"], "An inspectorate", "Courier")
    disk.run(disclosing.submit(disk.opened, order, disk.papers))


def _attach(disk: Disk) -> None:
    with received() as file:
        disk.run(renditions.attach(disk.opened, "D-0003", file, "Bea Invented"))


def _render(disk: Disk) -> None:
    disk.run(renditions.make(disk.opened, "D-0003"))


def _finish_muster(disk: Disk) -> None:
    code = sheet_codes.printed(muster.the_open_one(disk.opened.register, "finished").code)
    disk.run(mustering.finish(disk.opened, code=code, where=disk.papers))


ACTS_GOING_OUT = {
    "transfer": _transfer,
    "recall": _recall,
    "escalate": _escalate,
    "leave": _leave,
    "letter again": _letter_again,
    "send": _send,
    "answer waiting": _answer_waiting,
    "submit": _submit,
    "attach rendition": _attach,
    "render": _render,
    "finish muster": _finish_muster,
}
NEED_READING = {"send", "answer waiting", "attach rendition", "render"}
"""The acts that start the worker."""
