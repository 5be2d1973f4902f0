"""The pack for the Overview Panel as files: whole or not at all, from one head (F5, H2)."""

import csv
import io
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest

from desktop.custody import dates, ledger, pack_paper, panel_pack
from desktop.custody.errors import CancelledError, LedgerAlteredError, UnknownReferenceError
from desktop.custody.observations import ActRefused
from desktop.custody.pack_ledger import Account
from desktop.custody.panel_pack import PackFinished, PackMade
from desktop.office import verification
from desktop.office.errors import OutputInVaultError, PaperNotWrittenError
from desktop.office.office import Office
from desktop.office.panel_pack import Order, Packed, make_pack
from desktop.office.procedure import Procedure, Step, quiet, run
from desktop.paper.forms import draw
from desktop.store.errors import CannotWriteError
from tests.custody.long_review import END, a_long_review
from tests.factory import REVIEW, a_hand, a_small_disk
from tests.office.at_work import agrees_with_the_disk, events, last
from tests.office.packed import filled

PAPER = f"{REVIEW}-panel-pack.pdf"


@pytest.fixture
def kept(office: Office, tmp_path: Path) -> Office:
    """An office with something of everything."""
    return filled(office, tmp_path)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "new" / "pack"


def made(office: Office, folder: Path, *, wider: bool = False, large: bool | None = None) -> Packed:
    return run(make_pack(office, Order(folder, REVIEW, wider, large)))


def text_of(file: Path | bytes) -> str:
    """Return the text of a paper on one line, as a program that is not ours reads it."""
    with pypdfium2.PdfDocument(file) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return " ".join(" ".join(pages).replace("\ufffe", "-").split())


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))


def test_a_pack_is_one_paper_and_its_tables_and_the_ledger_keeps_their_digests(
    kept: Office, place: Path
) -> None:
    packed = made(kept, place)
    assert packed.files[0].name == packed.paper.name == PAPER
    assert sorted(file.name for file in place.iterdir()) == sorted(file.name for file in packed.files)
    finished = last(kept)
    assert isinstance(finished, PackFinished)
    told = {file.name: (file.sha256, file.size) for file in finished.files}
    for file in place.iterdir():
        data = file.read_bytes()
        assert told[file.name] == (sha256(data).hexdigest(), len(data))
    assert kept.register.packs["PK-0001"].files == finished.files
    assert agrees_with_the_disk(kept)


def test_the_paper_stands_at_the_head_of_its_making_and_is_checked_like_a_slip(
    kept: Office, place: Path
) -> None:
    packed = made(kept, place)
    text = text_of(packed.paper)
    making = kept.register.packs["PK-0001"].entry
    row = next(kept.vault.rows(making - 1))
    checkpoint = ledger.checkpoint(ledger.Head(making, row[3]))
    assert checkpoint in text
    assert run(verification.check_slip(kept, checkpoint)) == "matches"
    assert f"All {making} entries of the ledger were read again and verified" in text


def test_tables_are_read_back_as_the_register_has_them(kept: Office, place: Path) -> None:
    made(kept, place)
    register = kept.register
    asked = [
        known for known in register.requests.values() if register.documents[known.document].review == REVIEW
    ]
    assert [row["request"] for row in rows(place / "access.csv")] == [known.request for known in asked]
    mine = [known for known in register.interest.values() if known.review == REVIEW]
    assert [row["name"] for row in rows(place / "interest.csv")] == [known.name for known in mine]


def test_what_the_paper_of_two_years_says_agrees_with_the_register() -> None:
    desk = a_long_review()
    register = desk.register
    desk.do(panel_pack.make_pack, END, review=REVIEW)
    composed = pack_paper.compose(register, a_hand(END), register.packs["PK-0001"], Account(999, 888))
    target = io.BytesIO()
    draw(composed.form, target)
    text = text_of(target.getvalue())
    refused = sum(known.state == "refused" for known in register.requests.values())
    out = sum(copy.out for copy in register.copies.values())
    assert f"{len(register.requests)} requests for access" in text
    assert f"{refused} refused" in text
    assert f"{out} copies are with holders" in text
    assert f"{len(register.interest)} requests for the executive summary" in text
    bare = text.replace(" ", "")
    for copy in register.copies.values():
        for loan in copy.loans:
            assert f"{copy.copy}{register.people[loan.person].name}".replace(" ", "") in bare
            assert dates.day(loan.signed_out).replace(" ", "") in bare
    for one in register.interest.values():
        assert one.name.replace(" ", "") in bare
    for incident in register.incidents.values():
        assert incident.incident in text


