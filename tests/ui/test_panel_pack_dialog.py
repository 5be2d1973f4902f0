"""The dialog that makes the pack for the Overview Panel (F5, K4)."""

from hashlib import sha256
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.ui.dialogs.panel_pack import PanelPack
from desktop.ui.screens.packs import PacksScreen
from tests.ui.hands import Hands


def test_a_pack_is_made_in_a_new_folder_with_its_tables(hands: Hands, tmp_path: Path) -> None:
    hands.copy_out()
    dialog = hands.show(PanelPack(hands.desk))
    assert hands.refused(dialog) == "Fill in: New folder."
    dialog.folder.set_path(tmp_path / "packs" / "for the panel")
    assert hands.outcome(dialog) == "The pack for the Panel is made."
    made = list((tmp_path / "packs" / "for the panel").iterdir())
    assert {file.suffix for file in made} == {".pdf", ".csv"}
    assert dialog.said is not None
    assert dialog.said.folder == tmp_path / "packs" / "for the panel"
    assert "name people" in dialog.said.next


def test_the_wider_version_and_large_print_are_ticks(hands: Hands, tmp_path: Path) -> None:
    hands.copy_out()
    hands.desk.office.large_print = True
    dialog = hands.show(PanelPack(hands.desk))
    assert dialog.large.isChecked()
    dialog.wider.setChecked(True)
    dialog.folder.set_path(tmp_path / "wider")
    assert hands.outcome(dialog) == "The pack for wider circulation is made."
    (pack,) = hands.desk.register.packs.values()
    assert pack.wider


def test_a_pack_that_is_cancelled_leaves_no_folder(hands: Hands, tmp_path: Path, qtbot: QtBot) -> None:
    hands.copy_out()
    dialog = hands.show(PanelPack(hands.desk))
    dialog.folder.set_path(tmp_path / "new" / "pack")
    dialog.submit()
    dialog.reject()
    qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=10_000)
    assert not (tmp_path / "new").exists() or list((tmp_path / "new").iterdir()) == []


def test_the_packs_have_a_page_that_shows_the_digest_of_each_file(hands: Hands, tmp_path: Path) -> None:
    screen = PacksScreen(hands.desk)
    hands.copy_out()
    dialog = hands.show(PanelPack(hands.desk))
    dialog.folder.set_path(tmp_path / "pack")
    hands.outcome(dialog)
    (pack,) = screen.rows()
    _title, facts = screen.details(pack)
    digest = sha256((tmp_path / "pack" / "access.csv").read_bytes()).hexdigest()
    assert digest in dict(facts)["access.csv"]
