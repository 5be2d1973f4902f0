"""The papers of disclosure: a submission's sheet, a health decision's record, an agency plan's report.

Rule: each says what the entries say and is signed by whoever it binds; the sheet of a submission has a part
that comes back signed, with the code that makes it a receipt.
"""

from typing import TYPE_CHECKING

from desktop.custody import dates, documents, sheet_codes, slips, submissions
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
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.health import Decision
    from desktop.custody.register import Register
    from desktop.custody.submissions import Submission


def submission_sheet(register: "Register", hand: Hand, submission: str) -> Form:
    """Return the sheet of a submission: one part stays with the body, one comes back signed (D6)."""
    found = register.submission(submission)
    about = _about_submission(found)
    contents: list[Block] = [Heading("What is submitted"), _contents(register, found)]
    returns = register.founded.returns
    back: list[Block] = [
        Paragraph(f"Please check the contents, sign, and send this part back to: {returns}", "strong"),
        about,
        *contents,
        Signatures(
            [
                Signature("Received complete, for the body named here", ""),
                Signature("Sent for the Board by", register.operators[hand.by].name),
            ]
        ),
        Code(
            payload=sheet_codes.payload(register, submissions.SUBMISSION_CODE, found.submission, found.code),
            typed=sheet_codes.printed(found.code),
            caption="The Board types this code when this part is back; until then no receipt is there.",
        ),
    ]
    kept: list[Block] = [
        Paragraph(
            "The anonymised edition of these documents is submitted. It stays confidential: it is for the"
            " body named here, and is passed on to nobody without the Board's agreement."
        ),
        about,
        *contents,
        Paragraph(f"Questions, and anything that is missing: {returns}"),
    ]
    parts = [Part("Stays with the submission", kept), Part("Sign and send back", back)]
    return slips.form(register, hand, "Submission", f"{found.submission} to {found.body}", parts)


def health_record(register: "Register", hand: Hand, health: str) -> Form:
    """Return the record of a decision on third-party health information, to be signed (D10)."""
    found = register.health_case(health)
    made = found.decision
    if made is None:
        raise WrongStateError(
            thing=found.health,
            state=found.state,
            act="given the record of its decision",
            advice="Record the decision first, with its reasons.",
        )
    blocks: list[Block] = [
        Paragraph(
            "Whether health information about somebody other than the child is disclosed to a review is"
            " decided case by case. This is the decision and the reason for it."
        ),
        Heading("What was asked"),
        Facts(
            [
                ("Review", found.review),
                ("Concerns", found.concerned),
                ("Holder of the record", found.holder),
                ("Asked by", found.asked_by),
                ("Asked", dates.day(found.asked)),
                ("Sought", found.sought),
                ("Purpose", found.purpose),
            ]
        ),
        Heading("What was decided"),
        _about_decision(made),
        Signatures(
            [
                Signature("Decided by", made.by),
                Signature("Recorded for the Board by", register.operators[hand.by].name),
            ]
        ),
    ]
    title = "Third-party health information"
    return slips.form(register, hand, title, f"Case {found.health}", [Part("Record", blocks)])


def plan_report(register: "Register", hand: Hand, plan: str) -> Form:
    """Return the report to the Board about an agency's published plan: what, when, where, to whom (D9)."""
    found = register.agency_plan(plan)
    published = found.published
    if published is None:
        raise WrongStateError(
            thing=found.plan,
            state=found.state,
            act="reported to the Board",
            advice="Record first that it was published.",
        )
    meeting = dates.day(found.next_board) if found.next_board else ""
    blocks: list[Block] = [
        Paragraph(
            f"{found.agency} published its own action plan. This is what was published, when and to whom."
        ),
        Facts(
            [
                ("Review", found.review),
                ("Agency", found.agency),
                ("Published", dates.day(published.day)),
                ("Where", published.where),
                ("To whom", published.to_whom),
                ("Meeting of the Board", meeting),
            ]
        ),
        Heading("Before it was published"),
        Facts(
            [
                ("The Chair was told", f"{dates.day(found.told)}, {found.chair}, by {found.told_by}"),
                ("Timing, as discussed", found.timing),
                ("Intended for", dates.day(found.intended) if found.intended else "No day was named"),
                (
                    "The members were told",
                    dates.day(found.members_told) if found.members_told else "Not recorded",
                ),
            ]
        ),
        Signatures(
            [
                Signature("For the agency", found.reported_by),
                Signature("Chair of the Board", found.chair),
            ]
        ),
    ]
    title = "Report on an agency's action plan"
    return slips.form(register, hand, title, f"{found.plan}, {found.agency}", [Part("Report", blocks)])


def _about_decision(made: "Decision") -> Facts:
    withheld = made.outcome == "withheld"
    return Facts(
        [
            ("Decision", made.outcome.capitalize()),
            *([("What is disclosed", made.what)] if made.what else []),
            ("Why it is withheld" if withheld else "Why it is necessary and proportionate", made.reason),
            ("Decided by", made.by),
            ("Decided", dates.day(made.day)),
        ]
    )


def _about_submission(found: "Submission") -> Facts:
    return Facts(
        [
            ("Submission", found.submission),
            ("Review", found.review),
            ("To", found.body),
            ("Address", found.address or "As known to the Board"),
            ("Sent", dates.day(found.sent)),
            ("How", found.how),
            *([("Note", found.note)] if found.note else []),
        ],
        columns=2,
    )


def _contents(register: "Register", found: "Submission") -> Table:
    rows = []
    for item in found.items:
        document = register.documents[item.document]
        described = documents.described(register.founded.kind(document.kind), document.agency)
        pages = document.versions[item.version - 1].pages
        rows.append(
            [
                item.document,
                f"{described}, {document.edition} edition",
                str(item.version),
                "" if pages is None else str(pages),
            ]
        )
    columns = [
        Column("Document", 1.2),
        Column("What it is", 4),
        Column("Version", 0.9, "right"),
        Column("Pages", 0.9, "right"),
    ]
    return Table(columns, rows)