@pytest.mark.parametrize("wider", [False, True])
def test_a_pack_comes_in_large_print_too(kept: Office, tmp_path: Path, *, wider: bool) -> None:
    ordinary = made(kept, tmp_path / "a", wider=wider)
    large = made(kept, tmp_path / "b", wider=wider, large=True)
    assert large.pages > ordinary.pages
    kept.large_print = True
    assert made(kept, tmp_path / "c", wider=wider).pages == large.pages
    assert made(kept, tmp_path / "d", wider=wider, large=False).pages == ordinary.pages


def test_an_empty_folder_is_filled_and_one_with_files_gets_a_new_one(kept: Office, place: Path) -> None:
    place.mkdir(parents=True)
    assert made(kept, place).folder == place
    beside = made(kept, place)
    assert beside.folder == place / f"{REVIEW}-panel-pack"
    assert made(kept, place).folder == place / f"{REVIEW}-panel-pack-2"
    assert made(kept, place, wider=True).folder == place / f"{REVIEW}-panel-pack-wider"
    assert beside.paper.exists()


def test_a_pack_lies_neither_in_the_vault_nor_in_place_of_a_file(kept: Office, tmp_path: Path) -> None:
    with pytest.raises(OutputInVaultError):
        made(kept, kept.vault.folder / "pack")
    assert not (kept.vault.folder / "pack").exists()
    (tmp_path / "file").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("file", "file/new/pack", "dangling"):
        with pytest.raises(CannotWriteError):
            made(kept, tmp_path / name)
    with pytest.raises(UnknownReferenceError):
        run(make_pack(kept, Order(tmp_path / "pack", "SCR-1999-99")))
    assert (tmp_path / "file").read_text() == "mine"
    assert not any(isinstance(event, PackMade) for event in events(kept))


def stopping(label: str, at: float) -> Callable[[Step], Callable[[float], None]]:
    """Return progress that cancels the step of that label once a part of it is done."""

    def on_step(step: Step) -> Callable[[float], None]:
        def progress(part: float) -> None:
            if part >= at:
                raise CancelledError(what=step.label, left="Nothing half done is left.")

        return progress if step.label == label else quiet

    return on_step


@pytest.mark.parametrize("at", [0.01, 0.9, 1.0])
def test_a_pack_that_is_cancelled_leaves_nothing_and_is_on_the_record(
    kept: Office, tmp_path: Path, at: float
) -> None:
    target = tmp_path / "new" / "pack"
    with pytest.raises(CancelledError):
        run(make_pack(kept, Order(target, REVIEW)), stopping("Drawing the pack", at))
    assert not target.parent.exists() or list(target.parent.iterdir()) == []
    assert isinstance(last(kept), ActRefused)
    assert kept.register.packs["PK-0001"].state == "not written"
    assert made(kept, target).pack.pack == "PK-0002"


def test_a_full_disk_leaves_nothing_and_says_that_the_pack_is_missing(kept: Office, tmp_path: Path) -> None:
    with a_small_disk(tmp_path / "small", "40k") as disk:
        with pytest.raises(PaperNotWrittenError, match="no room"):
            made(kept, disk / "pack")
        assert list(disk.iterdir()) == []
    assert isinstance(events(kept)[-2], PackMade)
    assert isinstance(last(kept), ActRefused)


def test_a_ledger_that_was_altered_since_it_was_opened_gives_no_pack(kept: Office, place: Path) -> None:
    procedure: Procedure[Packed] = make_pack(kept, Order(place, REVIEW))
    step = next(procedure)
    while step.label != "Reading the ledger":
        step = procedure.send(step.work(quiet))
    whole = kept.vault.rows

    def cut(after: int = 0) -> object:
        return (row for row in whole(after) if row[0] < 3)

    kept.vault.rows = cut  # type: ignore[method-assign,assignment]
    with pytest.raises(LedgerAlteredError):
        step.work(quiet)
    assert not place.exists()


def test_the_wider_pack_of_a_real_vault_names_nobody(kept: Office, place: Path) -> None:
    packed = made(kept, place, wider=True)
    text = text_of(packed.paper) + "".join(file.read_text("utf-8-sig") for file in place.glob("*.csv"))
    register = kept.register
    names = [one.name for one in register.people.values()] + [one.name for one in register.interest.values()]
    for said in [*names, *(asked.purpose for asked in register.requests.values())]:
        assert said not in text
