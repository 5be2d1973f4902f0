"""ledger: the account of everything that was done, read or exported (H1, H4).

Rule: nothing here changes an entry; there is no command that could. Who reads the entries about something
searches the ledger, which is an entry (H3), so it opens the vault as an act does.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, count, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, counted, entered, recorded, sentence, table
from desktop.custody import account
from desktop.office import accounts
from desktop.office.accounts import Account, View
from desktop.office.office import Office
from desktop.office.procedure import run


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("ledger", "The account of everything that was done.")
    made = group.verb(
        "list", list_, "list the entries, the last ones last", "--vault FOLDER --last 20", common=NOW
    )
    made.add_argument("--last", metavar="N", type=count, help="only the last N of them")
    _add_view(made)
    made = group.verb(
        "export",
        export,
        "write entries to a file: JSON lines, a table (.csv) or a paper (.pdf)",
        "--vault FOLDER --about D-0001 --out extract.pdf",
        common=NOW,
    )
    made.add_argument(
        "--out", metavar="FILE", type=path, required=True, help="a file that does not exist yet"
    )
    _add_view(made)
    return group.parser


def _add_view(made: Parser) -> None:
    made.add_argument(
        "--about",
        metavar="REF",
        default="",
        help="only what concerns this: a review, a document with its copies, a copy, a person, …",
    )
    made.add_argument("--by", metavar="OPERATOR", default="", help="only what this operator entered: O-0001")
    made.add_argument("--since", metavar="DATE", type=day("The first day"), help="only from this day on")
    made.add_argument("--until", metavar="DATE", type=day("The last day"), help="only up to this day")


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the entries."""
    if any((asked.about, asked.by, asked.since, asked.until)):
        return _searched(desk, asked)
    office = desk.reading()
    after = 0 if asked.last is None else max(0, office.register.head.number - asked.last)
    return _listed(desk.run(accounts.entries(office, after)))


def _searched(desk: Desk, asked: Namespace) -> Answer:
    """List the entries that concern something, and record that they were looked for."""
    office = desk.office()
    found = desk.run(accounts.search(office, _view(office, asked)))
    numbers = (
        found.numbers if asked.last is None else found.numbers[max(0, len(found.numbers) - asked.last) :]
    )
    told = _listed(desk.run(accounts.numbered(office, numbers)))
    if found.outcome is None:
        return told
    return Answer({**told.fields, **recorded(found.outcome)}, f"{told.text}\n{entered(found.outcome)}")


def _view(office: Office, asked: Namespace) -> View:
    wanted = {name: getattr(asked, name) for name in ("about", "by", "since", "until")}
    return run(office.asked("ledger search", lambda: account.view(office.register, **wanted)))


def _listed(found: list[Account]) -> Answer:
    rows = [(entry.number, entry.recorded, entry.by, _said(entry)) for entry in found]
    text = table(("entry", "recorded", "by", "what"), rows, empty="No entry was asked for.")
    return Answer({"entries": [_fields(entry) for entry in found]}, text)


def export(desk: Desk, asked: Namespace) -> Answer:
    """Export the entries."""
    office = desk.office()
    done = desk.run(accounts.export(office, asked.out, _view(office, asked)))
    told = sentence("{number} went to {file}.", number=counted(done.entries, "entry"), file=done.file)
    fields = {"entries": done.entries, "file": str(done.file), **recorded(done.outcome)}
    return Answer(fields, f"{told}\n{entered(done.outcome)}")


def _said(entry: Account) -> str:
    if not entry.late:
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
