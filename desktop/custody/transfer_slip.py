"""The slip of a transfer, in three parts: the office's, the new holder's, and the former holder's receipt.

Rule: both holders sign the office's part, which alone carries the code; it says what the two entries of the
transfer say (C8), with the terms as they were recorded with it (C5).
"""

from typing import TYPE_CHECKING

from desktop.custody import dates, loans, slips
from desktop.custody.blocks import (
    Block,
    Facts,
    Form,
    Heading,
    Numbered,
    Paragraph,
    Part,
    Signature,
    Signatures,
)
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.copies import Copy
    from desktop.custody.register import Register


def transfer_slip(
    register: "Register", hand: Hand, entry: Hand, returned: loans.CopyReturned, issued: loans.CopySignedOut
) -> Form:
    """Return the slip of a copy's present loan, which began with a transfer by the hand `entry`."""
    copy = register.copy(issued.copy)
    loan = loans.present_loan(register, copy.copy)
    former = register.people[issued.received_from]
    gave = Signature("Former holder: handed on as declared", former.name)
    took = Signature("New holder: pages counted, terms accepted", register.people[loan.person].name)
    saw = Signature("Counted and handed over for the Board by", register.operators[entry.by].name)
    given = _given(register, copy, entry, returned)
    taken: list[Block] = [Heading("The new loan"), Facts(slips.loan_facts(register, copy, loan), columns=2)]
    agreed = slips.terms_of(issued.terms)
    declared: list[Block] = [Heading("Declared by the former holder"), Numbered(slips.DECLARED)]
    office_part = [
        *given,
        *declared,
        *taken,
        *agreed,
        Signatures([gave, took, saw]),
        slips.code_of(register, copy, loan),
    ]
    new_part = [*taken, slips.bring_back(register), *agreed, Signatures([took, saw])]
    receipt = Paragraph(
        "All pages were counted. The former holder is no longer responsible for this copy.", "strong"
    )
    parts = [
        Part("Office's part: keep", office_part),
        Part("New holder's part", new_part),
        Part("Former holder's receipt", [receipt, *given, *declared, Signatures([gave, saw])]),
    ]
    return slips.form(register, hand, "Transfer slip", slips.signed_for(copy, loan), parts)


def _given(register: "Register", copy: "Copy", entry: Hand, returned: loans.CopyReturned) -> list[Block]:
    """Return what was counted back from the former holder."""
    loan = next(loan for loan in reversed(copy.loans) if loan.returned is not None)
    former = register.people[loan.person]
    return [
        Heading("Handed on"),
        Facts(
            [
                ("Copy", copy.copy),
                *slips.copy_facts(register, copy),
                ("Former holder", former.name),
                ("Post and agency", slips.post(former)),
                ("Signed out to them", dates.day(loan.signed_out)),
                ("Handed on", dates.moment(entry.at)),
                ("Pages counted", f"{returned.pages} of {copy.pages}"),
                ("Condition", returned.condition),
                ("Other readers, as declared", returned.other_readers or "None declared"),
            ],
            columns=2,
        ),
    ]
