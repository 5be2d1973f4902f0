"""copy recall, remind, call, escalate, chased: what is done to have a copy back (C10).

Rule: none of these ends custody; the answer says who goes on answering for the copy. With --out the letters
are written in the same act.
"""

from argparse import Namespace
from datetime import date

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, UsageError, day
from desktop.cli.copy_answers import chased_fields, chased_table, moved
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table, words
from desktop.custody import chases, chasing
from desktop.custody.chases import CopyRecalled
from desktop.custody.copies import Loan
from desktop.custody.register import Register
from desktop.office import chasing as procedures
from desktop.office.chasing import Chased, Escalation

_COPIES = "such as D-0001/3; several may be named"


def add(group: Group) -> None:
    """Add these verbs to the noun."""
    _letter_verbs(group)
    _single_verbs(group)


def _letter_verbs(group: Group) -> None:
    made = group.verb(
        "recall",
        recall,
        "ask the holders of copies to bring them back by an earlier day",
        '--vault FOLDER D-0001/1 --reason "The panel meets early" --by 2026-03-09 --out FOLDER',
    )
    made.add_argument("copies", metavar="COPY", nargs="*", help=_COPIES)
    made.add_argument("--person", metavar="P", help="every copy this person answers for, instead")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why, as the letter says it")
    made.add_argument(
        "--by", metavar="DATE", type=day("The day it is to be back"), help="by when; by default at once"
    )
    printers.add_place(made, "letter to each holder")
    made = group.verb(
        "remind",
        remind,
        "write the next letter of the ladder about overdue copies",
        "--vault FOLDER D-0001/1 --out FOLDER",
        common=NOW,
    )
    made.add_argument("copies", metavar="COPY", nargs="+", help=_COPIES)
    printers.add_place(made, "letters")


