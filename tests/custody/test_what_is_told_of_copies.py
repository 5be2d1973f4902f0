"""What is told though nothing is refused: of loans, of copies a muster missed, of clocks that have ended."""

import io
from datetime import timedelta

import pytest

from desktop.custody import (
    access_log,
    chases,
    chasing,
    copies,
    incidents,
    leaving,
    loans,
    mishaps,
    muster_missing,
    muster_sheet,
    people,
    remarks,
    slips,
)
from desktop.custody.account import Reader, View
from desktop.custody.account_paper import key
from desktop.custody.blocks import Facts, Paragraph, Table
from desktop.custody.errors import FactMissingError
from desktop.custody.incident_report import incident_report
from desktop.custody.people import Contact
from desktop.paper.forms import draw
from tests.custody.mustered import a_full_desk, begun, finish
from tests.factory import REVIEW, Desk, a_desk, a_hand, march, noon, terms, wording
from tests.factory import Facts as Given

REASON = "It is wanted"


def lost(desk: Desk, copy: str, day: int) -> incidents.Incident:
    desk.do(mishaps.lose, march(day), copy=copy, what="Nobody has it")
    return next(reversed(desk.register.incidents.values()))


def test_a_copy_of_a_superseded_version_goes_out_and_it_is_said() -> None:
    desk = a_desk()
    copy = desk.lent()
    assert remarks.of_loan(desk.register, desk.register.copies[copy], march(3)) == []
    desk.supersede("D-0001", on=march(3))
    told = remarks.of_loan(desk.register, desk.register.copies[copy], march(3))
    assert told == ["D-0001/1 is a copy of version 1, superseded by version 2 on 3 March 2026."]
    form = slips.sign_out_slip(desk.register, a_hand(march(3)), copy, a_hand(), terms())
    for part in form.parts:
        facts = dict(next(block for block in part.blocks if isinstance(block, Facts)).rows)
        assert facts["Not the current version"] == "Superseded by version 2 on 3 March 2026"


def test_what_a_holder_has_under_the_same_request_and_what_is_overdue_is_said_and_not_refused() -> None:
    desk = a_desk()
    desk.lent()
    second = desk.copy("D-0001")
    desk.sign_out(second, "P-0001", "R-0001", on=march(23), due=march(27))
    assert remarks.of_loan(desk.register, desk.register.copies[second], march(23)) == [
        "P-0001 Robin Invented has D-0001/1 under R-0001 already.",
        "P-0001 Robin Invented also has D-0001/1, which was due back on 20 March 2026.",
    ]


def test_copies_come_by_document_and_number_however_they_were_printed() -> None:
    desk = a_desk()
    first, other = desk.document(), desk.document("minutes")
    printed = [desk.copy(other), desk.copy(first), *[desk.copy(other) for _ in range(2)]]
    assert [copy.copy for copy in copies.in_order(desk.register.copies.values())] == sorted(printed)
    assert sorted(["D-0002/10", "D-0002/9"], key=copies.order) == ["D-0002/9", "D-0002/10"]
    log = access_log.access_log(desk.register, a_hand(), REVIEW)
    assert [row[1] for row in log.rows] == sorted(printed)


def test_an_access_that_ends_with_a_role_names_the_copies_that_are_out() -> None:
    desk = a_desk()
    copy = desk.lent()
    assert leaving.without_access(desk.register, "P-0001", march(10)) == []
    desk.do(people.end_role, march(3), person="P-0001", role="senior representative", end=march(5))
    assert leaving.without_access(desk.register, "P-0001", march(5)) == []
    assert [one.copy for one in leaving.without_access(desk.register, "P-0001", march(6))] == [copy]


def test_a_role_that_another_one_covers_leaves_no_copy_without_access() -> None:
    desk = a_desk()
    desk.lent()
    desk.do(people.give_role, person="P-0001", role="observer")
    desk.do(people.end_role, march(3), person="P-0001", role="senior representative")
    assert leaving.without_access(desk.register, "P-0001", march(4)) == []


