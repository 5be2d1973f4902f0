"""What the pages say is there: links, pictures, commands, and the format that a stranger can follow.

The stranger knows docs/vault-format.md and the published libraries, and nothing of ours: tests/tamper lets
them open vaults and backups; here they recompute every code that is printed.
"""

import hashlib
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from pypdfium2 import PdfDocument

from desktop.__main__ import _asked_for_the_window
from desktop.cli import program
from desktop.cli.arguments import Told
from tests.cli.spoken import PASSPHRASE, REVIEW, empty_desk
from tests.factory import a_pdf
from tests.tamper import stranger

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
LARGEST_PICTURE = 200 * 1024
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def links(page: Path) -> list[str]:
    """Return what a page points to in this repository."""
    found = LINK.findall(page.read_text("utf-8"))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def headings(page: Path) -> set[str]:
    """Return the anchors of a page's headings."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def commands(page: Path) -> list[str]:
    """Return each `strongroom` command in the boxes of a page."""
    boxes = "\n".join(re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    lines = boxes.replace("\\\n", " ").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.startswith("strongroom")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_of_a_page_leads_somewhere(page: Path) -> None:
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name) if name else page
        assert target.exists(), link
        if anchor:
            assert anchor in headings(target), link


def test_every_picture_is_shown_on_a_page_and_small() -> None:
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert [picture.name for picture in pictures if picture not in shown] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []


@pytest.mark.parametrize("name", ["README.md", "docs/guide.md"])
def test_every_command_in_a_box_is_one_of_the_program(name: str) -> None:
    found = commands(ROOT / name)
    assert found
    for command in found:
        words = shlex.split(command)[1:]
        if "--help" in words:
            with pytest.raises(Told, match=r"^usage: strongroom "):
                program.parsed(words)
        elif words and _asked_for_the_window(words) is None:
            assert program.parsed(words).job, command


def test_the_folders_that_the_readme_names_are_there() -> None:
    rows = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`([^`]+/)`", row.split("|")[1])]
    assert len(named) > len(rows)
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_the_files_that_the_architecture_page_names_are_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`((?:custody|office|store|paper|cli|ui)/\w+\.py)`", page))
    assert named
    assert [name for name in sorted(named) if not (ROOT / "desktop" / name).is_file()] == []


def letters(data: bytes, count: int) -> str:
    bits = "".join(f"{byte:08b}" for byte in data)
    return "".join(CROCKFORD[int(bits[at : at + 5], 2)] for at in range(0, count * 5, 5))


def check(text: str, count: int) -> str:
    return letters(hashlib.sha256(text.encode()).digest(), count)


def fours(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


@dataclass(frozen=True)
class Story:
    """The entries of a real vault as a stranger reads them, and what the program said while it was made."""

    entries: list[dict[str, Any]]
    vault: str
    page_code: str
    slip_code: str
    sign_out: int
    status: str


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    desk = empty_desk(tmp_path_factory.mktemp("stranger"))
    file = desk.folder / "report.pdf"
    file.write_bytes(a_pdf(2))
    desk.json("vault", "create", "--board", "Invented Bòard", "--operator", "A. Keeper")
    desk.json("review", "open", "--reference", REVIEW, "--authority", "The Chair")
    role = ("--post", "Nurse", "--agency", "Invented Trust", "--role", "panel member")
    desk.json("person", "add", "--name", "B. Nurse", *role)
    kind = ("--review", REVIEW, "--kind", "overview-report", "--edition", "anonymised")
    desk.json("document", "take-in", file, *kind)
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "A meeting", "--mode", "hard-copy")
    desk.json("request", "record", *asked)
    desk.json("request", "decide", "R-0001", "--agreed", "--by", "C. Chair", "--reason", "On the panel")
    printed = desk.json("copy", "print", "D-0001", "--number-of-copies", "1", "--out", desk.papers)
    lent = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-20", "--out", desk.papers)
    out = desk.json("copy", "sign-out", "D-0001/1", *lent)
    with PdfDocument(printed["copies"][0]["file"]) as copy:
        scan = copy[1].render(scale=200 / 72, grayscale=True).to_pil()
    (code,) = zxingcpp.read_barcodes(scan)
    header = stranger.checked(desk.vault / "header.json")
    key = stranger.key_from_slot(header, stranger.device_secret(desk.folder / "key"), PASSPHRASE)
    entries, _identities = stranger.ledger(desk.vault / "ledger-1.db", key)
    status = desk("vault", "status").out
    return Story(entries, header["body"]["vault"], code.text, out["slip_code"], out["entry"], status)


def test_a_stranger_recomputes_the_checkpoint_that_is_printed(story: Story) -> None:
    head = story.entries[-1]
    code = letters(bytes.fromhex(head["digest"]), 26)
    number = head["number"]
    assert f"{number}: {fours(code + check(f'{number} {code}', 2))}" in story.status


def test_a_stranger_recomputes_the_codes_that_are_printed(story: Story) -> None:
    entry = story.entries[story.sign_out - 1]
    assert entry["event"]["kind"] == "copy-signed-out"
    code = letters(hashlib.sha256(b"strongroom slip 1\0" + bytes.fromhex(entry["digest"])).digest(), 7)
    assert fours(code + check(code, 1)) == story.slip_code
    page = f"SR1 {letters(bytes.fromhex(story.vault), 4)} D-0001/1 2"
    assert story.page_code == f"{page} {check(page, 4)}"
