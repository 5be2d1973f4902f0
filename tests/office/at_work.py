"""How tests drive an office: reopened, stopped half way, and looked at from outside."""

from pathlib import Path
from typing import Any

from desktop.custody import access, conclusion, ledger, people
from desktop.custody.entries import from_bytes
from desktop.custody.hand import Event
from desktop.custody.register import Register
from desktop.office import opening
from desktop.office.office import Office
from desktop.office.procedure import Procedure, Step, quiet, run
from desktop.office.take_in import Accession, take_in
from tests.factory import CHEAP, PASSPHRASE, REVIEW, before_the_conclusion

REPORT = Accession(REVIEW, "overview-report", "anonymised")


def reopened(office: Office) -> Office:
    """Open the office's vault again, as the next morning."""
    office.vault.close()
    return unlocked(office.vault.folder)


def unlocked(
    folder: Path, passphrase: str = PASSPHRASE, *, read_only: bool = False, key: Path | None = None
) -> Office:
    key_file = key or folder.parent / "key"
    return opening.unlock(folder, passphrase=passphrase, key_file=key_file, bounds=CHEAP, read_only=read_only)


def taken_in(office: Office, file: Path) -> str:
    return run(take_in(office, file, REPORT)).document


def conclude(office: Office) -> None:
    """Conclude the review, with all that comes before it."""
    for act, facts in before_the_conclusion(office.register):
        office.do(act, **facts)
    office.do(conclusion.conclude, review=REVIEW, authority="The Board")


def stopped_at(procedure: Procedure[Any], label: str) -> Step:
    """Run a procedure's steps as far as the one of that label, which is not run."""
    step = next(procedure)
    while not step.label.startswith(label):
        step = procedure.send(step.work(quiet))
    return step


def events(office: Office) -> list[Event]:
    """Return every event, as the disk has it."""
    rows = ledger.verified(office.vault.rows())
    return [from_bytes(body, number).event for number, _salt, body, _digest in rows]


def last(office: Office) -> Event:
    return events(office)[-1]


def masters(office: Office) -> list[str]:
    """Return the names of the sealed files in the vault."""
    return sorted(path.name for path in (office.vault.folder / "masters").iterdir())


def agrees_with_the_disk(office: Office) -> bool:
    """Tell whether the register is what a fold of the ledger on the disk gives."""
    again = Register().fold(ledger.verified(office.vault.rows()))
    return vars(again) == vars(office.register)


def agreed(office: Office, document: str) -> str:
    """Enter a person, P-0001, with an agreed request for a hard copy of `document`; return the request."""
    review = office.register.document(document).review
    office.do(
        people.add,
        name="Robin Invented",
        post="Nurse",
        agency="Invented Trust",
        role="panel member",
        review=review,
    )
    office.do(access.ask, person="P-0001", document=document, purpose="A meeting", mode="hard-copy")
    office.do(access.decide, request="R-0001", agreed=True, by="The Chair", reason="On the panel")
    return "R-0001"