def test_what_was_done_to_have_a_copy_back_is_kept_under_its_former_holder() -> None:
    desk = a_desk()
    copy = desk.lent()
    desk.do(chasing.call, march(4), copy=copy, spoke_to="Robin", said="On Monday")
    assert chases.former(desk.register, desk.register.copies[copy]) == []
    desk.do(loans.take_back, march(9), copy=copy, pages=3, condition="Good")
    assert chases.history(desk.register, desk.register.copies[copy]) == []
    ((loan, done),) = chases.former(desk.register, desk.register.copies[copy])
    assert (loan.person, [one.what for one in done]) == ("P-0001", ["telephone call"])


def test_a_recall_of_an_overdue_copy_says_that_it_is_wanted_at_once() -> None:
    desk = a_desk()
    copy = desk.lent()
    (event,) = desk.do(chasing.recall, march(24), copies=[copy], reason=REASON, by=march(27))
    assert event.said() == (
        "D-0001/1 was recalled, to be back at once (it was due on 20 March 2026). Reason: It is wanted"
    )
    (done,) = chases.history(desk.register, desk.register.copies[copy])
    assert done.told.startswith("Recalled, to be back at once (it was due on 20 March 2026)")


def test_a_recall_of_a_copy_that_is_not_late_names_its_day() -> None:
    desk = a_desk()
    copy = desk.lent()
    (event,) = desk.do(chasing.recall, march(4), copies=[copy], reason=REASON, by=march(6))
    assert event.said() == "D-0001/1 was recalled, to be back by 6 March 2026. Reason: It is wanted"


def test_a_copy_that_a_muster_missed_is_lost_since_the_end_of_that_muster() -> None:
    desk, kept, _out, _spoilt, _unresolved = a_full_desk()
    begun(desk)
    finish(desk, on=4)
    muster = desk.register.musters["MU-0001"]
    assert kept in muster_missing.not_seen(desk.register, muster)
    known = lost(desk, kept, 6)
    assert (known.at, known.opened, known.clock_ends) == (noon(march(4)), march(6), noon(march(7)))
    assert "MU-0001 did not see it" in known.what
    assert kept not in muster_missing.not_seen(desk.register, muster)


def test_a_copy_that_was_handed_over_or_lost_and_found_since_the_muster_is_lost_since_now() -> None:
    desk, kept, _out, _spoilt, _unresolved = a_full_desk()
    begun(desk)
    finish(desk, on=4)
    desk.sign_out(kept, "P-0001", "R-0001", on=march(5))
    assert lost(desk, kept, 6).at == noon(march(6))
    desk.do(mishaps.find, march(6), copy=kept, where="In a drawer", found_by="Robin")
    assert lost(desk, kept, 9).at == noon(march(9))


def test_a_copy_whose_muster_incident_was_closed_is_lost_since_now() -> None:
    desk, kept, _out, _spoilt, _unresolved = a_full_desk()
    begun(desk)
    finish(desk, on=4)
    incident = next(one.incident for one in desk.register.incidents.values() if one.about == kept)
    desk.do(incidents.close, march(5), incident=incident, found="It lay behind the shelf")
    assert lost(desk, kept, 6).at == noon(march(6))


def test_the_list_of_a_muster_says_what_to_do_about_copies_that_were_not_seen() -> None:
    desk, kept, out, *_ = a_full_desk()
    begun(desk)
    finish(desk, on=4)
    (part,) = muster_sheet.discrepancy_list(desk.register, a_hand(march(4)), "MU-0001").parts
    said = " ".join(block.text for block in part.blocks if isinstance(block, Paragraph))
    assert f"{out}, {kept} were not seen. Look for each now." in said
    assert "recorded as lost" in said


def test_a_clock_that_has_ended_says_how_long_ago_and_what_is_to_be_done() -> None:
    desk = a_desk()
    known = lost(desk, desk.lent(), 5)
    ends = noon(march(8))
    assert incidents.clock_words(known, ends - timedelta(hours=5)) == "5 hours left to judge the risk"
    assert incidents.clock_words(known, ends + timedelta(hours=1)).startswith(
        "ended 1 hour ago: judge the risk"
    )
    desk.do(incidents.assess, march(6), incident="I-0001", risk=True, reason="Names")
    known = desk.register.incidents["I-0001"]
    told = "ended 2 days ago: tell the Commissioner now, and say why it is late"
    assert incidents.clock_words(known, ends + timedelta(days=2)) == told
    form = incident_report(desk.register, a_hand(march(10)), "I-0001")
    opening = form.parts[0].blocks[0]
    assert isinstance(opening, Paragraph)
    assert told in opening.text


