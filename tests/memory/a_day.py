"""A day at a desk that is looked into: the process, and every secret that it can have held so far.

Rule: what is typed goes to the process when it asks; its secrets are worked out here, and never sent to it.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from desktop.office import opening
from desktop.store.header import load_header
from tests.crash.disclosed import passphrase_on
from tests.factory import BOARD, CHEAP, OPERATOR
from tests.memory import known
from tests.memory.known import Secrets
from tests.office.share_holders import words_on

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "the founder's own invented phrase"  # noqa: S105 - opens nothing but what a test makes
DEPUTY = "a deputy has invented this phrase"
CHANGED = "chosen later: some more invented words"
MARKER = "Invented words that stand in the document alone"
LARGE = 5 * 1024 * 1024
"""Bytes of a document that is sealed and read in several threads."""
KEY_FILES = {"removed": "new.key", "recovered": "recovered.key"}
"""Which key file has the device secret from then on."""
RENEWED = frozenset(
    {"refused", "open", "taken in", "renewed", "shares made", "changed", "removed", "recovered"}
)


class Day:
    """A process that works with a vault, and every secret that it can have held so far."""

    def __init__(self, folder: Path, kind: str, *options: str) -> None:
        """Make a vault and start the process; `options` are those of `at_a_desk`."""
        self.folder = folder
        self.secrets: Secrets = {}
        self.typed: Secrets = {}
        self._texts: list[str] = []
        self._key_file = None if "keyring" in options else folder / "device.key"
        make_vault(folder, self._key_file)
        self._known = {"O-0001": PASSPHRASE}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.memory.at_a_desk", kind, str(folder), *options],
            cwd=ROOT,
            env=os.environ | {"QT_LOGGING_RULES": "default.warning=false"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def until(self, word: str) -> None:
        """Let it work until it says `word`; learn its secrets on the way, and leave it waiting there."""
        while (said := self._heard()) != word:
            self._answer({**self._typing(), "a share": self._a_share}.get(said, lambda: "")())

    def go_on(self) -> None:
        self._answer("")

    @property
    def generation(self) -> int:
        """The number of the vault's present keys."""
        return load_header(self.folder / "vault").generation

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()

    def _heard(self) -> str:
        assert self.process.stdout is not None
        said = self.process.stdout.readline().decode().rstrip("\n")
        assert said, "the process ended"
        if said in RENEWED:
            if self._key_file:
                self._key_file = self.folder / KEY_FILES.get(said, self._key_file.name)
            self._learn(known.of_vault(self.folder / "vault", opening.place(self._key_file), self._known))
        if said == "sent":
            words = passphrase_on(self.folder / "copies" / "D-0001-copy-3-slip.pdf")
            self._learn(known.as_text("passphrase of D-0001/3", words))
        if said == "shares made":
            self._texts = [words_on(sheet) for sheet in sorted((self.folder / "shares").iterdir())]
            self._learn(known.of_shares(self.folder / "vault", self._texts[:2]))
            self.typed |= known.words_of_shares(self._texts)
        return said

    def _learn(self, secrets: Secrets) -> None:
        """Keep what is new: a key that a renewal left as it was has the name of its first generation."""
        had = set(self.secrets.values())
        self.secrets |= {name: secret for name, secret in secrets.items() if secret not in had}

    def _typing(self) -> dict[str, Callable[[], str]]:
        return {
            "the passphrase": lambda: self._typed("O-0001", PASSPHRASE),
            "the deputy's passphrase": lambda: self._typed("O-0002", DEPUTY),
            "the present passphrase": lambda: PASSPHRASE,
            "the new passphrase": lambda: self._typed("O-0001", CHANGED),
        }

    def _typed(self, operator: str, passphrase: str) -> str:
        self._known[operator] = passphrase
        self.typed |= known.as_text(f"passphrase {passphrase[:14]}", passphrase)
        return passphrase

    def _a_share(self) -> str:
        self._texts = [*self._texts[1:], self._texts[0]]
        return self._texts[0]

    def _answer(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()


def make_vault(folder: Path, key_file: Path | None) -> None:
    """Make a vault with documents beside it to be taken in."""
    office = opening.create(
        folder / "vault",
        passphrase=PASSPHRASE,
        board_name=BOARD,
        operator=OPERATOR,
        key_file=key_file,
        bounds=CHEAP,
    )
    office.close()
    (folder / "large.bin").write_bytes(bytes(LARGE))
    for name in ("one", "two"):
        canvas = Canvas(str(folder / f"{name}.pdf"), pageCompression=0)
        canvas.drawString(72, 700, f"{MARKER}: {name}")
        canvas.showPage()
        canvas.save()


def told(found: Counter[str]) -> str:
    """Return the finds in lines."""
    return "\n".join(f"{times:5} {name}" for name, times in sorted(found.items()))