def _single_verbs(group: Group) -> None:
    made = group.verb(
        "call",
        call,
        "enter a telephone call about a copy that is out",
        '--vault FOLDER D-0001/1 --spoke-to "Robin Invented" --said "Will bring it on Monday"',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--spoke-to", metavar="NAME", required=True, help="who was spoken to")
    made.add_argument("--said", metavar="TEXT", required=True, help="what was said")
    made = group.verb(
        "escalate",
        escalate,
        "tell somebody above its holder that a recalled or overdue copy does not come back",
        '--vault FOLDER D-0001/1 --to "The Chief Executive" --reason "Two letters were not answered"',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument(
        "--to", metavar="WHOM", required=True, help="a person such as P-0001, or a name and post"
    )
    made.add_argument("--reason", metavar="TEXT", required=True, help="why, as the letter says it")
    made.add_argument("--address", metavar="TEXT", default="", help="of whoever stands in no register")
    printers.add_place(made, "letter")
    made = group.verb(
        "chased",
        chased,
        "show what was done to have a copy back, and what is next",
        "--vault FOLDER D-0001/1",
        common=NOW,
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")


def recall(desk: Desk, asked: Namespace) -> Answer:
    """Recall copies."""
    if bool(asked.copies) == bool(asked.person):
        raise UsageError("The copies to recall are not clear.", "Name copies, or a person with --person P.")
    office = desk.office()
    named = chasing.held_by(office.register, asked.person) if asked.person else asked.copies
    done = desk.run(
        procedures.recall(
            office, named, asked.reason, by=asked.by, where=printers.place_if_any(asked), at=asked.at
        )
    )
    events = [event for event in done.outcome.events if isinstance(event, CopyRecalled)]
    rows = [
        (
            event.copy,
            office.register.people[office.register.copies[event.copy].responsible].name,
            wanted(event.by, late=event.late),
        )
        for event in events
    ]
    text = table(("copy", "holder", "to be back by"), rows, empty="")
    fields = {"copies": [{"copy": event.copy, "by": event.by} for event in events], **letters(done)}
    stays = [_another_day(event, asked.by) for event in events if asked.by and event.by != asked.by]
    return Answer(fields, "\n".join([text, *stays, *lines(desk, done), entered(done.outcome)]))


def wanted(by: date | None, *, late: bool) -> str:
    """Return by when a copy is to be back, or that it is wanted at once."""
    return f"at once (it was due on {words(by)})" if late else words(by)


def _another_day(event: CopyRecalled, asked: date) -> str:
    """Say why a copy is not recalled for the day that was asked for."""
    if event.by < asked:
        told = "{copy}: the day by which it is due back is earlier, and a recall never puts it off."
    else:
        told = "{copy}: the office is closed on {asked}; the next open day was taken."
    return sentence(told, copy=event.copy, asked=asked)


def remind(desk: Desk, asked: Namespace) -> Answer:
    """Write the next letter of the ladder."""
    done = desk.run(procedures.remind(desk.office(), asked.copies, printers.place(asked)))
    return Answer(letters(done), "\n".join([*lines(desk, done), entered(done.outcome)]))


def call(desk: Desk, asked: Namespace) -> Answer:
    """Enter a telephone call."""
    outcome = desk.do(chasing.call, copy=asked.copy, spoke_to=asked.spoke_to, said=asked.said)
    answer = moved(desk, asked, outcome)
    register = desk.office().register
    step = chasing.rung(register, register.copy(asked.copy), desk.clock().date())
    told = ["The call is entered.", answer.text]
    if step is not None:
        told.append(sentence("Next: {what}.", what=chasing.next_words(step)))
    return Answer(answer.fields, "\n".join(told))


def escalate(desk: Desk, asked: Namespace) -> Answer:
    """Escalate a copy."""
    escalation = Escalation(asked.copy, asked.to, asked.reason, asked.address)
    done = desk.run(
        procedures.escalate(desk.office(), escalation, where=printers.place_if_any(asked), at=asked.at)
    )
    answer = moved(desk, asked, done.outcome)
    return Answer({**answer.fields, **letters(done)}, "\n".join([*lines(desk, done), answer.text]))


def chased(desk: Desk, asked: Namespace) -> Answer:
    """Show what was done to have a copy back."""
    register, on = desk.reading().register, desk.clock().date()
    copy = register.copy(asked.copy)
    done, former = chases.history(register, copy), chases.former(register, copy)
    step = chasing.rung(register, copy, on)
    fields = {
        "copy": copy.copy,
        "chased": chased_fields(done),
        "former": [
            {
                "person": loan.person,
                "signed_out": loan.signed_out,
                "returned": loan.returned,
                "chased": chased_fields(told),
            }
            for loan, told in former
        ],
        "next": step.step or None if step else None,
        "on": step.on if step else None,
    }
    present = "Nothing was done to have it back." if copy.loan or not former else "It is with no holder now."
    text = chased_table(done, empty=present)
    after = sentence("{why} Next: {what}.", why=step.why, what=chasing.next_words(step)) if step else ""
    before = [f"\n{_former(register, loan)}\n{chased_table(told)}" for loan, told in former]
    return Answer(fields, "\n".join(filter(None, [text, after, *before])))


def _former(register: Register, loan: Loan) -> str:
    """Say whose loan it was that has ended."""
    return sentence(
        "While {person} {name} had it, from {out} to {back}:",
        person=loan.person,
        name=register.people[loan.person].name,
        out=loan.signed_out,
        back=loan.returned,
    )


def letters(done: Chased) -> dict[str, object]:
    """Return the letters of an act as JSON has them, with its entry."""
    made = [
        {"letter": letter, **printers.made_fields("file", made)}
        for letter, made in zip(done.references, done.letters, strict=True)
    ]
    return {"letters": made, **recorded(done.outcome)}


def lines(desk: Desk, done: Chased) -> list[str]:
    """Return a line for each letter of an act; one that no envelope can take to its addressee says so."""
    register = desk.office().register
    told = []
    for letter, file in zip(done.references, done.letters, strict=True):
        known = register.letter(letter)
        to = known.to
        told.append(
            sentence(
                "Letter {letter} to {name} about {about} is {file}.",
                letter=letter,
                name=to.name,
                about=known.about,
                file=printers.lies(file),
            )
        )
        if not to.address:
            told.append(
                sentence("No address of {name} is known: hand {letter} over.", name=to.name, letter=letter)
            )
    return told + printers.to_count(desk.office(), *done.letters)
