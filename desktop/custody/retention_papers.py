"""The papers of retention: a record's schedule with its working, the rules, and a record's review (G1 to G3).

Rule: every date stands beside how it was counted, and what is not known is said. A document kept apart is not
named (B6). The code of a review of the record stands at the foot of its sheet alone.
"""

from typing import TYPE_CHECKING

from desktop.custody import dates, documents, holds, kept_until, record_reviews, retention_rules, sheet_codes
from desktop.custody import hold_papers as held
from desktop.custody.blocks import (
    Block,
    Code,
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
from desktop.custody.hand import Hand
from desktop.custody.kept_until import KeptUntil, Standing
from desktop.custody.record_reviews import RecordReview
from desktop.custody.retention_rules import Rule
from desktop.custody.slips import form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.register import Register
    from desktop.custody.retention import Step

SUGGESTED = "Suggested by the program, and confirmed by nobody yet"


def schedule(register: "Register", hand: Hand, review: str) -> Form:
    """Return the retention schedule of a review's record."""
    standing = kept_until.of(register, review)
    found = standing.review.review
    blocks: list[Block] = [
        Paragraph(
            "At this date the record is reviewed by two people. Nothing is destroyed by the date itself."
        ),
        Facts(_standing(register, standing)),
        *([Paragraph(f"To be confirmed: {standing.differs}.", "strong")] if standing.differs else []),
        Heading("The rule"),
        Facts(rule_facts(register)),
        Heading("How the date is counted today"),
        working(standing.computed.steps, standing.computed.said),
    ]
    if standing.kept is not None:
        if standing.differs:
            blocks += [Heading("How it was counted when it was confirmed"), working(standing.kept.steps)]
        blocks += [Heading("Dates that stood before"), _earlier(standing.kept)]
    blocks += [
        Heading("Holds in force"),
        _holds(register, found),
        Heading("Reviews of the record"),
        _record_reviews(register, found),
    ]
    return form(register, hand, "Retention schedule", f"Review {found}", [Part("", blocks)])


def rules_paper(register: "Register", hand: Hand) -> Form:
    """Return the rule of retention in force, and those before it."""
    columns = [
        Column("No.", 0.5, "right"),
        Column("Adopted", 1.3),
        Column("Rule", 4),
        Column("Agreed with", 1.8),
        Column("Authority", 2),
        Column("Why", 2.2),
    ]
    rows = [
        [
            str(one.number),
            dates.day(one.adopted),
            f"{one.rule.name}, version {one.rule.version}. {one.rule.words}",
            f"{one.agreed_with}, {dates.day(one.agreed_on)}",
            one.authority,
            one.why,
        ]
        for one in reversed(register.retention_rules)
    ]
    blocks: list[Block] = [
        Paragraph(
            "No rule of retention is presented as law. Each names its authority, and how far it was checked."
        ),
        Heading("The rule in force"),
        Facts(rule_facts(register)),
        Heading("Every rule that was adopted, the last first"),
        Table(columns, rows, "None was adopted yet."),
        Heading("How dates are counted"),
        Paragraph(
            "Of several children the latest date wins. A date that is not known is never guessed: without it"
            " there is no date. An anniversary of 29 February in a year without one is 1 March. A rule that"
            " changes moves no date by itself: the difference is shown and confirmed, review by review."
        ),
        Signatures([Signature("Administrator", register.custodian.name), Signature("Records officer")]),
    ]
    return form(register, hand, "Rules of retention", "The Board's records", [Part("", blocks)], wide=True)


def review_sheet(register: "Register", hand: Hand, record_review: str) -> Form:
    """Return the record of a review of the record: with its code while it awaits the two signatures."""
    found = register.record_review(record_review)
    standing = kept_until.of(register, found.review)
    blocks: list[Block] = [
        Paragraph(
            "Two people looked at what is kept of this review, at the rule and at the holds, and decided as"
            " stated here. Until both have signed and the code is typed back, nothing is decided."
            if found.open
            else f"This review of the record is {found.state}."
        ),
        Facts([*_facts(register, found), *_standing(register, standing)]),
        *_counted(standing),
        Heading("What the decision covers"),
        _covered(register, found),
        Heading("Holds in force"),
        _holds(register, found.review),
        *_warning(found),
        Signatures([Signature("Decided by", found.first), Signature("Decided by", found.second)]),
    ]
    if found.open:
        blocks.append(
            Code(
                payload=sheet_codes.payload(
                    register, record_reviews.RECORD_CODE, found.record_review, found.code
                ),
                typed=sheet_codes.printed(found.code),
                caption="Type this code when both have signed. Until then nothing is decided.",
            )
        )
    subject = f"{found.record_review}, review {found.review}"
    return form(register, hand, "Review of the record", subject, [Part("", blocks)])


def rule_facts(register: "Register") -> list[tuple[str, str]]:
    """Return the rule that dates are computed by, as labels and values."""
    adopted = retention_rules.in_force(register)
    rule = retention_rules.the_rule(register)
    if adopted is None:
        return [("Standing", SUGGESTED), *rule_lines(rule)]
    return [
        ("Number", f"{adopted.number}, adopted on {dates.day(adopted.adopted)}"),
        *rule_lines(rule),
        ("Agreed with", f"{adopted.agreed_with}, on {dates.day(adopted.agreed_on)}"),
        ("Adopted by the authority of", adopted.authority),
    ]


def rule_lines(rule: Rule) -> list[tuple[str, str]]:
    """Return what a rule says, by what authority, and how far that was checked."""
    return [
        ("Rule", f"{rule.name}, version {rule.version}"),
        ("Kept", rule.words),
        ("Authority of the rule", rule.authority),
        ("Its authority was", f"{rule.source[0].upper()}{rule.source[1:]}"),
    ]


def working(steps: "Sequence[Step]", result: str = "") -> Table:
    """Return a working line by line, with what comes of it at the end."""
    columns = [Column("Counted from", 3), Column("How", 4), Column("Date", 1.6)]
    rows = [[step.what, step.how, dates.day(step.day) if step.day else "Not known"] for step in steps]
    if result:
        rows.append(
            ["Kept until", "", result] if not result.startswith("Cannot") else ["Kept until", result, "None"]
        )
    return Table(columns, rows)


def _standing(register: "Register", standing: Standing) -> list[tuple[str, str]]:
    kept = standing.kept
    if kept is None:
        return [("Date", f"Not confirmed. {standing.computed.said}")]
    rows = [
        ("Date", dates.day(kept.day)),
        ("Confirmed", f"{dates.day(kept.confirmed)}, by rule {kept.rule}"),
        ("Agreed by", kept.agreed_by),
    ]
    rows += [("Reason", kept.why)] if kept.why else []
    rows += [("No brother or sister lives", kept.no_sibling)] if kept.no_sibling else []
    return [*rows, *([("Extended by", kept.extended)] if kept.extended else [])]


def _counted(standing: Standing) -> list[Block]:
    """Return how the date that stands was counted, for the two to look at."""
    if standing.kept is None:
        return []
    return [Heading("How the date was counted"), working(standing.kept.steps)]


def _facts(register: "Register", found: RecordReview) -> list[tuple[str, str]]:
    rows = [
        ("Decision", f"To {found.decides}"),
        ("Reason", found.reason),
        ("Authority", found.authority or "The rule of retention"),
        ("Begun", dates.day(found.begun)),
    ]
    if found.decided:
        rows.append(("Decided", dates.day(found.decided)))
    if found.withdrawn:
        rows.append(("Withdrawn", f"{dates.day(found.withdrawn)}: {found.why}"))
    if found.transferred:
        rows.append(("Transferred", f"{dates.day(found.transferred)}: {found.receipt}"))
    return rows


def _warning(found: RecordReview) -> list[Block]:
    said = {
        "destroy": "A document that comes in later, or a date that is moved, ends this decision. Holds are"
        " asked again when anything is destroyed.",
        "extend": "The date is moved to the one stated, and no computation makes it earlier.",
        "transfer": "The record is handed over as a package with a receipt. What is kept here stays until"
        " it is decided to destroy it.",
    }
    return [Paragraph(said[found.decision])]


def _covered(register: "Register", found: RecordReview) -> Table:
    columns = [Column("Document", 5), Column("Version", 0.8, "right")]
    rows = [[documents.shown_as(register, one.document), str(one.version)] for one in found.covers]
    return Table(columns, rows, "There is no document in custody.")


def _earlier(kept: KeptUntil) -> Table:
    columns = [Column("Date", 1.4), Column("Confirmed", 1.4), Column("Moved", 1.4), Column("Why", 4)]
    rows = [
        [dates.day(one.day), dates.day(one.confirmed), dates.day(one.moved), one.why] for one in kept.earlier
    ]
    return Table(columns, rows)


def _holds(register: "Register", review: str) -> Table:
    found = {
        hold.hold: hold
        for known in register.documents.values()
        if known.review == review
        for hold in holds.on(register, known.document)
    }
    columns = [Column("Hold", 1), Column("On", 2), Column("Authority", 2), Column("Reason", 4)]
    rows = [[hold.hold, held.subject(register, hold), hold.authority, hold.reason] for hold in found.values()]
    return Table(columns, rows, "No hold is in force on this record.")


def _record_reviews(register: "Register", review: str) -> Table:
    columns = [
        Column("Review", 1),
        Column("Begun", 1.3),
        Column("Decision", 3),
        Column("By", 3),
        Column("State", 1.4),
    ]
    rows = [
        [
            one.record_review,
            dates.day(one.begun),
            f"{one.decides[0].upper()}{one.decides[1:]}",
            f"{one.first}, {one.second}",
            one.state,
        ]
        for one in record_reviews.of_review(register, review)
    ]
    return Table(columns, rows)
