"""An electronic copy: encrypted for one person, its passphrase on its slip, judged by qpdf and PDFium."""

import contextlib
import hashlib
import io
import subprocess
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from desktop.custody import access, electronic, loans, numbers, people
from desktop.custody.copies import CopyState
from desktop.custody.errors import (
    CancelledError,
    ElectronicSlipError,
    NotAgreedError,
    SlipCodeError,
    WrongStateError,
)
from desktop.custody.numbers import CopySpoilt
from desktop.office import papers, passphrases, printing, renditions
from desktop.office.electronic import Order, Sent, send
from desktop.office.errors import FileInTheWayError, NotSentError
from desktop.office.office import Office
from desktop.office.printing import print_copies
from desktop.office.procedure import Progress, Step, quiet, run
from desktop.office.take_in import take_in
from tests.factory import Facts, a_pdf, a_small_disk, march
from tests.office.at_work import REPORT, agrees_with_the_disk, events, stopped_at
from tests.paper.picture_files import tiff

DUE = march(20)


def agreed(office: Office, document: str, *, mode: str = "electronic", name: str = "Robin Invented") -> Order:
    """Agree to an electronic copy for somebody; return what is to be sent."""
    facts: Facts = {"post": "Head of Service", "agency": "Example Health Trust", "role": "panel member"}
    office.do(people.add, name=name, authority="The Chair", **facts)
    person = next(reversed(office.register.people))
    office.do(access.ask, person=person, document=document, purpose="To prepare", mode=mode)
    request = next(reversed(office.register.requests))
    office.do(access.decide, request=request, agreed=True, by="The Chair", reason="On the panel")
    return Order(document, person, request, DUE)


def words_of(slip: Path) -> str:
    """Return the passphrase as its slip says that it is typed."""
    typed = text_of(slip).partition("As it is typed")[2].split()
    return next("".join(typed[: n + 1]) for n in range(3) if "".join(typed[: n + 1]).count("-") == 7)


def text_of(file: Path | bytes, password: str | None = None) -> str:
    with pypdfium2.PdfDocument(file, password=password) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.fixture
def order(office: Office, document: str) -> Order:
    return agreed(office, document)


@pytest.fixture
def sent(office: Office, order: Order, out: Path) -> Sent:
    return run(send(office, order, out))


def test_the_file_opens_with_the_words_of_its_slip_in_qpdf_and_in_pdfium(sent: Sent, tmp_path: Path) -> None:
    typed = words_of(sent.slip)
    plain = tmp_path / "plain.pdf"
    command = ["qpdf", "--decrypt", f"--password={typed}", str(sent.file), str(plain)]
    subprocess.run(command, check=True, capture_output=True)
    for text in (text_of(plain), text_of(sent.file, typed)):
        assert "Invented text, page 2" in text
        assert "Copy 1 of D-0001 · page 2 of 2" in text
        assert "Robin Invented" in text


def test_it_is_aes_with_256_bits_and_asks_readers_to_allow_nothing_but_reading(sent: Sent) -> None:
    with pikepdf.open(sent.file, password=words_of(sent.slip)) as pdf:
        found = pdf.encryption
        assert (found.R, found.V, found.bits) == (6, 5, 256)
        assert {str(found.stream_method), str(found.string_method)} == {"EncryptionMethod.aesv3"}
        assert pdf.user_password_matched
        assert not pdf.owner_password_matched
        allowed = pdf.allow
    assert allowed.accessibility
    assert not any((allowed.extract, allowed.print_lowres, allowed.print_highres, allowed.modify_other))


@pytest.mark.parametrize("wrong", ["", "owner", "acid-acid-acid-acid-acid-acid-acid-acid"])
def test_nothing_else_opens_it(sent: Sent, wrong: str) -> None:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(sent.file, password=wrong)
    judged = subprocess.run(
        ["qpdf", "--decrypt", f"--password={wrong}", str(sent.file), "-"], check=False, capture_output=True
    )
    assert (judged.returncode, judged.stdout) == (2, b"")


def test_no_word_of_the_document_is_readable_in_the_file(sent: Sent) -> None:
    data = sent.file.read_bytes()
    assert b"Invented" not in data
    assert b"Copy D-0001" not in data
    assert b"/Encrypt" in data


def test_the_passphrase_stands_in_no_entry_and_on_the_recipient_s_part_alone(
    office: Office, sent: Sent
) -> None:
    typed = words_of(sent.slip)
    ledger = b"".join(bytes(body) for _number, _salt, body, _digest in office.vault.rows())
    assert typed.encode() not in ledger
    assert b"-".join(typed.encode().split(b"-")[:3]) not in ledger
    with pypdfium2.PdfDocument(sent.slip) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    with_words = [typed.split("-")[0] in page and typed.split("-")[7] in page for page in pages]
    signed = ["Sign and send back" in page for page in pages]
    assert with_words[0]
    assert True in signed
    assert not any(both for both in zip(with_words, signed, strict=True) if all(both))


