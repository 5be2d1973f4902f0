"""Acts that are unsafe on purpose: the judge has to find each of them out, or its silence is worth nothing.

Rule: each breaks one part of the invariant and no other, and ends in a sound vault when nobody disturbs it.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from desktop.custody import documents, ledger, people, reviews
from desktop.custody.documents import Intake, Master
from desktop.custody.entries import to_bytes
from desktop.office import opening
from desktop.office.office import Office
from desktop.office.procedure import run
from tests.crash import scenario
from tests.crash.acts import Act
from tests.crash.orders import Case
from tests.factory import CHEAP, REVIEW

STARTS = "take-in"
"""The act of the story where these start: there is a review, and no document."""


@contextmanager
def _office(case: Case) -> Iterator[Office]:
    office = opening.unlock(
        case.folder / "vault",
        passphrase=(case.folder / "passphrase").read_text("utf-8").strip(),
        key_file=case.folder / "key",
        bounds=CHEAP,
        clock=scenario.clock(case),
    )
    try:
        yield office
    finally:
        office.close()


def entry_before_master(case: Case) -> int:
    """Enter the document first and put its master where it belongs afterwards."""
    with _office(case) as office, (case.folder / "received" / "report.pdf").open("rb") as source:
        sealed = office.vault.seal(source)
        file = office.vault.folder / "masters" / sealed.name
        data = file.read_bytes()
        file.unlink()
        master = Master(sealed.name, sealed.sha256, sealed.size, "report.pdf", "pdf", 2)
        act = office.act(
            documents.take_in,
            sealed_master=sealed,
            master=master,
            review=REVIEW,
            kind="minutes",
            edition="identified",
            agency="",
            title="",
            intake=Intake(),
        )
        run(act)
        file.write_bytes(data)
    return 0


def header_written_over(case: Case) -> int:
    """Write the header over in place, and then enter something."""
    header = case.folder / "vault" / "header.json"
    header.write_bytes(header.read_bytes())
    with _office(case) as office:
        office.do(reviews.open_review, reference="SCR-2026-02", authority="The Chair")
    return 0


def document_in_a_temporary_file(case: Case) -> int:
    """Keep the document in clear while something is entered."""
    file = case.folder / "tmp" / "report.pdf"
    file.write_bytes((case.folder / "received" / "report.pdf").read_bytes())
    with _office(case) as office:
        office.do(reviews.open_review, reference="SCR-2026-02", authority="The Chair")
    file.unlink()
    return 0


def ledger_in_clear(case: Case) -> int:
    """Keep what is entered in a file in the vault, in clear."""
    file = case.folder / "vault" / "draft"
    file.write_text(scenario.NAMED, "utf-16")
    with _office(case) as office:
        office.do(
            people.add, name=scenario.NAMED, post="Nurse", agency="Trust", role="Panel", authority="The Chair"
        )
    file.unlink()
    return 0


def act_in_two_halves(case: Case) -> int:
    """Enter the two events of one act by two transactions."""
    with _office(case) as office:
        hand = office.hand()
        events = [
            *reviews.open_review(office.register, hand, reference="SCR-2026-02", authority="The Chair"),
            *people.add(
                office.register,
                hand,
                name="Robin Invented",
                post="Nurse",
                agency="Trust",
                role="Panel",
                authority="The Chair",
            ),
        ]
        for event in events:
            office.register.fold(office.vault.append(office.register.head, [to_bytes(hand, event)]))
    return 0


def answer_before_the_entry(case: Case) -> int:
    """Say that it is done, and do it then."""
    with _office(case) as office:
        hand, head = office.hand(), office.register.head
        (event,) = reviews.open_review(office.register, hand, reference="SCR-2026-02", authority="The Chair")
        salts = [secrets.token_bytes(ledger.SALT_BYTES)]
        (row,) = ledger.chain(head, [to_bytes(hand, event)], salts)
        with case.answers.open("a", encoding="utf-8") as answers:
            answers.write(json.dumps({"head": {"number": row[0], "digest": row[3].hex()}}) + "\n")
        office.vault._ledger.append(head, [row])
    return 0


def head_kept_too_soon(case: Case) -> int:
    """Keep the next head outside before its entry is there."""
    file = case.folder / "vault" / "head"
    with _office(case) as office:
        number = office.register.head.number + 1
        file.write_text(f"{number}:{'0' * 64}\n", "ascii")
        office.do(
            people.add,
            name="Robin Invented",
            post="Nurse",
            agency="Trust",
            role="Panel",
            authority="The Chair",
        )
    return 0


FOUND_OUT = {
    entry_before_master: ("Masters are missing", r"open vault/masters/\w+\.age"),
    header_written_over: ("does not open", r"write vault/header\.json"),
    document_in_a_temporary_file: ("The document is in clear", r"write vault/vault\.lock"),
    ledger_in_clear: ("The ledger is in clear", r"write vault/vault\.lock"),
    act_in_two_halves: ("half there", r"unlink vault/ledger-1\.db-journal"),
    answer_before_the_entry: ("was answered and is not there", r"open vault/ledger-1\.db-journal"),
    head_kept_too_soon: ("tells of entry", r"open vault/ledger-1\.db-journal"),
}
"""Each unsafe act: the words with which the judge must find it out, and the call at which it is killed."""

ACTS = [Act(act.__name__, (), work=act) for act in FOUND_OUT]
