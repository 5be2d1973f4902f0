"""The transfer slip, the receipt of an earlier return, and the report of an incident: what each part says."""

import io

import pypdfium2
import pytest

from desktop.custody import documents, incidents, loans, mishaps, slips, transfers
from desktop.custody.blocks import Code, Facts, Form, Numbered, Paragraph, Part, Signatures, Table
from desktop.custody.handover_sheet import handover_sheet
from desktop.custody.incident_report import incident_report
from desktop.custody.transfer_slip import transfer_slip
from desktop.paper.forms import draw
from tests.custody.test_papers_of_keepers import a_full_safe, tables
from tests.factory import DUE, TERMS, Desk, a_desk, a_hand, march

ODD = "<b>Jo</b> & \u202eOther {person}"


def facts(part: Part) -> dict[str, str]:
    return {label: value for block in part.blocks if isinstance(block, Facts) for label, value in block.rows}


def first(part: Part) -> str:
    """Return what a part says before anything else."""
    (paragraph,) = [block for block in part.blocks[:1] if isinstance(block, Paragraph)]
    return paragraph.text


def signers(part: Part) -> list[str]:
    return [place.name for block in part.blocks if isinstance(block, Signatures) for place in block.places]


def codes(form: Form) -> list[int]:
    return [sum(isinstance(block, Code) for block in part.blocks) for part in form.parts]


def handed_on(desk: Desk, name: str = "Jo Other") -> Form:
    """Hand a copy on from P-0001 to `name`; return the slip."""
    copy = desk.lent()
    person = desk.person(name)
    returned, issued = desk.do(
        transfers.transfer,
        march(9),
        copy=copy,
        person=person,
        request=desk.agreed(person, "D-0001"),
        due=DUE,
        pages=3,
        condition="A bent corner",
        other_readers="Sam Invented",
        terms=TERMS,
    )
    assert isinstance(returned, loans.CopyReturned)
    assert isinstance(issued, loans.CopySignedOut)
    hand = a_hand(march(9))
    return transfer_slip(desk.register, hand, hand, returned, issued)


def test_a_transfer_slip_has_a_part_for_each_and_both_holders_sign_the_offices() -> None:
    form = handed_on(a_desk())
    assert [part.label for part in form.parts] == [
        "Office's part: keep",
        "New holder's part",
        "Former holder's receipt",
    ]
    office, new, former = form.parts
    assert signers(office) == ["Robin Invented", "Jo Other", "Avery Example"]
    assert signers(new) == ["Jo Other", "Avery Example"]
    assert signers(former) == ["Robin Invented", "Avery Example"]
    assert codes(form) == [1, 0, 0]


def test_a_transfer_slip_says_what_was_counted_and_what_was_agreed() -> None:
    office, new, former = handed_on(a_desk()).parts
    assert facts(former)["Pages counted"] == "3 of 3"
    assert facts(former)["Other readers, as declared"] == "Sam Invented"
    assert "Due back" not in facts(former)
    assert (facts(new)["Holder"], facts(new)["Due back"]) == ("Jo Other", "20 March 2026")
    assert {*facts(new), *facts(former)} == set(facts(office))
    clauses = [block.items for block in office.blocks if isinstance(block, Numbered)]
    assert clauses == [slips.DECLARED, TERMS.clauses]


@pytest.mark.parametrize("large", [False, True])
def test_a_transfer_slip_is_drawn_whatever_the_names_are(*, large: bool) -> None:
    form = handed_on(a_desk(), ODD + " long name" * 40)
    target = io.BytesIO()
    draw(form, target, large=large)
    assert target.getvalue().startswith(b"%PDF-")


def test_a_receipt_made_again_names_who_brought_the_copy_back_not_who_has_it_now() -> None:
    desk = a_desk()
    copy = desk.lent()
    desk.do(loans.take_back, march(9), copy=copy, pages=3, condition="Good")
    person = desk.person("Jo Other")
    desk.sign_out(copy, person, desk.agreed(person, "D-0001"), on=march(10))
    returned = loans.CopyReturned(copy=copy, pages=3, condition="Good")
    form = slips.return_receipt(desk.register, a_hand(march(10)), returned)
    assert facts(form.parts[0])["Returned by"] == "Robin Invented"