def test_the_code_is_on_the_part_that_comes_back_and_confirms_the_copy(office: Office, sent: Sent) -> None:
    with pypdfium2.PdfDocument(sent.slip) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert [sent.slip_code in page for page in pages] == [False, True, False]
    with pytest.raises(SlipCodeError):
        office.do(loans.confirm, copy=sent.copy, slip_code="0000-0000")
    office.do(loans.confirm, copy=sent.copy, slip_code=sent.slip_code.lower())
    assert office.register.copies[sent.copy].state is CopyState.SIGNED_OUT


def test_a_passphrase_has_eight_words_of_the_list_and_never_shows_itself() -> None:
    first, second = passphrases.made(), passphrases.made()
    assert len(first.words) == 8
    assert first.words != second.words
    assert all(word not in repr(first) for word in (*first.words, first.owner))
    assert all(word.islower() and word.isascii() for word in first.words)


def test_two_copies_for_two_people_have_two_numbers_and_two_passphrases(
    office: Office, order: Order, out: Path
) -> None:
    first = run(send(office, order, out))
    second = run(send(office, agreed(office, "D-0001", name="Sam Invented"), out))
    assert (first.copy, second.copy) == ("D-0001/1", "D-0001/2")
    assert words_of(first.slip) != words_of(second.slip)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(second.file, password=words_of(first.slip))


def test_an_electronic_copy_to_somebody_whose_decision_is_for_paper_is_refused(
    office: Office, document: str, out: Path
) -> None:
    order = agreed(office, document, mode="hard-copy")
    with pytest.raises(NotAgreedError, match="asks for another mode"):
        run(send(office, order, out))
    assert not out.exists()
    assert office.register.copies == {}


def test_its_slip_is_not_made_again_and_says_what_to_do(office: Office, sent: Sent, tmp_path: Path) -> None:
    with pytest.raises(ElectronicSlipError, match="its passphrase was kept nowhere") as refused:
        run(papers.slip_again(office, sent.copy, tmp_path / "again"))
    assert "Send a new electronic copy" in refused.value.hint


def test_a_file_that_is_in_the_way_stops_it_before_a_number_is_given(
    office: Office, order: Order, out: Path
) -> None:
    out.mkdir()
    (out / "D-0001-copy-1-slip.pdf").write_bytes(b"somebody's")
    with pytest.raises(FileInTheWayError):
        run(send(office, order, out))
    assert office.register.copies == {}
    assert (out / "D-0001-copy-1-slip.pdf").read_bytes() == b"somebody's"


def test_a_slip_that_finds_no_room_leaves_a_spoilt_number_and_no_file(
    office: Office, order: Order, tmp_path: Path
) -> None:
    with a_small_disk(tmp_path / "small", "1m") as disk:

        def on_step(step: Step) -> Progress:
            if step.label == "Drawing":
                _fill(disk)
            return quiet

        with pytest.raises(NotSentError, match="D-0001/1 was not made"):
            run(send(office, order, disk), on_step)
        assert [file.name for file in disk.iterdir()] == ["full"]
    assert office.register.copies["D-0001/1"].state is CopyState.SPOILT
    assert isinstance(events(office)[-1], CopySpoilt)
    assert agrees_with_the_disk(office)


def _fill(disk: Path) -> None:
    with (disk / "full").open("wb", buffering=0) as target, contextlib.suppress(OSError):
        while True:
            target.write(bytes(4096))


def test_a_program_killed_half_way_leaves_a_number_that_is_spoilt_by_hand_and_cannot_be_printed(
    office: Office, order: Order, out: Path
) -> None:
    steps = send(office, order, out)
    stopped_at(steps, "Encrypting")
    steps.close()
    copy = office.register.copies["D-0001/1"]
    assert (copy.state, copy.form) == (CopyState.ALLOTTED, "electronic")
    with pytest.raises(WrongStateError, match="to be an electronic copy") as refused:
        office.do(numbers.printed, copy=copy.copy)
    assert "Say that it is spoilt" in refused.value.hint
    office.do(numbers.spoil, copy=copy.copy, reason="The program was killed")
    assert run(send(office, order, out)).copy == "D-0001/2"


