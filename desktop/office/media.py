"""The end of a backup medium: the act, and its certificate (A5).

Rule: the entry comes first, and the certificate is made from it; it can be made again.
"""

from pathlib import Path
from typing import NamedTuple

from desktop.custody import media
from desktop.custody.medium_certificate import medium_certificate
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure


class Destroyed(NamedTuple):
    """The entry of a medium's destruction, and its certificate."""

    outcome: Outcome
    certificate: Path


def destroy(office: Office, *, medium: str, how: str, witness: str, folder: Path) -> Procedure[Destroyed]:
    """Record that a medium was destroyed before a witness, and make the certificate in `folder`."""
    yield from papers.ready(office, [folder / "certificate.pdf"], any_name=True)
    outcome = yield from office.act(media.destroy, medium=medium, how=how, witness=witness)
    return Destroyed(outcome, (yield from _certificate(office, medium, folder)))


def certificate_again(office: Office, *, medium: str, folder: Path) -> Procedure[Path]:
    """Make the certificate of a destroyed medium once more, and record it."""
    found = yield from office.asked("medium certificate", lambda: office.register.medium(medium))
    yield from office.asked(
        "medium certificate", lambda: medium_certificate(office.register, office.hand(), found.medium)
    )
    file = folder / "certificate.pdf"
    yield from papers.recorded(
        office, "The certificate of destruction, again,", found.medium, [file], any_name=True
    )
    return (yield from _certificate(office, found.medium, folder))


def _certificate(office: Office, medium: str, folder: Path) -> Procedure[Path]:
    found = office.register.medium(medium)
    making = papers.drawn(
        office,
        lambda register, hand: medium_certificate(register, hand, found.medium),
        papers.free_name(folder, f"{found.medium}-certificate"),
    )
    return (
        yield from papers.after(
            office, f"{found.medium} is recorded as destroyed.", "its certificate", making
        )
    )
