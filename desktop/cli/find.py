"""find: anything in the register, by a scanned code, a reference or words (K2).

Rule: a search is an entry, so it opens the vault as an act does. Nothing of a document that is kept apart is
found (B6).
"""

from argparse import Namespace

from desktop.cli.arguments import Parser, single
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, counted, entered, recorded, table
from desktop.custody.finding import Search
from desktop.office import finding


def parser() -> Parser:
    """Return the parser of this command."""
    made = single(
        "find", find, "find anything by a code, a reference or words", '--vault FOLDER "sample health"'
    )
    made.add_argument(
        "text", metavar="TEXT", help="a scanned or typed code, a reference, or words that must all match"
    )
    return made


def find(desk: Desk, asked: Namespace) -> Answer:
    """Find anything."""
    searched = desk.run(finding.search(desk.office(), asked.text))
    outcome, search = searched.outcome, searched.search
    rows = [(found.reference, found.noun, found.line, found.why) for found in search.found]
    told = [table(("reference", "what", "which", "found by"), rows, empty="Nothing is found.")]
    if search.advice:
        told.append(search.advice)
    if search.total > len(rows):
        told.append(f"{_shown(search)} Give more words to see fewer.")
    if outcome is not None:
        told.append(entered(outcome))
    fields = {
        "found": [found._asdict() for found in search.found],
        "total": search.total,
        "advice": search.advice,
        **(recorded(outcome) if outcome is not None else {}),
    }
    return Answer(fields, "\n".join(told))


def _shown(search: Search) -> str:
    return f"{counted(len(search.found), 'row')} of {search.total:,}."
