"""The dialog that files scanned papers: every page is shown, and goes where its code or a person says."""

from pathlib import Path
from typing import Any

import pytest

from desktop.custody.copies import CopyState
from desktop.custody.errors import CancelledError
from desktop.office import filing
from desktop.office.filing import Filed, Sheet
from desktop.office.office import Office
from desktop.office.papers import file_of
from desktop.office.procedure import Procedure
from desktop.paper.reading_room import Image
from desktop.ui.dialogs.filing import FileScans, Pile
from desktop.ui.dialogs.scans import SeeScan
from tests.paper.scanned_papers import as_before, blank, drawn, pile, scanned
from tests.ui.hands import WAIT, Hands


@pytest.fixture
def listed(hands: Hands, tmp_path: Path) -> Pile:
    """The pages of a pile: a slip upside down, a blank side, and the other part of the slip."""
    signed = hands.sign_out(hands.copy_in_safe())
    first, second = map(as_before, drawn(file_of(signed.slip), tmp_path / "drawn"))
    file = pile([scanned(first, 184), blank(), scanned(second, 2)], tmp_path / "pile.pdf")
    dialog = hands.show(FileScans(hands.desk))
    dialog.files.line.setText(str(file))
    dialog.submit()
    hands.qtbot.waitUntil(lambda: dialog.pile is not None, timeout=WAIT)
    opened = dialog.pile
    assert opened is not None
    hands.qtbot.waitUntil(lambda: not opened.page.pixmap().isNull(), timeout=WAIT)
    return opened


def goes(listed: Pile) -> list[str]:
    return [listed.model.data(listed.model.index(row, 1)) for row in range(listed.model.rowCount())]


def test_every_page_says_where_it_goes_and_a_person_puts_the_others(hands: Hands, listed: Pile) -> None:
    assert goes(listed) == ["D-0001/1, signed slip", "Left out", "Nowhere yet"]
    listed.table.choose("2")
    listed.about.setText("D-0009/9")
    listed.put_there()
    assert listed.complaint.isVisible()
    listed.about.setText("d-0001/1")
    listed.paper.choose("other")
    listed.put_there()
    assert goes(listed)[2] == "D-0001/1, other"
    assert listed.verb.text() == "&File 2"
    listed.submit()
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    assert goes(listed) == ["Filed as SN-0001", "Left out", "Filed as SN-0002"]
    assert hands.copy("D-0001/1").state == CopyState.SIGNED_OUT


def test_a_page_that_is_left_out_is_not_filed_though_it_has_a_code(hands: Hands, listed: Pile) -> None:
    listed.table.choose("0")
    listed.leave_out()
    assert goes(listed)[0] == "Left out"
    assert not listed.verb.isEnabled()
    listed.leave_out()
    assert goes(listed)[0] == "D-0001/1, signed slip"
    listed.reject()
    assert not hands.desk.register.scans


def test_a_filed_scan_is_seen_in_the_window(hands: Hands, listed: Pile) -> None:
    listed.submit()
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    seen = SeeScan(hands.desk, hands.desk.register.scans["SN-0001"])
    hands.qtbot.addWidget(seen)
    seen.open()
    hands.qtbot.waitUntil(lambda: not seen.page.pixmap().isNull(), timeout=WAIT)
    assert hands.desk.office.register.head.number > 0


def test_of_a_pile_that_is_stopped_only_what_was_filed_by_it_is_told_as_filed(
    hands: Hands, listed: Pile, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("0", "2"):
        listed.table.choose(place)
        listed.about.setText("D-0001/1")
        listed.put_there()
    listed.submit()
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    again = Pile(hands.desk, listed._sheets)
    hands.shown(again)
    again.open()
    for place in ("0", "2"):
        again.table.choose(place)
        again.about.setText("D-0001/1")
        again.put_there()
    file_sheet = filing.file_sheet

    def stopped_at_the_third(office: Office, sheet: Sheet, *facts: Any, at: None) -> Procedure[Filed]:
        if sheet.number == 3:
            raise CancelledError(what="Filing", left="")
        return (yield from file_sheet(office, sheet, *facts, at=at))

    monkeypatch.setattr(filing, "file_sheet", stopped_at_the_third)
    again.submit()
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    assert goes(again) == ["Filed as SN-0003", "Left out", "D-0001/1, signed slip"]
    assert again.verb.text() == "&File 1"


def test_the_picture_of_a_page_narrow_as_a_line_is_no_higher_than_can_be_shown(listed: Pile) -> None:
    tall = Image(2, 20_000, 1, bytearray(40_000))
    listed._show(0, tall)
    shown = listed.page.pixmap()
    assert 0 < shown.height() <= 4 * listed._area.viewport().width()
