"""letter: what was written to whom, the letters that are due today, and any letter once more (C10).

Rule: a letter is an entry before it is a paper; its words are read from its entry.
"""

from argparse import Namespace

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, Parser, UsageError, path
from desktop.cli.copy_chasing import letters, lines
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, paper, sentence, table, words
from desktop.custody import chasing
from desktop.custody import letters as letter_rules
from desktop.custody.chasing import Step
from desktop.custody.letters import Letter
from desktop.custody.register import Register
from desktop.office import chasing as procedures
from desktop.office import letters as writing

_LONGEST_PARAGRAPH = 20_000


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("letter", "Letters: those that are due, those that were written.")
    group.verb("due", due, "list the copies to chase today, and what is next", "--vault FOLDER", common=NOW)
    made = group.verb(
        "chase",
        chase,
        "write every letter that is due today, one to each holder and step",
        "--vault FOLDER --out FOLDER",
        common=NOW,
    )
    printers.add_place(made, "letters")
    made = group.verb(
        "chasing-list",
        chasing_list,
        "make the chasing list of today as a paper, with room for what was said",
        "--vault FOLDER --out chasing-list.pdf",
        common=NOW,
    )
    made.add_argument(
        "--out", metavar="FILE", type=path, required=True, help="a .pdf file that does not exist yet"
    )
    made = group.verb(
        "list", list_, "list the letters that were written", "--vault FOLDER --about D-0001/1", common=NOW
    )
    made.add_argument("--about", metavar="REFERENCE", default="", help="only those about this")
    made = group.verb("show", show, "show a letter's words", "--vault FOLDER LE-0001", common=NOW)
    made.add_argument("letter", metavar="LETTER", help="such as LE-0001")
    made = group.verb(
        "again",
        again,
        "make a letter once more, word for word",
        "--vault FOLDER LE-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("letter", metavar="LETTER", help="such as LE-0001")
    printers.add_place(made, "letter")
    return group.parser


def due(desk: Desk, _asked: Namespace) -> Answer:
    """List the copies to chase today."""
    register, on = desk.reading().register, desk.clock().date()
    steps = chasing.ladder(register, on)
    rows = [
        (step.copy.copy, _holder(register, step), step.due, step.standing, chasing.next_words(step), step.why)
        for step in steps
    ]
    columns = ("copy", "holder", "due back", "standing", "next", "why")
    text = table(
        columns, rows, empty="No copy is overdue, recalled or due soon, and no signed slip is missing."
    )
    return Answer({"copies": [_step_fields(step) for step in steps]}, text)


def chase(desk: Desk, asked: Namespace) -> Answer:
    """Write every letter that is due."""
    office = desk.office()
    done = desk.run(procedures.chase(office, printers.place(asked)))
    to_decide = [
        step.copy.copy
        for step in chasing.ladder(office.register, done.outcome.hand.day)
        if step.now and not step.letter
    ]
    told = [*lines(desk, done), entered(done.outcome)] if done.letters else ["No letter is due today."]
    told += [
        sentence(
            "{copy} is to be escalated; say to whom and why, with a letter:"
            " copy escalate {copy} --to WHOM --reason TEXT --out FOLDER",
            copy=copy,
        )
        for copy in to_decide
    ]
    return Answer({**letters(done), "to_escalate": to_decide}, "\n".join(told))


def chasing_list(desk: Desk, asked: Namespace) -> Answer:
    """Make the chasing list of today."""
    if asked.out.suffix.lower() != ".pdf":
        raise UsageError("The chasing list is a .pdf file.", "Give such a name: --out chasing-list.pdf")
    office = desk.office()
    file = desk.run(procedures.make_list(office, asked.out))
    return paper("list", file, office.register.head)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the letters."""
    register = desk.reading().register
    wanted = asked.about.strip().upper()
    found = [
        letter for letter in register.letters.values() if not wanted or _is_about(register, letter, wanted)
    ]
    rows = [(known.letter, known.day, known.to.title, known.about, known.subject) for known in found]
    text = table(("letter", "day", "to", "about", "subject"), rows, empty="There is no such letter.")
    return Answer({"letters": [_fields(letter) for letter in found]}, text)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show a letter's words."""
    office = desk.reading()
    known = office.register.letter(asked.letter)
    _hand, event = desk.run(writing.read(office, known.letter))
    rows = [dict(zip((column.title for column in event.columns), row, strict=True)) for row in event.rows]
    marking = letter_rules.marking(office.register, event)
    fields = {**_fields(known), "marking": marking or None, "paragraphs": event.paragraphs, "rows": rows}
    text = pairs(
        [
            ("Letter", known.letter),
            ("Wording", f"{known.wording}, version {known.version}"),
            ("Day", known.day),
            ("To", ", ".join(known.to.lines)),
            ("About", known.about),
            ("Subject", known.subject),
            ("Protective marking", marking or "none"),
        ]
    )
    told = [words(paragraph, _LONGEST_PARAGRAPH) for paragraph in event.paragraphs]
    if event.columns:
        titles = [column.title for column in event.columns]
        shown = table(titles, event.rows, empty=event.nothing, most=_LONGEST_PARAGRAPH)
        told.insert(event.above, shown)
    return Answer(fields, "\n\n".join([text, *told]))


def again(desk: Desk, asked: Namespace) -> Answer:
    """Make a letter once more."""
    office = desk.office()
    return printers.paper(
        "letter", desk.run(writing.again(office, asked.letter, printers.place(asked))), office
    )


def _holder(register: Register, step: Step) -> str:
    return f"{step.person} {register.people[step.person].name}"


def _is_about(register: Register, letter: Letter, reference: str) -> bool:
    """Whether a letter is about a reference, in its head or, of many copies, in their history."""
    named = letter.about.replace(",", " ").upper().split()
    chased = register.chases.get(reference, ())
    return reference in named or any(done.letter == letter.letter for done in chased)


def _step_fields(step: Step) -> dict[str, object]:
    return {
        "copy": step.copy.copy,
        "person": step.person,
        "due": step.due,
        "days": step.days,
        "standing": step.standing,
        "next": step.step or None,
        "letter": step.letter or None,
        "on": step.on,
        "now": step.now,
        "why": step.why,
    }


def _fields(letter: Letter) -> dict[str, object]:
    return {
        "letter": letter.letter,
        "wording": letter.wording,
        "version": letter.version,
        "day": letter.day,
        "to": list(letter.to.lines),
        "about": letter.about,
        "subject": letter.subject,
    }