def test_telling_the_commissioner_late_needs_the_reason_of_the_delay() -> None:
    desk = a_desk()
    lost(desk, desk.lent(), 5)
    late: Given = {"incident": "I-0001", "risk": True, "reason": "Names", "told_commissioner": noon(march(9))}
    with pytest.raises(FactMissingError, match="reason of the delay"):
        desk.do(incidents.assess, march(9), **late)
    (event,) = desk.do(incidents.assess, march(9), **late, why_late="The Chair was ill")
    assert event.said().endswith("after the 72 hours. Reason of the delay: The Chair was ill.")
    (part,) = incident_report(desk.register, a_hand(march(9)), "I-0001").parts
    cells = [cell for block in part.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    assert "9 March 2026, 12:00: late. Reason of the delay: The Chair was ill" in cells
    facts = dict(row for block in part.blocks if isinstance(block, Facts) for row in block.rows)
    assert facts["72 hours end"] == "8 March 2026, 12:00"


@pytest.mark.parametrize("told", [noon(march(7)), None])
def test_a_reason_of_a_delay_that_was_none_is_refused(told: object) -> None:
    desk = a_desk()
    lost(desk, desk.lent(), 5)
    facts: Given = {"incident": "I-0001", "risk": True, "reason": "Names", "told_commissioner": told}
    with pytest.raises(FactMissingError, match="he delay for which a reason was given"):
        desk.do(incidents.assess, march(7), **facts, why_late="The Chair was ill")


@pytest.mark.parametrize("name", ["recall", "reminder-1", "reminder-2", "leaving", "escalation"])
def test_a_letter_about_a_file_alone_asks_for_nothing_to_be_brought(name: str) -> None:
    given = {
        "what": "1 numbered copy",
        "returns": "The Administrator",
        "board": "The Board",
        "bring": "delete",
        "come": "be deleted",
        "missing": "was not declared deleted",
        "given": "sent",
        "paper": "",
        "electronic": "yes",
        "copy": "D-0001/1",
        "document": "Minutes",
        "holder": "Robin",
        "due": "20 March 2026",
        "reason": REASON,
        "last": "31 March 2026",
    }
    words = wording(name)
    shown = [words.subject, *(text for text in words.paragraphs if not text.startswith("[paper]"))]
    said = " ".join(text.removeprefix("[electronic] ").format_map({**given, "table": ""}) for text in shown)
    assert "delete" in said
    for unwanted in ("bring", "come back", "post them", "page"):
        assert unwanted not in said


def test_a_sign_out_slip_with_a_moved_day_and_a_long_address_has_one_page_for_each_part() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    address = "Example House, 12 Invented Street\nExample Town EX1 2AB"
    contact = Contact("01632 960001", "robin.invented@example.org", address, "01632 960002")
    desk.do(people.change_contact, person=person, contact=contact)
    copy, request = desk.copy(document), desk.agreed(person, document)
    desk.sign_out(copy, person, request, due=march(14))
    form = slips.sign_out_slip(desk.register, a_hand(), copy, a_hand(), terms())
    assert form.subject == "Copy D-0001/1, 3 pages, due back 16 March 2026"
    facts = dict(row for block in form.parts[0].blocks if isinstance(block, Facts) for row in block.rows)
    assert facts["Due back instead of"] == "14 March 2026 (it is a Saturday)"
    assert draw(form, io.BytesIO()) == len(form.parts)


def test_an_extract_of_the_ledger_names_whom_its_references_mean_but_nothing_kept_apart() -> None:
    desk = a_desk()
    schedule = desk.document("coding-schedule", "identified")
    desk.lent()
    reader = Reader(desk.register)
    entries = [reader.account(row) for row in desk.rows if reader.tells(row, View())]
    told = dict(key(desk.register, entries))
    assert told["P-0001"] == "Robin Invented, Head of Service, Example Health Trust"
    assert told["D-0002"] == f"Overview report, anonymised ({REVIEW})"
    assert schedule not in told
    assert all(entry.said[-1] in ".!?”…" for entry in entries)
