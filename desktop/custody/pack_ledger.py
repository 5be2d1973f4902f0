"""In a pack for the Overview Panel: the statement of the ledger, and how a reader checks it (H2)."""

from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import dates, ledger, small_numbers
from desktop.custody.blocks import Column, Facts, Heading, Numbered, Paragraph, Table
from desktop.custody.pack_scope import Chapter, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.register import Register

TITLE = "Statement of the ledger"


_HOW = (
    "Keep this paper where nobody of the office can change it. Its foot names the ledger's last entry.",
    "At any later time, give that number and its code to the office: “Check a slip”. You may look on.",
    "“Matches” means that up to that entry nothing was changed, removed or added since.",
    "“Differs” or “unknown” means: tell the Chair. A slip that somebody has kept is checked the same way.",
)


class Account(NamedTuple):
    """What reading the ledger told: how many entries it has, and how many tell of the review."""

    entries: int
    of_review: int


def ledger_chapter(
    register: "Register", account: Account, chapters: "Sequence[Chapter]", *, wider: bool = False
) -> Chapter:
    """Return the statement, with the tables that go with the paper; in the `wider` version without counts."""
    checked = dates.day(register.checked) if register.checked else "Not yet"
    of_review = small_numbers.said(account.of_review) if wider else f"{account.of_review:,}"
    sheets = [sheet for chapter in chapters for sheet in chapter.sheets]
    return Chapter(
        TITLE,
        [
            Paragraph(
                f"All {account.entries:,} entries of the ledger were read again and verified one by one when"
                f" this pack was made; {of_review} of them tell of this review."
            ),
            Facts(
                [
                    ("Ledger stood at", ledger.checkpoint(register.head)),
                    ("Entries in the ledger", f"{account.entries:,}"),
                    ("Entries that tell of this review", of_review),
                    ("Result", "Every entry follows from the one before it"),
                    ("All masters last verified", checked),
                ]
            ),
            Heading("How to check this paper, or a slip"),
            Numbered(_HOW),
            Heading("Tables that go with this paper"),
            _files(sheets, wider=wider),
            Paragraph(
                "The ledger's next entries name every file of this pack with its digest (SHA-256), so that a"
                " file can be told from one that was altered.",
                "small",
            ),
        ],
    )


def _files(sheets: "Sequence[Sheet]", *, wider: bool) -> Table:
    rows = [[f"{sheet.name}.csv", f"{len(sheet.rows):,}", _columns(sheet)] for sheet in sheets]
    columns = [Column("File", 3), Column("Rows", 1, "right"), Column("Columns", 8)]
    if wider:
        columns, rows = [columns[0], columns[2]], [[row[0], row[2]] for row in rows]
    return Table(columns, rows, empty="There are none.")


def _columns(sheet: Sheet) -> str:
    return ", ".join(heading.replace("_", " ") for heading in sheet.headings)
