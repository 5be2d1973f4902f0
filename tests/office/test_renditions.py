"""Renditions in a vault: sealed and counted like any master, shown and printed in place of the original."""

import hashlib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from desktop.custody import incidents
from desktop.custody.errors import FactMissingError, FileRefusedError, WrongStateError
from desktop.custody.incidents import IncidentOpened
from desktop.custody.observations import ActRefused, DocumentViewed
from desktop.custody.renditions import RenditionMade
from desktop.office import renditions, viewing
from desktop.office.backing_up import drill, named_masters
from desktop.office.office import Office
from desktop.office.packages import Order as PackageOrder
from desktop.office.packages import make_package
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import Step, run
from desktop.office.take_in import Accession, take_in
from desktop.office.verification import verify
from desktop.paper.errors import CannotReadDocumentError, NoRenditionError
from desktop.paper.libreoffice import installed
from desktop.store.errors import MasterAlteredError
from tests.factory import REVIEW, a_pdf
from tests.office.at_work import events, last, masters, reopened, stopped_at
from tests.office.restore_scene import SEEN, Scene, opened
from tests.paper import office_files
from tests.paper.picture_files import tiff

WITH_LIBREOFFICE = pytest.mark.skipif(installed() is None, reason="LibreOffice is not on this computer")


@pytest.fixture
def scan(office: Office, tmp_path: Path) -> str:
    """A scan of three pages in custody."""
    return taken(office, tmp_path / "scan.tif", tiff(3))


def taken(office: Office, file: Path, data: bytes) -> str:
    file.write_bytes(data)
    return run(take_in(office, file, Accession(REVIEW, "minutes", "identified"))).document


def pages_of(file: Path) -> list[str]:
    with pypdfium2.PdfDocument(file) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def test_a_scan_is_rendered_and_the_rendition_is_sealed_under_a_key_of_its_own(
    office: Office, scan: str
) -> None:
    done = run(renditions.make(office, scan))
    assert (done.document, done.version, done.rendition, done.master.pages) == (scan, 1, 1, 3)
    assert isinstance(last(office), RenditionMade)
    assert len(masters(office)) == 2
    version = reopened(office).register.document(scan).current
    assert version.renditions[0].master == done.master
    assert (version.shown, version.pages) == (done.master, 3)


def test_nothing_of_a_rendition_lies_in_clear_in_the_vault(office: Office, scan: str) -> None:
    run(renditions.make(office, scan))
    for file in office.vault.folder.rglob("*"):
        assert not file.is_file() or b"%PDF" not in file.read_bytes()


def test_a_document_without_a_rendition_is_neither_viewed_nor_printed(
    office: Office, scan: str, out: Path
) -> None:
    with pytest.raises(CannotReadDocumentError, match="not a PDF"):
        run(print_copies(office, Order(scan, 1), out))
    assert not office.register.copies


def test_copies_are_printed_from_the_rendition_and_say_so(office: Office, scan: str, out: Path) -> None:
    run(renditions.make(office, scan))
    printed = run(print_copies(office, Order(scan, 1), out))
    assert office.register.copies[f"{scan}/1"].pages == 3
    texts = pages_of(printed.copies[0].file)
    assert len(texts) == 3
    assert all("printed from a rendition" in " ".join(text.split()) for text in texts)


