"""report: what the Overview Panel is given: the access log, and the pack of a review.

Rule: what is made is named with where it lies.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, UsageError, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded
from desktop.office import panel_pack as packs
from desktop.office import reports


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("report", "What the Overview Panel is given: the access log, and the pack of a review.")
    made = group.verb(
        "access-log",
        access_log,
        "make the access log of a review: who had, was refused and asked for what",
        "--vault FOLDER --review SCR-2026-01 --out access-log.pdf",
        common=NOW,
    )
    made.add_argument("--review", metavar="R", required=True, help="of which review")
    made.add_argument(
        "--out",
        metavar="FILE",
        type=path,
        required=True,
        help=".pdf: with a table (.csv) beside it; .csv: the table alone; new files both",
    )
    _add_pack(group)
    return group.parser


def _add_pack(group: Group) -> None:
    made = group.verb(
        "panel-pack",
        panel_pack,
        "make the pack of a review for the Overview Panel: one paper with contents, and its tables",
        "--vault FOLDER --review SCR-2026-01 --out panel-pack",
        common=NOW,
    )
    made.add_argument("--review", metavar="R", required=True, help="of which review")
    made.add_argument(
        "--out",
        metavar="FOLDER",
        type=path,
        required=True,
        help="a new or empty folder; in one with files a new one is made",
    )
    made.add_argument(
        "--wider",
        action="store_true",
        help="for wider circulation: nobody is named, and small numbers are hidden",
    )


def panel_pack(desk: Desk, asked: Namespace) -> Answer:
    """Make the pack for the Overview Panel."""
    made = desk.run(packs.make_pack(desk.office(), packs.Order(asked.out, asked.review, asked.wider)))
    fields = {
        "pack": made.pack.pack,
        "wider": made.pack.wider,
        "folder": str(made.folder),
        "paper": str(made.paper),
        "pages": made.pages,
        "files": [str(file) for file in made.files],
        "sha256": {file.name: file.sha256 for file in made.pack.files},
        "made": made.pack.entry,
        **recorded(made.outcome),
    }
    rows: list[tuple[str, object]] = [
        ("Pack", made.pack.pack),
        ("Paper", made.paper),
        ("Pages", made.pages),
        ("Tables", len(made.files) - 1),
    ]
    return Answer(fields, f"{pairs(rows)}\n{entered(made.outcome)}")


def access_log(desk: Desk, asked: Namespace) -> Answer:
    """Make the access log."""
    if asked.out.suffix.lower() not in {".pdf", ".csv"}:
        raise UsageError("The access log is a .pdf or a .csv file.", "Give such a name: --out access-log.pdf")
    made = desk.run(reports.make_access_log(desk.office(), asked.review, asked.out))
    fields = {
        "file": str(made.file),
        "csv": str(made.csv),
        "rows": made.rows,
        **recorded(made.outcome),
    }
    rows: list[tuple[str, object]] = [("Paper", made.file)] if made.file != made.csv else []
    text = pairs([*rows, ("Table", made.csv), ("Rows", made.rows)])
    return Answer(fields, f"{text}\n{entered(made.outcome)}")
