"""A key file never lies in the vault that it opens, whatever its name says (T1)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.office import opening, recovery
from desktop.store.errors import KeyFileUnusableError
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE


def by_its_own_name(vault: Path) -> Path:
    return vault / "key"


def in_a_folder_of_it(vault: Path) -> Path:
    return vault / "masters" / "key"


def by_way_of_another_folder(vault: Path) -> Path:
    return vault.parent / "other" / ".." / vault.name / "key"


def by_a_link_to_the_vault(vault: Path) -> Path:
    link = vault.with_name("link")
    link.symlink_to(vault, target_is_directory=True)
    return link / "key"


def by_a_link_to_the_file(vault: Path) -> Path:
    link = vault.with_name("link")
    link.symlink_to(vault / "key")
    return link


WAYS = [
    by_its_own_name,
    in_a_folder_of_it,
    by_way_of_another_folder,
    by_a_link_to_the_vault,
    by_a_link_to_the_file,
]


@pytest.mark.parametrize("way", WAYS)
def test_no_vault_is_made_with_its_key_file_in_it(tmp_path: Path, way: Callable[[Path], Path]) -> None:
    (tmp_path / "other").mkdir()
    vault = tmp_path / "vault"
    with pytest.raises(KeyFileUnusableError, match="stolen with it"):
        opening.create(
            vault,
            passphrase=PASSPHRASE,
            board_name=BOARD,
            operator=OPERATOR,
            key_file=way(vault),
            bounds=CHEAP,
        )
    assert not vault.exists()


@pytest.mark.parametrize("way", WAYS)
def test_no_recovery_puts_the_new_key_file_in_the_vault(tmp_path: Path, way: Callable[[Path], Path]) -> None:
    (tmp_path / "other").mkdir()
    vault = tmp_path / "vault"
    vault.mkdir()
    with pytest.raises(KeyFileUnusableError, match="stolen with it"):
        recovery.recover(vault, shares=(), passphrase=PASSPHRASE, key_file=way(vault), bounds=CHEAP)
    assert list(vault.iterdir()) == []


def test_a_key_file_beside_the_vault_is_not_in_it(tmp_path: Path) -> None:
    for beside in (tmp_path / "key", tmp_path / "vault.key", tmp_path / "vault 2" / "key"):
        opening.refuse_key_file_in(tmp_path / "vault", beside)
    opening.refuse_key_file_in(tmp_path / "vault", None)