def test_the_rendition_is_what_is_seen_in_the_window(office: Office, scan: str) -> None:
    run(renditions.make(office, scan))
    seen = run(viewing.begin(office, scan, "To read it"))
    drawn = run(viewing.page(office, scan, seen.master, 1, 36))
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), bytes(drawn.pixels), "raw", "BGRX")
    assert picture.getpixel((drawn.width // 10, drawn.height // 10)) != (255, 255, 255)
    event = last(office)
    assert isinstance(event, DocumentViewed)
    assert event.rendition == 1


def test_an_export_writes_the_original_unless_the_rendition_was_asked_for(
    office: Office, scan: str, tmp_path: Path
) -> None:
    made = run(renditions.make(office, scan))
    run(viewing.export(office, scan, "To compare", tmp_path / "original.tif"))
    assert (tmp_path / "original.tif").read_bytes() == (tmp_path / "scan.tif").read_bytes()
    done = run(viewing.export(office, scan, "To compare", tmp_path / "made.pdf", rendition=True))
    written = hashlib.sha256((tmp_path / "made.pdf").read_bytes()).hexdigest()
    assert done.sha256 == made.master.sha256 == written


def test_a_rendition_that_is_not_there_is_not_exported(office: Office, scan: str, tmp_path: Path) -> None:
    with pytest.raises(WrongStateError, match="without a rendition"):
        run(viewing.export(office, scan, "To compare", tmp_path / "made.pdf", rendition=True))
    assert not (tmp_path / "made.pdf").exists()
    assert isinstance(last(office), ActRefused)


@WITH_LIBREOFFICE
def test_a_word_file_is_rendered_by_libreoffice(office: Office, tmp_path: Path, out: Path) -> None:
    word = taken(office, tmp_path / "minutes.docx", office_files.docx(pages=2))
    done = run(renditions.make(office, word))
    assert done.made_by.startswith("LibreOffice")
    printed = run(print_copies(office, Order(word, 1), out))
    assert [("Invented text." in text) for text in pages_of(printed.copies[0].file)] == [True, True]


def test_a_pdf_is_attached_as_it_is(office: Office, tmp_path: Path, pdf: Path) -> None:
    document = taken(office, tmp_path / "mail.msg", b"no format that is known")
    with pytest.raises(NoRenditionError):
        run(renditions.make(office, document))
    done = run(renditions.attach(office, document, pdf, "Robin Invented"))
    assert done.master.sha256 == hashlib.sha256(pdf.read_bytes()).hexdigest()
    assert (done.made_by, done.master.file_name) == ("", "report.pdf")


@pytest.mark.parametrize(
    "data", [b"no PDF", b"%PDF-1.7\n", office_files.docx()], ids=["text", "torn", "Word"]
)
def test_what_cannot_be_shown_is_not_attached_and_leaves_nothing(
    office: Office, scan: str, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "made.pdf"
    file.write_bytes(data)
    with pytest.raises(FileRefusedError):
        run(renditions.attach(office, scan, file, "Robin Invented"))
    assert len(masters(office)) == 1
    assert isinstance(last(office), ActRefused)


def test_a_rendition_that_is_refused_is_refused_before_anything_is_sealed(
    office: Office, document: str, scan: str, pdf: Path
) -> None:
    before = masters(office)
    with pytest.raises(WrongStateError):
        run(renditions.make(office, document))
    with pytest.raises(FactMissingError):
        run(renditions.attach(office, scan, pdf, " "))
    assert masters(office) == before


@pytest.mark.parametrize("label", ["Making the rendition", "Sealing", "Checking the master", "Reading"])
def test_a_step_that_fails_leaves_nothing_of_a_rendition(office: Office, scan: str, label: str) -> None:
    procedure = renditions.make(office, scan)
    step = stopped_at(procedure, label)
    if label == "Checking the master":  # the original's; the one after it is the rendition's
        step = procedure.send(step.work(lambda _part: None))
        while not step.label.startswith(label):
            step = procedure.send(step.work(lambda _part: None))
    assert isinstance(step, Step)
    with pytest.raises(OSError, match="invented"):
        procedure.throw(OSError("invented"))
    assert len(masters(office)) == 1
    assert run(verify(office)).problems == []


def test_a_rendition_is_verified_like_a_master(office: Office, scan: str) -> None:
    done = run(renditions.make(office, scan))
    found = run(verify(office))
    assert (found.masters, found.problems) == (2, [])
    damage(office, done.master.sealed)
    (problem,) = run(verify(office)).problems
    assert problem.where == f"{scan}, version 1, rendition 1"
    assert not office.register.document(scan).blocked  # the original is whole: it can be rendered again
    assert office.register.incident("I-0001").matter == "rendition"


def test_a_rendition_that_does_not_verify_is_not_printed_and_can_be_made_again(
    office: Office, scan: str, out: Path
) -> None:
    damage(office, run(renditions.make(office, scan)).master.sealed)
    for _attempt in range(2):
        with pytest.raises(MasterAlteredError):
            run(print_copies(office, Order(scan, 1), out))
    assert len([event for event in events(office) if isinstance(event, IncidentOpened)]) == 1
    assert not office.register.copies
    run(renditions.make(office, scan))
    assert len(run(print_copies(office, Order(scan, 1), out)).copies) == 1
    office.do(incidents.close, incident="I-0001", found="It was made again")


def damage(office: Office, sealed: str) -> None:
    file = office.vault.folder / "masters" / sealed
    data = bytearray(file.read_bytes())
    data[-20] ^= 1
    file.write_bytes(data)


def test_renditions_are_in_backups_and_come_back_with_a_restore(office: Office, scan: str) -> None:
    made = run(renditions.make(office, scan))
    assert len(named_masters(office.register)) == 2
    scene = Scene(office)
    scene.back_up()
    found = run(drill(office, scene.backup))
    assert (found.masters, found.problems, found.lacking) == (2, [], [])
    scene.restore(**SEEN)
    restored = opened(scene.again)
    assert restored.register.document(scan).current.shown == made.master
    restored.vault.close()


def test_a_package_holds_renditions_under_names_of_their_own(
    office: Office, scan: str, tmp_path: Path
) -> None:
    made = run(renditions.make(office, scan))
    order = PackageOrder(tmp_path / "bag", None, reason="No key there", witness="Wren Witness")
    run(make_package(office, order))
    payload = tmp_path / "bag" / "data" / "masters"
    assert sorted(file.name for file in payload.iterdir()) == [
        f"{scan}-v1-rendition-1.pdf",
        f"{scan}-v1.tif",
    ]
    kept = (payload / f"{scan}-v1-rendition-1.pdf").read_bytes()
    assert hashlib.sha256(kept).hexdigest() == made.master.sha256
    table = (tmp_path / "bag" / "data" / "register" / "renditions.csv").read_text("utf-8-sig")
    assert f"{scan}-v1-rendition-1.pdf" in table


def test_a_better_pdf_takes_the_place_of_what_the_program_made(
    office: Office, scan: str, tmp_path: Path, out: Path
) -> None:
    run(renditions.make(office, scan))
    better = tmp_path / "better.pdf"
    better.write_bytes(a_pdf(4, "A better one"))
    run(renditions.attach(office, scan, better, "Robin Invented"))
    printed = run(print_copies(office, Order(scan, 1), out))
    assert "A better one" in pages_of(printed.copies[0].file)[0]
    assert len(masters(office)) == 3
