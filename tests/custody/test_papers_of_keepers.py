"""The handover sheet, the restore record and the certificate of a medium: what they say, and who signs."""

import io
from collections.abc import Callable

import msgspec
import pytest

from desktop.custody import handover, incidents, keys, ledger, loans, media, numbers, restores
from desktop.custody.blocks import Code, Facts, Form, Signatures, Table
from desktop.custody.handover_sheet import handover_sheet
from desktop.custody.medium_certificate import medium_certificate
from desktop.custody.restore_record import restore_record
from desktop.paper.forms import draw
from tests.custody.keepers import HOLDERS, WITNESS, KeepersDesk, at_two
from tests.factory import REVIEW, a_hand, march

ODD = "<b>Dana</b> & \u202eDeputy {operator}"


def said(form: Form) -> str:
    """Return every word of a form."""
    return msgspec.json.encode(form).decode()


def tables(form: Form) -> dict[str, list[list[str]]]:
    """Return the rows of the first part's tables by their first two headings."""
    return {
        ", ".join(column.title for column in block.columns[:2]): [list(row) for row in block.rows]
        for block in form.parts[0].blocks
        if isinstance(block, Table)
    }


def signers(form: Form) -> list[list[str]]:
    """Return who signs each part."""
    return [
        [place.name for block in part.blocks if isinstance(block, Signatures) for place in block.places]
        for part in form.parts
    ]


def codes_of(form: Form) -> list[list[Code]]:
    return [[block for block in part.blocks if isinstance(block, Code)] for part in form.parts]


def a_full_safe(name: str = "Dana Deputy") -> KeepersDesk:
    """Return a desk with something of everything, handed over to O-0002."""
    desk = KeepersDesk()
    desk.with_review()
    desk.deputy(name)
    out = desk.lent()
    desk.copy("D-0001")
    desk.allot("D-0001")
    desk.do(loans.take_back, copy=out, pages=2, condition="A page is missing")
    desk.document("coding-schedule")
    desk.supersede("D-0001")
    desk.shares()
    desk.back_up(desk.medium())
    desk.do(media.destroy, medium=desk.medium("Old drive"), how="Shredded", witness=WITNESS)
    desk.renew(handover.hand_over, march(3), operator="O-0002", authority="The Board, 2 March 2026")
    return desk


def test_the_handover_sheet_counts_everything_that_is_handed_over() -> None:
    desk = a_full_safe()
    found = tables(handover_sheet(desk.register, a_hand(march(3))))
    assert found["Review, Documents"] == [[REVIEW, "2", "3", "3", "1", "0", "1", "1", "0"]]
    assert found["Copy, Document"][-2:] == [
        ["D-0001/2", "Overview report, anonymised", "In safe", "3", ""],
        ["D-0001/3", "Overview report, anonymised", "Allotted", "", ""],
    ]
    assert found["No., Label"] == [
        ["M-0001", "Blue drive", "The safe, Avery Example", "2 March 2026, entry 22", "Never", ""]
    ]
    assert [row[1] for row in found["Share, Holder"]] == list(HOLDERS)
    assert found["No., Name"] == [["O-0001", "Avery Example"], ["O-0002", "Dana Deputy"]]
    assert [row[0] for row in found["No., About"]] == ["I-0001"]


def test_the_handover_sheet_says_which_copies_are_with_whom() -> None:
    desk = a_full_safe()
    (part, _) = handover_sheet(desk.register, a_hand(march(3))).parts
    (held,) = [
        block.rows
        for block in part.blocks
        if isinstance(block, Table) and block.columns[-1].title == "Due back"
    ]
    assert [list(row) for row in held] == [
        [
            "D-0001/1",
            "Overview report, anonymised",
            "Robin Invented, Head of Service, Example Health Trust",
            "Awaiting signature",
            "20 March 2026",
        ]
    ]


def test_the_counts_on_the_handover_sheet_add_up_over_the_reviews() -> None:
    desk = a_full_safe()
    desk.with_review("SCR-2026-02", march(3))
    desk.copy(desk.document(review="SCR-2026-02", on=march(3)), on=march(3))
    *rows, every = tables(handover_sheet(desk.register, a_hand(march(3))))["Review, Documents"]
    counted = [[int(cell) for cell in row[1:]] for row in rows]
    assert [int(cell) for cell in every[1:]] == [sum(column) for column in zip(*counted, strict=True)]
    assert all(row[2] == sum(row[3:]) for row in counted)


def test_both_custodians_sign_and_the_code_stands_on_the_offices_part_alone() -> None:
    desk = a_full_safe()
    sheet = handover_sheet(desk.register, a_hand(march(3)))
    assert signers(sheet) == [["Avery Example", "Dana Deputy"]] * 2
    (code,), none = codes_of(sheet)
    assert not none
    desk.do(handover.confirm, march(4), code=code.typed)
    assert code.payload == f"HO1 TEST {desk.register.handovers[-1].entry} {code.typed.replace('-', '')}"


def test_the_handover_sheet_names_no_coding_schedule_and_the_head_it_was_made_from() -> None:
    desk = a_full_safe()
    sheet = handover_sheet(desk.register, a_hand(march(3)))
    assert "oding schedule" not in said(sheet)
    assert "D-0002" not in said(sheet)
    assert sheet.checkpoint == ledger.checkpoint(desk.register.head)
    assert "Generation of the keys" in said(sheet)


