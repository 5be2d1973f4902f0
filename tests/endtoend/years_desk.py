"""The desk of a Board over the two years of a review, and long after: what every month of it needs.

Rule: all is said in words, as a person at a terminal says them, and read back as strangers read it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.spoken import Said
from tests.endtoend.daily_desk import Board, a_report, words

SCR = "SCR-2026-07"
AGENCIES = tuple(
    f"Invented {name}"
    for name in (
        "Health Trust",
        "Hospital Trust",
        "Ambulance Service",
        "Constabulary",
        "Probation Trust",
        "Council",
        "Primary School",
        "High School",
        "Housing Group",
        "Youth Service",
        "Family Charity",
        "Legal Practice",
    )
)
PEOPLE = tuple(f"P-{number:04}" for number in range(1, len(AGENCIES) + 1))
"""The senior representative of each agency, in the order of the agencies."""
OFSTED = "P-0013"
REPORT = "D-0041"
"""The overview report, anonymised: what most copies are made of."""
SUMMARY = "D-0042"
CODE = re.compile(r"(?<![\w-])[0-9A-Z]{4}-[0-9A-Z]{4}(?![\w-])")
HEAD = re.compile(r"\b\d+: (?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}\b")


@dataclass
class Years(Board):
    """A Board's desk over the years: its key file may change, and its papers are of many kinds."""

    key: str = "key"
    loans: dict[str, str] = field(default_factory=dict)
    """Who has, or had, each copy."""

    def __call__(self, *words: str | Path) -> Said:
        """Say words to this vault with the key file of today."""
        opened = ("--vault", self.vault, "--key-file", self.folder / self.key)
        said = self.plain(*opened, "--passphrase-file", self.folder / "passphrase", *words)
        self.told += [said.out, said.err]
        return said

    @property
    def out(self) -> tuple[str | Path, ...]:
        """Where papers go."""
        return ("--out", self.papers)

    def receive(self, title: str, pages: int, kind: str, edition: str = "identified", *more: str) -> str:
        """Write a report of invented words, and take it into custody; return its reference."""
        file = a_report(self.received / f"{len(self.kept):03}-{kind}.pdf", title, pages)
        document = self.take_in(
            file.name, kind, edition, "--pages", str(pages), "--title", title, *more, review=SCR
        )
        self.kept[document] = str(file)
        return document

    def asked_and_agreed(self, person: str, document: str, mode: str = "hard-copy") -> str:
        """Record that somebody asked for a document, and that the Chair agreed."""
        return self.agreed(person, document, mode=mode)

    def hand_over(self, copy: str, person: str, due: str) -> None:
        """Ask, agree, sign out and confirm: one copy goes to one person."""
        request = self.asked_and_agreed(person, copy.split("/", maxsplit=1)[0])
        self.sign_out(copy, person, request, due)
        self.confirm(copy)
        self.loans[copy] = person

    def give_back(self, copy: str, *, short: int = 0) -> None:
        """Count a copy back, so many pages short."""
        pages = self.json("copy", "show", copy)["pages"] - short
        receipt = ("--condition", "Good", "--other-readers", "None", "--receipt-to", self.papers)
        self.json("copy", "return", copy, "--pages", str(pages), *receipt)

    def pages(self, copy: str) -> str:
        """Return how many pages a copy has, as they are counted."""
        return str(self.json("copy", "show", copy)["pages"])

    def matters(self) -> dict[str, list[str]]:
        """Return what waits for somebody today: the references, by the matter."""
        found: dict[str, list[str]] = {}
        for one in self.json("vault", "today")["waiting"]:
            found.setdefault(one["matter"], []).append(one["reference"])
        return found


def code_on(paper: str | Path) -> str:
    """Return the code of a sheet that is signed and typed back, read by a stranger to the program."""
    (code,) = set(CODE.findall(words(Path(paper))))
    return str(code)


def many(option: str, *values: str) -> tuple[str, ...]:
    """Say an option once for each value."""
    return tuple(word for value in values for word in (option, value))
