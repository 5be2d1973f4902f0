"""words: the wording of terms and letters, as shipped or the Board's own (C5, C10).

Rule: a wording changes by an act with its authority; what was printed before names the version it has.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table, words
from desktop.custody.facts import LONGEST
from desktop.custody.wordings import fields
from desktop.office import wordings
from desktop.office.office import Outcome
from desktop.office.wordings import Text


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("words", "The wording of terms and letters.")
    group.verb("list", list_, "list the wordings, and whose each is", "--vault FOLDER", common=NOW)
    made = group.verb("show", show, "show a wording", "--vault FOLDER terms-of-loan", common=NOW)
    _named(made)
    made = group.verb(
        "change",
        change,
        "word terms or a letter anew; `words show` tells the form and the facts it may name",
        f"--vault FOLDER terms-of-loan --text-file terms.txt {_BY}",
    )
    _named(made)
    made.add_argument(
        "--text-file", metavar="FILE", type=path, required=True, help="the new wording, as plain text"
    )
    _authority(made)
    made = group.verb(
        "restore", restore, "take up the shipped wording again", f"--vault FOLDER terms-of-loan {_BY}"
    )
    _named(made)
    _authority(made)
    return group.parser


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the wordings."""
    register = desk.reading().register
    found = [wordings.text(register, name) for name in wordings.names()]
    text = table(
        ("wording", "version", "what it is"),
        [(one.wording, one.version, one.label) for one in found],
        empty="",
    )
    return Answer(
        {"wordings": [{"wording": one.wording, "version": one.version, "own": one.own} for one in found]},
        text,
    )


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show a wording."""
    found = wordings.text(desk.reading().register, asked.wording)
    return Answer(_fields(found), _told(found))


def change(desk: Desk, asked: Namespace) -> Answer:
    """Word terms or a letter anew."""
    changing = wordings.change(desk.office(), asked.wording, asked.text_file, asked.authority, at=asked.at)
    outcome = desk.run(changing)
    return _changed(desk, asked, outcome)


def restore(desk: Desk, asked: Namespace) -> Answer:
    """Take up the shipped wording again."""
    outcome = desk.run(wordings.restore(desk.office(), asked.wording, asked.authority, at=asked.at))
    return _changed(desk, asked, outcome)


def _changed(desk: Desk, asked: Namespace, outcome: Outcome) -> Answer:
    found = wordings.text(desk.office().register, asked.wording)
    line = sentence("{wording}: version {version}.", wording=found.label, version=found.version)
    return Answer({**_fields(found), **recorded(outcome)}, f"{line}\n{entered(outcome)}")


def _told(found: Text) -> str:
    facts = ", ".join(fields(wordings.shipped(found.wording).text))
    head = pairs([("Wording", found.wording), ("Version", found.version), ("Facts it may name", facts)])
    lines = "\n".join(words(line, LONGEST) for line in found.text.splitlines())
    return f"{head}\n\n{lines}"


def _fields(found: Text) -> dict[str, object]:
    return {"wording": found.wording, "version": found.version, "own": found.own, "text": found.text}


def _named(made: Parser) -> None:
    made.add_argument("wording", metavar="WORDING", help="such as terms-of-loan or recall")


def _authority(made: Parser) -> None:
    made.add_argument("--authority", metavar="TEXT", required=True, help="who decided it, and when")


_BY = '--authority "The Chair, 2 March 2026"'