def test_cancelling_leaves_a_spoilt_number(office: Office, order: Order, out: Path) -> None:
    def cancel(_part: float) -> None:
        raise CancelledError(what="Encrypting", left="Nothing.")

    with pytest.raises(CancelledError):
        run(send(office, order, out), lambda step: cancel if step.label == "Encrypting copy 1" else quiet)
    assert office.register.copies["D-0001/1"].state is CopyState.SPOILT
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "<b>Bobby & Co <img src=/etc/passwd>",
        "X" * 10_000,
        "\u05e0\u05d5\u05e2\u05d4 \u202e\u05de\u05d5\u05de",
        "Zoë\nInvented",
    ],
)
def test_whatever_the_recipient_is_called_file_and_slip_are_made(
    office: Office, document: str, out: Path, name: str
) -> None:
    sent = run(send(office, agreed(office, document, name=name), out))
    typed = words_of(sent.slip)
    assert "Copy 1 of D-0001" in text_of(sent.file, typed)
    if name.startswith("<b>"):
        assert "<b>Bobby & Co <img src=/etc/passwd>" in text_of(sent.slip)


def test_the_declaration_of_its_deletion_ends_it(office: Office, sent: Sent) -> None:
    office.do(electronic.deleted, copy=sent.copy, declared_by="Robin Invented, by letter")
    copy = office.register.copies[sent.copy]
    assert (copy.state, copy.responsible, copy.due) == (CopyState.DELETED, "custodian", None)
    with pytest.raises(WrongStateError, match="declared deleted"):
        office.do(electronic.deleted, copy=sent.copy, declared_by="Robin Invented")


def test_a_document_that_needs_pictures_is_encrypted_too(office: Office, tmp_path: Path, out: Path) -> None:
    """One page of it is damaged, so that it is placed as a picture."""
    with pikepdf.open(io.BytesIO(a_pdf(2))) as pdf:
        pdf.pages[1].obj.Contents = pikepdf.Stream(pdf, b"q 1 0 0 1 0 0 cm BT (x Tj")
        file = tmp_path / "damaged.pdf"
        pdf.save(file)
    document = run(take_in(office, file, REPORT)).document
    sent = run(send(office, agreed(office, document), out))
    assert sent.pages == 2
    assert "Copy 1 of D-0001" in text_of(sent.file, words_of(sent.slip))


def test_an_electronic_copy_of_a_scan_is_made_from_its_rendition_and_says_so(
    office: Office, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "scan.tif").write_bytes(tiff(2))
    document = run(take_in(office, tmp_path / "scan.tif", REPORT)).document
    run(renditions.make(office, document))
    sent = run(send(office, agreed(office, document), out))
    copy = office.register.copies[sent.copy]
    assert (copy.pages, copy.rendition) == (2, 1)
    assert "rendition" in text_of(sent.file, words_of(sent.slip))
    assert "A rendition of the original" in text_of(sent.slip)


def test_the_day_it_is_deleted_by_lies_within_what_was_agreed(
    office: Office, document: str, out: Path
) -> None:
    order = agreed(office, document)._replace(due=date(2026, 3, 1))
    with pytest.raises(Exception, match="before the day it is sent"):
        run(send(office, order, out))


def test_a_stranger_recomputes_the_code_from_the_entry_that_began_the_copy(
    office: Office, sent: Sent
) -> None:
    """As docs/vault-format.md tells it, with nothing of the program."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

    def letters(data: bytes, count: int) -> str:
        bits = "".join(f"{byte:08b}" for byte in hashlib.sha256(data).digest())
        return "".join(alphabet[int(bits[at : at + 5], 2)] for at in range(0, count * 5, 5))

    (digest,) = [row[3] for row in office.vault.rows() if b"electronic-copy-begun" in bytes(row[2])]
    body = letters(b"strongroom acknowledgement 1\0" + digest, 7)
    code = body + letters(body.encode(), 1)
    assert sent.slip_code == f"{code[:4]}-{code[4:]}"


def test_nothing_of_it_lies_in_clear_on_the_disk_at_any_moment(
    office: Office, order: Order, tmp_path: Path, out: Path
) -> None:
    seen: list[str] = []

    def look(_part: float) -> None:
        seen.extend(path.name for path in tmp_path.rglob("*") if path.is_file() and _in_clear(path))

    run(send(office, order, out), lambda _step: look)
    look(1)
    assert seen == []
    run(print_copies(office, printing.Order(order.document, 1), out))
    look(1)
    assert seen == ["D-0001-copy-2.pdf"]


def _in_clear(file: Path) -> bool:
    """Tell whether a file is a copy that anybody can open: its title says which."""
    return b"(Copy D-0001" in file.read_bytes()