def test_a_slip_tells_why_the_copy_is_due_on_another_day_than_was_asked_for() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    copy = desk.copy(document)
    desk.sign_out(copy, person, desk.agreed(person, document), due=march(21))
    form = slips.sign_out_slip(desk.register, a_hand(), copy, a_hand(), TERMS)
    for part in form.parts:
        assert facts(part)["Due back"] == "23 March 2026"
        assert facts(part)["Due back instead of"].startswith("21 March 2026")


def test_the_report_of_a_loss_tells_the_clock_and_leaves_lines_for_the_judgement() -> None:
    desk = a_desk()
    copy = desk.lent()
    desk.do(mishaps.lose, march(5), copy=copy, what="Left on a train.")
    form = incident_report(desk.register, a_hand(march(5)), "I-0001")
    (part,) = form.parts
    told = facts(part)
    assert told["What happened"] == "Lost while Robin Invented (P-0001) answered for it: Left on a train."
    assert told["Answers for it"] == "Robin Invented, Head of Service, Example Health Trust"
    assert told["Reason"] == ""
    assert "by 8 March 2026, 12:00" in first(part)
    assert signers(part) == ["Avery Example", ""]
    (loan, notes) = [block for block in part.blocks if isinstance(block, Table)]
    assert [list(row) for row in loan.rows] == [
        ["Robin Invented, Head of Service, Example Health Trust", "2 March 2026", "20 March 2026", "Not yet"]
    ]
    assert list(notes.rows) == []


def test_the_report_of_a_closed_incident_tells_every_judgement_and_note() -> None:
    desk = a_desk()
    desk.do(incidents.open_by_hand, matter="breach", what="Read aloud")
    desk.do(incidents.note, march(3), incident="I-0001", text="Those there were asked")
    desk.do(incidents.assess, march(3), incident="I-0001", risk=False, reason="Nobody was named")
    desk.do(incidents.close, march(4), incident="I-0001", found="Two heard it")
    (part,) = incident_report(desk.register, a_hand(march(5)), "I-0001").parts
    assert first(part) == (
        "Closed on 4 March 2026. Found: Two heard it."
        " It was judged no risk to people, so the Commissioner need not be told."
    )
    judged, noted = ([list(row) for row in block.rows] for block in part.blocks if isinstance(block, Table))
    assert judged == [["3 March 2026, 12:00", "No", "Nobody was named", "No"]]
    assert noted == [["3 March 2026, 12:00", "Those there were asked"]]
    assert facts(part)["About"] == "Nothing in the register"


def test_the_report_of_an_incident_does_not_name_a_coding_schedule() -> None:
    desk = a_desk()
    schedule = desk.document("coding-schedule", "identified")
    desk.do(incidents.master_altered, document=schedule, what="it holds another document")
    (part,) = incident_report(desk.register, a_hand(march(5)), "I-0001").parts
    assert facts(part)["About"].lower() == documents.APART


def test_the_handover_sheet_sums_up_the_states_that_have_no_column_and_lists_them() -> None:
    desk = a_full_safe()
    desk.do(mishaps.lose, march(4), copy="D-0001/2", what="Not on the shelf")
    found = tables(handover_sheet(desk.register, a_hand(march(4))))
    (counted,) = found["Review, Documents"]
    assert counted[3] == "3"
    assert sum(map(int, counted[4:])) == 3
    assert found["Review, Other states"] == [["SCR-2026-01", "Lost", "1"]]
    assert ["D-0001/2", "Lost"] in [[row[0], row[2]] for row in found["Copy, Document"]]


@pytest.mark.parametrize("large", [False, True])
def test_a_report_of_the_longest_words_is_drawn_whole(*, large: bool) -> None:
    desk = a_desk()
    longest = ("<b>Jo</b> & \u05de\u05e8\u05d9\u05dd \u202e{what} " * 600)[:10_000].strip()
    copy = desk.lent()
    desk.do(mishaps.damage, march(5), copy=copy, what=longest)
    desk.do(incidents.note, march(5), incident="I-0001", text=longest)
    desk.do(incidents.assess, march(5), incident="I-0001", risk=True, reason=longest)
    target = io.BytesIO()
    draw(incident_report(desk.register, a_hand(march(5)), "I-0001"), target, large=large)
    with pypdfium2.PdfDocument(target) as drawn:
        text = "".join(page.get_textpage().get_text_range() for page in drawn)
    assert text.count("<b>Jo</b>") == 3 * longest.count("<b>Jo</b>")
