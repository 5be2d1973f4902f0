"""What the pages say is there: links, pictures, commands, and the format that a stranger can follow.

The stranger is a few lines that know docs/vault-format.md and the published libraries, and nothing of ours:
they open a real vault's header, its ledger and one master, and recompute every code that is printed.
"""

import base64
import hashlib
import hmac
import json
import re
import shlex
import shutil
import struct
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlcipher3.dbapi2 as sqlcipher
import zxingcpp
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pypdfium2 import PdfDocument

from desktop.__main__ import _asked_for_the_window
from desktop.cli import program
from desktop.cli.arguments import Told
from tests.cli.spoken import PASSPHRASE, REVIEW, empty_desk
from tests.factory import a_pdf

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


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def subkey(key: bytes, *use: str, salt: bytes | None = None) -> bytes:
    info = "/".join(("strongroom/1", *use)).encode()
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def sealed(key: bytes, value: object) -> str:
    return hmac.new(key, canonical(value), hashlib.sha256).hexdigest()


def device_secret(key_file: Path) -> bytes:
    lines = [line for line in key_file.read_text("ascii").splitlines() if not line.startswith("#")]
    data = base64.b32decode("".join(lines).replace("-", ""))
    assert data[32:] == hashlib.sha256(b"strongroom device secret" + data[:32]).digest()[:3]
    return data[:32]


def vault_key(vault: Path, device: bytes) -> bytes:
    """Return the vault key by the header page, having checked all that the header says."""
    data = (vault / "header.json").read_bytes()
    header = json.loads(data)
    assert data == canonical(header) + b"\n"
    body, slot = header["body"], header["body"]["slots"][0]
    identity, kdf, name = body["vault"], slot["kdf"], slot["operator"]
    assert (body["format"], len(bytes.fromhex(identity))) == (1, 16)
    unchecked = {part: header[part] for part in ("body", "device_seal", "vault_seal")}
    assert header["check"] == hashlib.sha256(canonical(unchecked)).hexdigest()
    assert body["device"] == subkey(device, "device-fingerprint", identity)[:16].hex()
    assert header["device_seal"] == sealed(subkey(device, "device-seal"), body)
    passphrase = unicodedata.normalize("NFKC", PASSPHRASE).encode()
    stretched = Argon2id(
        salt=bytes.fromhex(slot["salt"]),
        length=32,
        iterations=kdf["passes"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory_kib"],
    ).derive(passphrase)
    key = subkey(stretched, "slot", identity, name, salt=device)
    settings = f"{kdf['memory_kib']}/{kdf['passes']}/{kdf['lanes']}"
    bound = f"strongroom/1/{identity}/{name}/{settings}".encode()
    opened = ChaCha20Poly1305(key).decrypt(bytes(12), bytes.fromhex(slot["wrapped"]), bound)
    assert header["vault_seal"] == sealed(subkey(opened, "vault-seal"), body)
    return opened


class Entry(NamedTuple):
    number: int
    body: dict[str, Any]
    digest: bytes


class Ledger(NamedTuple):
    entries: list[Entry]
    identities: dict[str, str]


def ledger(vault: Path, key: bytes) -> Ledger:
    """Return the entries, each with its digest recomputed, and the masters' identities."""
    connection = sqlcipher.connect(str(vault / "ledger-1.db"))
    connection.execute(f"PRAGMA key = \"x'{subkey(key, 'ledger').hex()}'\"")
    rows = connection.execute("SELECT number, salt, body, digest FROM entry ORDER BY number").fetchall()
    identities = dict(connection.execute("SELECT sealed, identity FROM master").fetchall())
    connection.close()
    digest, entries = hashlib.sha256(b"strongroom ledger 1").digest(), []
    for expected, (number, salt, body, stored) in enumerate(rows, 1):
        inner = hashlib.sha256(b"strongroom body 1\0" + salt + body).digest()
        chained = b"strongroom entry 1\0" + digest + struct.pack(">Q", number) + inner
        digest = hashlib.sha256(chained).digest()
        assert (number, stored, len(salt)) == (expected, digest, 16)
        assert canonical(json.loads(body)) == body
        entries.append(Entry(number, json.loads(body), digest))
    return Ledger(entries, identities)


@dataclass(frozen=True)
class Story:
    """A real vault, and what the program said while it was made."""

    vault: Path
    device: bytes
    document: bytes
    sha256: str
    page_code: str
    slip_code: str
    sign_out: int
    status: str

    def read(self) -> Ledger:
        return ledger(self.vault, vault_key(self.vault, self.device))


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
    taken = desk.json("document", "take-in", file, *kind)
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "A meeting", "--mode", "hard-copy")
    desk.json("request", "record", *asked)
    desk.json("request", "decide", "R-0001", "--agreed", "--by", "C. Chair", "--reason", "On the panel")
    printed = desk.json("copy", "print", "D-0001", "--number-of-copies", "1", "--out", desk.papers)
    lent = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-20", "--out", desk.papers)
    out = desk.json("copy", "sign-out", "D-0001/1", *lent)
    with PdfDocument(printed["copies"][0]["file"]) as copy:
        scan = copy[1].render(scale=200 / 72, grayscale=True).to_pil()
    (code,) = zxingcpp.read_barcodes(scan)
    return Story(
        desk.vault,
        device_secret(desk.folder / "key"),
        file.read_bytes(),
        taken["sha256"],
        code.text,
        out["slip_code"],
        out["entry"],
        desk("vault", "status").out,
    )


def test_a_stranger_opens_the_header_and_verifies_the_ledger_by_the_format_page_alone(story: Story) -> None:
    entries = story.read().entries
    assert entries[0].body["event"]["kind"] == "vault-founded"
    assert entries[0].body["event"]["board"] == "Invented Bòard"
    assert {"by", "recorded"} <= set(entries[0].body["hand"])
    head = entries[-1]
    code = letters(head.digest, 26)
    assert f"{head.number}: {fours(code + check(f'{head.number} {code}', 2))}" in story.status


def test_a_stranger_recomputes_the_codes_that_are_printed(story: Story) -> None:
    entry = story.read().entries[story.sign_out - 1]
    assert entry.body["event"]["kind"] == "copy-signed-out"
    code = letters(hashlib.sha256(b"strongroom slip 1\0" + entry.digest).digest(), 7)
    assert fours(code + check(code, 1)) == story.slip_code
    identity = json.loads((story.vault / "header.json").read_bytes())["body"]["vault"]
    page = f"SR1 {letters(bytes.fromhex(identity), 4)} D-0001/1 2"
    assert story.page_code == f"{page} {check(page, 4)}"


def test_a_stranger_opens_a_master_with_the_stock_age_program(story: Story, tmp_path: Path) -> None:
    age = shutil.which("age")
    if age is None:
        pytest.skip("the age program is not installed")
    read = story.read()
    (taken,) = [e.body["event"] for e in read.entries if e.body["event"]["kind"] == "document-taken-in"]
    name = taken["master"]["sealed"]
    key = tmp_path / "key.txt"
    key.write_text(f"{read.identities[name]}\n", "ascii")
    opened = subprocess.run(
        [age, "-d", "-i", str(key), str(story.vault / "masters" / name)], check=True, capture_output=True
    ).stdout
    assert opened == story.document
    assert hashlib.sha256(opened).hexdigest() == taken["master"]["sha256"] == story.sha256
