"""report: the access log for the Overview Panel, on paper and as a table.

Rule: what is made is named with where it lies.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, UsageError, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded
from desktop.office import reports


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("report", "The access log for the Overview Panel.")
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
    return group.parser


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
