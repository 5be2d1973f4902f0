"""ledger: the account of everything that was done, read or exported (H1, H4).

Rule: nothing here changes an entry; there is no command that could.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, count, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, counted, entered, recorded, sentence, table
from desktop.office import accounts
from desktop.office.accounts import Account


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("ledger", "The account of everything that was done.")
    made = group.verb(
        "list", list_, "list the entries, the last ones last", "--vault FOLDER --last 20", common=NOW
    )
    made.add_argument("--last", metavar="N", type=count, help="only the last N entries")
    made = group.verb(
        "export",
        export,
        "write every entry to a file, as JSON lines",
        "--vault FOLDER --out ledger.jsonl",
        common=NOW,
    )
    made.add_argument("--out", metavar="FILE", type=path, required=True, help="the file to write")
    return group.parser


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the entries."""
    office = desk.reading()
    after = 0 if asked.last is None else max(0, office.register.head.number - asked.last)
    found = desk.run(accounts.entries(office, after))
    rows = [(entry.number, entry.recorded, entry.by, _said(entry)) for entry in found]
    text = table(("entry", "recorded", "by", "what"), rows, empty="No entry was asked for.")
    return Answer({"entries": [_fields(entry) for entry in found]}, text)


def export(desk: Desk, asked: Namespace) -> Answer:
    """Export the entries."""
    done = desk.run(accounts.export(desk.office(), asked.out))
    told = sentence("{number} went to {file}.", number=counted(done.entries, "entry"), file=done.file)
    fields = {"entries": done.entries, "file": str(done.file), **recorded(done.outcome)}
    return Answer(fields, f"{told}\n{entered(done.outcome)}")


def _said(entry: Account) -> str:
    if entry.happened == entry.recorded:
        return entry.said
    return f"{entry.said} (Late entry: it happened on {sentence('{when}', when=entry.happened)}.)"


def _fields(entry: Account) -> dict[str, object]:
    return {
        "number": entry.number,
        "recorded": entry.recorded,
        "happened": entry.happened,
        "by": entry.by,
        "kind": entry.kind,
        "said": entry.said,
        "digest": entry.digest.hex(),
    }
