"""An electronic copy goes out (D5): number, encrypted file, slip, and only then it counts as sent.

Rule: the file is encrypted as it is made. The passphrase goes to the keyless worker through its pipe and to
the slip, nowhere else, and is forgotten when the slip is written. What fails before the copy counts as sent
leaves a spoilt number and no file; a killed program leaves an allotted number that somebody resolves.
"""

import contextlib
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import codes, electronic, electronic_slip, incidents, numbers
from desktop.custody.electronic import ElectronicCopyBegun
from desktop.custody.errors import CancelledError, StrongroomError, VaultError
from desktop.office import papers, passphrases, printing, wordings
from desktop.office.errors import NotSentError
from desktop.office.office import Office, Outcome
from desktop.office.passphrases import Passphrase
from desktop.office.procedure import Procedure, Step
from desktop.paper.messages import Lock
from desktop.paper.reading_room import Marked
from desktop.store.errors import MasterAlteredError, MasterMissingError


class Order(NamedTuple):
    """What is to be sent to whom, under which request, and by when it is to be deleted."""

    document: str
    person: str
    request: str
    due: date
    authority: str = ""
    reason: str = ""


class Sent(NamedTuple):
    """An electronic copy that was made: its file, its slip, and the code of the acknowledgement."""

    outcome: Outcome
    copy: str
    file: Path
    slip: Path
    slip_code: str
    pages: int


def send(office: Office, order: Order, folder: Path, *, at: datetime | None = None) -> Procedure[Sent]:
    """Make an electronic copy for one person, with its slip, in `folder`; nobody is sent anything by this.

    Raises what the rules raise (nothing is recorded but the refusal), what opening the master raises, and
    NotSentError, CannotMarkError or CancelledError with the number spoilt.
    """
    yield from office.check(electronic.check_begin, at=at, **order._asdict())
    document = office.register.document(order.document)
    number = f"{document.document}/{document.allotted + 1}"
    file = folder / printing.file_name(number)
    slip = file.with_stem(f"{file.stem}-slip")
    yield from papers.ready(office, [file, slip])
    master = yield from printing.verified_master(office, order.document)
    yield from printing.rehearsed(office, document.document, master)
    terms = wordings.terms(office.register, wordings.TERMS_OF_ELECTRONIC_COPY)
    begun = yield from office.act(electronic.begin, at=at, terms=terms, **order._asdict())
    event = next(e for e in begun.events if isinstance(e, ElectronicCopyBegun))
    written: list[Path] = []
    try:
        marked = yield from _made(office, event, file, slip, written)
        outcome = yield from office.act(
            electronic.sent,
            at=at,
            copy=event.copy,
            pages=marked.pages,
            sha256=marked.sha256,
            size=marked.size,
            as_pictures=marked.placed_as_image,
        )
    except GeneratorExit:
        raise  # as after a crash: the number stays allotted, and somebody resolves it
    except BaseException as error:
        yield from _undone(office, event.copy, written, error, at)
        if isinstance(error, VaultError):
            raise NotSentError(copy=event.copy, why=str(error)) from error
        raise
    code = codes.spaced(electronic.dispatch(office.register, event.copy).code)
    return Sent(outcome, event.copy, file, slip, code, marked.pages)


def _made(
    office: Office, begun: ElectronicCopyBegun, file: Path, slip: Path, written: list[Path]
) -> Procedure[Marked]:
    """Make the file and its slip with a passphrase that lives no longer than this; say in `written` which."""
    found = office.register.copies[begun.copy]
    passphrase = passphrases.made()
    marked = yield from printing.marked_file(
        office,
        found.document,
        found.version,
        printing.mark_of(office, begun.copy),
        file,
        label=f"Encrypting copy {found.number}",
        lock=lock(passphrase, printing=False),
    )
    written.append(file)
    yield from papers.drawn(
        office,
        lambda register, hand: electronic_slip.copy_slip(
            register, hand, begun, passphrase.words, file.name, as_pictures=marked.placed_as_image
        ),
        slip,
    )
    written.append(slip)
    return marked


def lock(passphrase: Passphrase, *, printing: bool) -> Lock:
    """Return what a file is encrypted with by `passphrase`."""
    return Lock(passphrase.typed, passphrase.owner, printing)


def _undone(
    office: Office, copy: str, files: list[Path], error: BaseException, at: datetime | None
) -> Procedure[None]:
    """Spoil the number and remove what was written, but only when the ledger surely does not call it sent.

    Where it may, the files stay, and what refuses the spoiling says that the vault is to be opened again.
    """
    after = office.register.head.number + 1
    with contextlib.suppress(StrongroomError):  # the first error is the one to tell
        entered = yield Step("vault", lambda _progress: office.vault.digest(after), "Looking at the ledger")
        for file in files if entered is None else ():
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
    if isinstance(error, MasterAlteredError | MasterMissingError):
        shown = office.register.documents[office.register.copies[copy].document]
        yield from office.act(
            incidents.master_altered,
            document=shown.document,
            what=error.message,
            rendition=bool(shown.current.renditions),
        )
    told = isinstance(error, StrongroomError) and not isinstance(error, CancelledError)
    reason = str(error).rstrip(".") if told else "the making of the electronic copy was stopped"
    yield from office.act(numbers.spoil, at=at, copy=copy, reason=reason)
