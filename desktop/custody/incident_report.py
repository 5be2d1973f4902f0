"""The report of an incident: what happened, who answers for the copy, the clock, and what was done.

Rule: it says what the entries say, whether the Commissioner was told in time and if not why, and leaves
lines for a judgement that is still to be made; two sign it. A coding schedule is not named (B6).
"""

from typing import TYPE_CHECKING

from desktop.custody import dates, documents, incidents, slips
from desktop.custody.blocks import (
    Block,
    Column,
    Facts,
    Form,
    Heading,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Table,
)
from desktop.custody.copies import Copy
from desktop.custody.hand import CUSTODIAN, Hand

if TYPE_CHECKING:
    from desktop.custody.incidents import Assessment, Incident
    from desktop.custody.register import Register


def incident_report(register: "Register", hand: Hand, incident: str) -> Form:
    """Return the report of an incident, open or closed."""
    found = register.incident(incident)
    blocks: list[Block] = [
        Paragraph(_standing(found, hand), "strong"),
        Facts(
            [
                ("Incident", found.incident),
                ("Matter", incidents.MATTERS[found.matter].capitalize()),
                ("About", _about(register, found)),
                ("Became known", dates.moment(found.at)),
                *([("72 hours end", dates.moment(found.clock_ends))] if found.clock_ends else []),
                ("What happened", found.what),
            ]
        ),
    ]
    copy = register.copies.get(found.about)
    if copy is not None:
        blocks += _copy(register, copy)
    blocks += [*_judged(found), *_notes(found)]
    blocks.append(
        Signatures(
            [
                Signature("Reported by", register.operators[hand.by].name),
                Signature("Seen for the Board by"),
            ]
        )
    )
    parts = [Part("Report", blocks)]
    return slips.form(register, hand, "Incident report", f"Incident {found.incident}", parts)


def _standing(found: "Incident", hand: Hand) -> str:
    """Say whether it is closed, what its clock asks for, and whether the Commissioner was told in time."""
    if found.closed is not None:
        told = f"Closed on {dates.day(found.closed)}. Found: {found.found}"
        return f"{told.rstrip('.')}. {_clock(found)}".rstrip()
    opened = f"This incident has been open since {dates.day(found.opened)}."
    if found.clock_runs and found.clock_ends is not None:
        until = dates.moment(found.clock_ends)
        asks = (
            "Where there is a risk to people, the Information Commissioner is to be told within 72"
            f" hours: by {until}."
        )
        words = incidents.clock_words(found, hand.recorded)
        late = f" That time has passed: it {words}." if hand.recorded >= found.clock_ends else ""
        return f"{opened} {asks}{late}"
    return f"{opened} {_clock(found) or 'No clock of 72 hours runs.'}"


def _clock(found: "Incident") -> str:
    """Say how the duty to tell the Commissioner was met."""
    judged, ends = found.assessment, found.clock_ends
    if judged is None or (not judged.risk and judged.told_commissioner is None):
        return "It was judged no risk to people, so the Commissioner need not be told." if judged else ""
    if judged.told_commissioner is None or ends is None:
        return ""
    how = "after the 72 hours" if found.told_late(judged) else "within the 72 hours"
    return f"The Information Commissioner was told {how}, which ended on {dates.moment(ends)}."


def _about(register: "Register", found: "Incident") -> str:
    known = register.documents.get(found.about.partition("/")[0])
    if known is None:
        return found.about or "Nothing in the register"
    kind = register.founded.kind(known.kind)
    if kind.apart:
        return "A document kept apart"
    described = documents.described(kind, known.agency)
    return f"{found.about}: {described}, {known.edition} edition, review {known.review}"


def _copy(register: "Register", copy: Copy) -> list[Block]:
    """Return where the copy is said to be, and with whom it has been."""
    answers = "The custodian" if copy.responsible == CUSTODIAN else register.people[copy.responsible].title
    columns = [Column("Holder", 4), Column("Signed out", 2), Column("Due back", 2), Column("Taken back", 2)]
    rows = [
        [
            register.people[loan.person].title,
            dates.day(loan.signed_out),
            dates.day(loan.back_by),
            dates.day(loan.returned) if loan.returned else "Not yet",
        ]
        for loan in copy.loans
    ]
    return [
        Heading("The copy"),
        Facts(
            [
                ("State", copy.state.capitalize()),
                ("Since", dates.day(copy.since)),
                ("Answers for it", answers),
                ("Pages", str(copy.pages)),
            ],
            columns=2,
        ),
        Table(columns, rows, empty="It was never signed out."),
    ]


def _judged(found: "Incident") -> list[Block]:
    """Return every judgement of the risk; without one, lines to be filled in by hand."""
    heading = Heading("Risk to people, and the Information Commissioner")
    if not found.assessments:
        lines = ["Risk to people: yes or no", "Reason", "Commissioner told: day and time", "Reference given"]
        return [heading, Facts([(line, "") for line in lines])]
    titles = {"Judged": 2, "Risk": 1, "Reason": 3.4, "Commissioner told": 2.6}
    columns = [Column(title, share) for title, share in titles.items()]
    rows = [
        [
            dates.moment(judged.at),
            "Yes" if judged.risk else "No",
            judged.reason,
            _told(found, judged),
        ]
        for judged in found.assessments
    ]
    return [heading, Table(columns, rows)]


def _told(found: "Incident", judged: "Assessment") -> str:
    if judged.told_commissioner is None:
        return "No"
    told = dates.moment(judged.told_commissioner)
    if not found.told_late(judged):
        return f"{told}: in time"
    return f"{told}: late. Reason of the delay: {judged.why_late or 'not given'}"


def _notes(found: "Incident") -> list[Block]:
    columns = [Column("When", 2), Column("What was found or done", 7)]
    rows = [[dates.moment(note.at), note.text] for note in found.notes]
    return [Heading("What was done since"), Table(columns, rows, empty="Nothing was noted.")]