def test_an_empty_vault_is_handed_over_too() -> None:
    desk = KeepersDesk()
    desk.deputy()
    desk.renew(handover.hand_over, operator="O-0002", authority="The Board")
    sheet = handover_sheet(desk.register, a_hand())
    assert "There are no recovery shares." in said(sheet)
    kept = {name: rows for name, rows in tables(sheet).items() if rows}
    assert kept == {"No., Name": [["O-0001", "Avery Example"], ["O-0002", "Dana Deputy"]]}


def after_a_loss() -> KeepersDesk:
    desk = at_two()
    desk.medium()
    document = desk.document()
    desk.copy(document)
    number = desk.register.head.number
    desk.allot(document)
    desk.restore(number)
    return desk


def facts_of(form: Form) -> dict[str, str]:
    return dict(row for block in form.parts[0].blocks if isinstance(block, Facts) for row in block.rows)


def test_the_restore_record_says_from_what_and_what_was_lost_and_both_sign() -> None:
    desk = after_a_loss()
    record = restore_record(desk.register, a_hand())
    told = facts_of(record)
    assert told["Restored from"] == "M-0001 “Blue drive”, The safe, Avery Example"
    assert (told["Entries lost"], told["Entries from a newer ledger"]) == ("1", "0")
    assert told["Last entry of the backup"] == str(int(told["Entry of this restore"]) - 1)
    assert signers(record) == [["Avery Example", WITNESS]]
    assert "are lost: 1." in said(record)
    assert tables(record)["Document, Review"] == [["D-0001", REVIEW, "1", ""]]


def test_the_restore_record_says_when_the_numbers_were_accounted_for() -> None:
    desk = after_a_loss()
    desk.do(numbers.account_for, document="D-0001", last=2)
    record = restore_record(desk.register, a_hand())
    assert tables(record)["Document, Review"] == []
    assert "The numbers of every document were accounted for." in said(record)


def test_the_restore_record_does_not_pretend_to_know_what_was_lost() -> None:
    desk = at_two()
    desk.restore(desk.register.head.number, known=False)
    record = restore_record(desk.register, a_hand())
    assert facts_of(record)["Entries lost"] == "Not known"
    assert "It is not known how many entries followed entry 4." in said(record)


def test_a_restore_without_a_loss_is_signed_by_its_operator_alone_and_leaves_nothing_to_do() -> None:
    desk = at_two()
    desk.do(restores.restore, source="/media/drive", number=desk.register.head.number, lost=0)
    record = restore_record(desk.register, a_hand())
    assert signers(record) == [["Avery Example"]]
    assert "Nothing, as far as is known" in said(record)
    assert "What is to be done now" not in said(record)


def test_the_certificate_says_which_medium_was_destroyed_how_and_before_whom() -> None:
    desk = at_two()
    for label in ("Blue drive", "Red drive"):
        desk.back_up(desk.medium(label))
    desk.do(media.destroy, march(3), medium="M-0001", how="Shredded, 2 mm", witness=WITNESS)
    form = medium_certificate(desk.register, a_hand(march(3)), "m-0001")
    told = facts_of(form)
    assert (told["Label"], told["How"], told["Destroyed on"]) == (
        "Blue drive",
        "Shredded, 2 mm",
        "3 March 2026",
    )
    assert told["Last backup on it"] == "Entries 1 to 5, made 2 March 2026"
    assert told["Other media that still hold a backup"] == "M-0002"
    assert signers(form) == [["Avery Example", WITNESS]]


def test_the_certificate_names_who_destroyed_the_medium_and_not_who_prints_it() -> None:
    desk = at_two()
    desk.by = "O-0002"
    desk.do(media.destroy, medium=desk.medium(), how="Shredded", witness="Avery Example")
    form = medium_certificate(desk.register, a_hand(), "M-0001")
    assert signers(form) == [["Dana Deputy", "Avery Example"]]


PAPERS: list[Callable[[KeepersDesk], Form]] = [
    lambda desk: handover_sheet(desk.register, a_hand(march(4))),
    lambda desk: restore_record(desk.register, a_hand(march(4))),
    lambda desk: medium_certificate(desk.register, a_hand(march(4)), "M-0003"),
]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("paper", PAPERS)
def test_odd_names_are_drawn_as_they_are(paper: Callable[[KeepersDesk], Form], *, large: bool) -> None:
    desk = a_full_safe(ODD)
    desk.by = "O-0002"
    desk.renew(keys.make_recovery, march(3), needed=2, holders=(ODD, "\u05d0\u05d1"))
    desk.do(incidents.master_altered, march(3), document="D-0001", what=ODD * 20)
    medium = desk.medium(ODD)
    desk.do(media.destroy, march(3), medium=medium, how=ODD, witness="<i>Witness")
    head = desk.register.head.number
    desk.do(restores.restore, march(3), source=ODD, number=head, lost=None, reason=ODD, witness="W. ]]>")
    made = io.BytesIO()
    pages = draw(paper(desk), made, large=large)
    assert pages >= 1
    assert made.getvalue().startswith(b"%PDF")


def test_a_certificate_is_one_page() -> None:
    desk = at_two()
    desk.back_up(desk.medium())
    desk.do(media.destroy, march(3), medium="M-0001", how="Shredded, 2 mm", witness=WITNESS)
    form = medium_certificate(desk.register, a_hand(march(3)), "M-0001")
    assert draw(form, io.BytesIO()) == 1
