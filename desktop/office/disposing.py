"""A disposal with its papers: the sheet, the end of the keys and of what is left, the certificates (G5).

Rule: the end of the keys is one renewal: header replaced, it is done; not replaced, nothing is. Sealed
files and former device secrets go after it, and again at the next opening if that was cut short. The entry
comes before each paper, so that it can be made again.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from desktop.custody import disposal_papers, disposal_traces, disposals
from desktop.custody.disposal_traces import Trace
from desktop.office import papers
from desktop.office.keys import new_device_place
from desktop.office.office import Office, Outcome
from desktop.office.papers import Made, Paper, Place
from desktop.office.procedure import Procedure, Progress, Step
from desktop.store import shredding
from desktop.store.device import places_to_forget
from desktop.store.renewal import NewKeys
from desktop.store.shredding import Shredded


class Prepared(NamedTuple):
    """The entry of a disposal, its reference, and the sheet that two people sign."""

    outcome: Outcome
    disposal: str
    sheet: Path


class Completed(NamedTuple):
    """The entry with which the keys ended, the certificate, and what still holds the documents."""

    outcome: Outcome
    disposal: str
    certificate: Path
    still: list[Trace]
    left: tuple[str, ...]


def prepare(office: Office, *, documents: Sequence[str], witness: str, folder: Path) -> Procedure[Prepared]:
    """Prepare the disposal of these documents, and make its sheet in `folder`."""
    yield from papers.ready(office, [folder / "sheet.pdf"], any_name=True)
    outcome = yield from office.act(disposals.prepare, documents=documents, witness=witness)
    made = next(event for event in outcome.events if isinstance(event, disposals.DisposalPrepared))
    return Prepared(
        outcome, made.disposal, papers.file_of((yield from _sheet(office, made.disposal, folder)))
    )


def sheet_again(office: Office, reference: str, where: Place) -> Procedure[Made]:
    """Make the sheet of a disposal that awaits signature once more, and record it."""
    found = yield from office.asked(
        "disposal sheet",
        lambda: disposals.awaiting(office.register, office.hand(), reference, "given a sheet"),
    )
    yield from papers.placed(office, "The disposal sheet, again,", found.disposal, where)
    return (yield from _sheet(office, found.disposal, where))


def complete(
    office: Office, *, disposal: str, code: str, folder: Path, new_key_file: Path | None = None
) -> Procedure[Completed]:
    """End the keys of what the signed sheet lists, take away what is left of it, and make the certificate.

    The vault gets new keys and a new device secret: `new_key_file` as in `keys.remove_operator`. The former
    device secret is forgotten, a former key file written over.
    """
    yield from office.check(disposals.check_complete, disposal=disposal, code=code)
    device = yield from office.asked("complete", lambda: new_device_place(office, new_key_file))
    yield from papers.ready(office, [folder / "certificate.pdf"], any_name=True)
    found, former = office.register.disposal(disposal), office.vault.place
    masters = disposals.masters(office.register, found.documents)
    outcome = yield from office.act(
        disposals.complete,
        new_keys=NewKeys(device=device, ended=frozenset(kept.master.sealed for kept in masters)),
        generation=office.vault.next_generation,
        disposal=found.disposal,
        code=code,
        former=former.where if former and former.where != device.where else "",
    )
    left = yield from clear(office, found.disposal)
    file = papers.file_of((yield from _certificate(office, found.disposal, folder)))
    ended = office.register.disposal(found.disposal)
    still = disposal_traces.unsettled(office.register, ended)
    return Completed(outcome, found.disposal, file, still, left)


def clear(office: Office, reference: str) -> Procedure[tuple[str, ...]]:
    """Take away what is left of a disposal that is done, and enter it; return what could not be, in words."""
    found = office.register.disposal(reference)
    devices = office.register.former_devices
    places = places_to_forget(found.former, office.vault.place)

    def work(_progress: Progress) -> Shredded:
        vault = office.vault
        return shredding.shred(vault.folder, vault.header.vault, places, found.masters, devices)

    done: Shredded = yield Step("vault", work, "Taking away what is left")
    if done.files or done.left != found.left or (found.cleared is None and not done.left):
        yield from office.act(disposals.cleared, disposal=found.disposal, files=done.files, left=done.left)
    return done.left


def certificate_again(office: Office, *, disposal: str, where: Place, final: bool = False) -> Procedure[Made]:
    """Make the certificate of a disposal as it stands today, or the final one, and record it."""
    compose = disposal_papers.final_certificate if final else disposal_papers.certificate
    yield from office.asked("disposal certificate", lambda: compose(office.register, office.hand(), disposal))
    found = office.register.disposal(disposal)
    paper = "The final certificate of disposal" if final else "The certificate of disposal, again,"
    yield from papers.placed(office, paper, found.disposal, where)
    return (yield from _certificate(office, found.disposal, where, final=final))


def _sheet(office: Office, reference: str, where: Place) -> Procedure[Made]:
    made = Paper(f"{reference} is prepared.", "its sheet", f"{reference}-sheet")
    return (
        yield from papers.make(
            office, where, made, lambda register, hand: disposal_papers.sheet(register, hand, reference)
        )
    )


def _certificate(office: Office, reference: str, where: Place, *, final: bool = False) -> Procedure[Made]:
    compose = disposal_papers.final_certificate if final else disposal_papers.certificate
    name = f"{reference}-final-certificate" if final else f"{reference}-certificate"
    done = f"{reference} is complete." if final else f"The keys of {reference} are removed."
    made = Paper(done, "its certificate", name)
    return (
        yield from papers.make(office, where, made, lambda register, hand: compose(register, hand, reference))
    )
