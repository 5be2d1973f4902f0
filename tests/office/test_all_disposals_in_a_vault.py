"""Real vaults whose documents end, in any order: what has ended is had by no way, and the rest by all.

The machine keeps what an adversary would: key files, sealed files and ledgers of before, and puts them back.
"""

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop.custody import disposal_traces, disposals, holds, reviews
from desktop.custody.ending_errors import HeldError
from desktop.custody.errors import RuleError
from desktop.office import (
    backing_up,
    disposing,
    opening,
    printing,
    renditions,
    replaying,
    restoring,
    viewing,
)
from desktop.office.papers import file_of
from desktop.office.procedure import Procedure, run
from desktop.office.take_in import Accession, supersede, take_in
from desktop.office.verification import verify
from desktop.paper.reading_room import ReadingRoom
from desktop.store import shredding
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE, a_pdf, march, noon
from tests.office.at_work import agrees_with_the_disk
from tests.office.disposal_scene import WITNESS, may_go, prepared

if TYPE_CHECKING:
    from collections.abc import Callable

PICK = st.integers(0, 1_000)
WORD = b"%an invented sentence that stands in clear nowhere"


class KilledError(BaseException):
    """The program is gone."""


class EveryEnd(RuleBasedStateMachine):
    """Knows what each document says, and which of them are no more."""

    room: ReadingRoom

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="ends"))
        self.kept: dict[str, bytes] = {}
        self.gone: dict[str, str] = {}
        """Of each document that is no more, the disposal."""
        self.keys, self.papers, self.backed_up_under = 0, 0, -1
        self.before = self.folder / "before"
        """What somebody copied from the vault before anything ended."""

    @property
    def key(self) -> Path:
        return self.folder / f"key-{self.keys}"

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    def paper(self) -> Path:
        """Return a folder that nothing has yet."""
        self.papers += 1
        return self.folder / "papers" / str(self.papers)

    @initialize()
    def make(self) -> None:
        """Make a vault with two documents, let somebody copy its files, and dispose of one."""
        self.office = opening.create(
            self.vault,
            passphrase=PASSPHRASE,
            board_name=BOARD,
            operator=OPERATOR,
            key_file=self.key,
            bounds=CHEAP,
            clock=lambda: noon(march(2)),
        )
        self.office.room = self.room
        self.take_in()
        self.take_in()
        self.back_up()
        shutil.copytree(self.vault, self.before)
        self.dispose(0, cut=True, held=False)

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.vault.close()
        shutil.rmtree(self.folder)

    def unlock(self) -> None:
        self.office = opening.unlock(
            self.vault, passphrase=PASSPHRASE, key_file=self.key, bounds=CHEAP, clock=lambda: noon(march(2))
        )
        self.office.room = self.room

    def pick(self, of: dict[str, bytes] | dict[str, str], pick: int) -> str:
        return list(of)[pick % len(of)]

    @precondition(lambda self: len(self.kept) + len(self.gone) < 5)
    @rule()
    def take_in(self) -> None:
        number = len(self.kept) + len(self.gone) + 1
        review, content = f"SCR-2026-{number:02}", a_pdf(1, f"Document {number}") + WORD
        self.office.do(reviews.open_review, reference=review, authority="The Chair")
        file = self.folder / "received.pdf"
        file.write_bytes(content)
        done = run(take_in(self.office, file, Accession(review, "minutes", "anonymised")))
        file.unlink()
        self.kept[done.document] = content

    @rule()
    def back_up(self) -> None:
        label = {} if self.backed_up_under >= 0 else {"label": "1", "place": "Bank", "keeper": "B"}
        run(backing_up.back_up(self.office, self.folder / "drive", **label))
        self.backed_up_under = self.keys
        shutil.copy(self.key, self.folder / "copied key")

    @rule()
    def drill(self) -> None:
        """Test the drive: it is whole, unless a document has ended since it was made."""
        found = run(backing_up.drill(self.office, self.folder / "drive"))
        assert found.ok or self.backed_up_under < self.keys, found.problems

    @precondition(lambda self: self.kept)
    @rule(pick=PICK, cut=st.booleans(), held=st.sampled_from([False, False, True]))
    def dispose(self, pick: int, *, cut: bool, held: bool) -> None:
        """Dispose of a document; the program may end once its key has, a hold may come before."""
        name = self.pick(self.kept, pick)
        may_go(self.office, self.office.register.documents[name].review)
        for known in list(self.office.register.disposals.values()):
            if known.waits:
                self.office.do(disposals.abandon, disposal=known.disposal, reason="A new sheet")
        if holds.on(self.office.register, name):
            with pytest.raises(HeldError):
                run(disposing.prepare(self.office, documents=[name], witness=WITNESS, folder=self.paper()))
            return
        folder = self.paper()
        folder.mkdir(parents=True)
        disposal, code = prepared(self.office, [name], folder)
        if held:
            self.office.do(holds.raise_hold, about=[name], authority="The coroner", reason="An inquest")
        self.keys += 1
        ending = disposing.complete(
            self.office, disposal=disposal, code=code, folder=self.paper(), new_key_file=self.key
        )
        if held:
            with pytest.raises(HeldError):
                run(ending)
            self.keys -= 1
            return
        self.gone[name] = disposal
        del self.kept[name]
        if cut:
            self.cut_short(ending)
        else:
            assert run(ending).left == ()

    def cut_short(self, ending: Procedure[disposing.Completed]) -> None:
        """Let the program be gone as soon as the keys have ended, and open the vault again."""

        def killed(*_facts: object) -> None:
            raise KilledError

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("desktop.office.disposing.shredding.shred", killed)
            with pytest.raises(KilledError):
                run(ending)
        self.office.vault.close()
        self.unlock()

    @rule()
    def lock_and_unlock(self) -> None:
        self.office.vault.close()
        self.unlock()

    @precondition(lambda self: self.gone)
    @rule(what=st.sampled_from(["sealed files", "ledgers"]))
    def put_back(self, what: str) -> None:
        """Put back what was copied from the vault before anything ended, and open it."""
        self.office.vault.close()
        there = {path.name for path in self.vault.rglob("*")}
        if what == "sealed files":
            for file in (self.before / "masters").iterdir():
                if file.name not in there:
                    shutil.copy(file, self.vault / "masters")
        elif what == "ledgers":
            for file in self.before.glob("ledger*"):
                if file.name not in there:
                    shutil.copy(file, self.vault)
        self.unlock()

    @rule()
    def restore(self) -> None:
        """Restore the last backup over the vault, which is taken for the newer one."""
        self.office.vault.close()
        done = restoring.restore(
            self.folder / "drive",
            self.vault,
            passphrase=PASSPHRASE,
            key_file=self.key,
            bounds=CHEAP,
            clock=lambda: noon(march(2)),
        )
        assert done.lost == 0
        if done.put_aside:
            shutil.rmtree(done.put_aside)
        self.unlock()

    @precondition(lambda self: self.gone)
    @rule()
    def restore_elsewhere(self) -> None:
        """Restore the last backup on another computer, which is told by a replay file alone."""
        told, place = self.paper(), self.folder / "elsewhere"
        for folder in (told, place):
            folder.mkdir(parents=True)
        run(replaying.write(self.office, told / "replay.json"))
        key = Path(shutil.copy(self.folder / "copied key", place / "key"))
        restoring.restore(
            self.folder / "drive",
            place / "vault",
            passphrase=PASSPHRASE,
            key_file=key,
            replay=[told / "replay.json"],
            witness=WITNESS,
            reason="The computer was lost",
            bounds=CHEAP,
            clock=lambda: noon(march(2)),
        )
        office = opening.unlock(place / "vault", passphrase=PASSPHRASE, key_file=key, bounds=CHEAP)
        known = office.register.documents
        keys = set(office.vault.masters())
        for name in known.keys() & self.gone.keys():
            assert known[name].disposed
            assert known[name].current.master.sealed not in keys
        assert shredding.there(place / "vault" / "masters", disposals.shredded(office.register)) == []
        assert run(verify(office)).problems == []
        office.close()
        shutil.rmtree(place)

    @precondition(lambda self: self.kept)
    @rule(pick=PICK)
    def see_and_write_what_is_kept(self, pick: int) -> None:
        name, out = self.pick(self.kept, pick), self.paper() / "out.pdf"
        seen = run(viewing.begin(self.office, name, "Advice"))
        assert run(viewing.page(self.office, name, seen.master, 1, 20.0)).width
        run(viewing.export(self.office, name, "Advice", out))
        assert out.read_bytes() == self.kept[name]

    @precondition(lambda self: self.gone)
    @rule(pick=PICK)
    def have_what_is_gone_by_every_way(self, pick: int) -> None:
        name, folder = self.pick(self.gone, pick), self.paper()
        folder.mkdir(parents=True)
        file = self.folder / "received.pdf"
        file.write_bytes(a_pdf(1))
        order = printing.Order(name, 1)
        ways: dict[str, Callable[[], Procedure[object]]] = {
            "view": lambda: viewing.begin(self.office, name, "Advice"),
            "export": lambda: viewing.export(self.office, name, "Advice", folder / "out.pdf"),
            "print": lambda: printing.print_copies(self.office, order, folder),
            "correct": lambda: supersede(self.office, file, document=name, reason="A page"),
            "render": lambda: renditions.make(self.office, name),
            "attach": lambda: renditions.attach(self.office, name, file, "Bea"),
        }
        for way, had in ways.items():
            with pytest.raises(RuleError):  # its review is closed as well
                run(had())
            assert list(folder.iterdir()) == [], way
        file.unlink()
        again = disposing.certificate_again(self.office, disposal=self.gone[name], where=folder)
        assert file_of(run(again)).stat().st_size

    @invariant()
    def nothing_of_what_is_gone_is_here_and_all_of_what_is_kept(self) -> None:
        if not hasattr(self, "office"):
            return
        register = self.office.register
        assert {
            one.document: one.disposed for one in register.documents.values() if one.disposed
        } == self.gone
        ended = disposals.shredded(register)
        named = {one.current.master.sealed for one in register.documents.values() if not one.disposed}
        assert {name for name, _key in self.office.vault.identities()} == named
        assert shredding.there(self.vault / "masters", ended) == []
        assert list(self.vault.glob("ledger*.db")) == [self.office.vault.ledger_path]
        assert self.office.finding is None
        assert agrees_with_the_disk(self.office)
        for known in register.disposals.values():
            assert not known.done or known.cleared

    @invariant()
    def the_former_key_files_are_gone(self) -> None:
        left = {path.name for path in self.folder.glob("key-*") if path.suffix != ".head"}
        assert left <= {self.key.name}

    @invariant()
    def a_disposal_says_no_more_than_is_so(self) -> None:
        """Tell of each disposal that it is complete only if no drive can hold the document."""
        if not hasattr(self, "office"):
            return
        on_the_drive = {path.name for path in (self.folder / "drive" / "masters").glob("*.age")}
        for known in self.office.register.disposals.values():
            if known.done and disposal_traces.is_complete(self.office.register, known):
                assert on_the_drive.isdisjoint(known.masters)

    @invariant()
    def the_vault_verifies(self) -> None:
        if hasattr(self, "office") and self.gone:
            assert run(verify(self.office)).problems == []


def run_machine(room: ReadingRoom, examples: int, steps: int) -> None:
    """Run it with one warm worker for all vaults."""
    EveryEnd.room = room
    run_state_machine_as_test(EveryEnd, settings=settings(max_examples=examples, stateful_step_count=steps))


def test_what_has_ended_is_had_by_no_way_after_any_sequence_of_acts(room: ReadingRoom) -> None:
    run_machine(room, 6, 10)


@pytest.mark.long
def test_what_has_ended_is_had_by_no_way_after_very_many_sequences_of_acts(room: ReadingRoom) -> None:
    run_machine(room, 150, 25)
