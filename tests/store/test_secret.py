"""Wiping keys where they lie, and what an error had at hand."""

import gc
import secrets

import pytest

from desktop.store.renewal import Access
from desktop.store.secret import forgetting_errors, own, wipe
from tests.factory import CHEAP
from tests.store.headers import Made


def test_a_wiped_key_is_zeros_and_its_copy_is_not() -> None:
    key = secrets.token_bytes(32)
    copy = own(key)
    wipe(key)
    assert key == bytes(32)
    assert len(copy) == 32
    assert copy != key


def test_a_wiped_text_is_noughts() -> None:
    text = secrets.token_hex(32)
    wipe(text)
    assert text == "0" * 64


def test_what_python_shares_is_left_alone() -> None:
    wipe(b"", b"a", "", "a", None)
    assert bytes([97]) == b"a"
    assert chr(97) == "a"


def test_a_text_that_is_not_ascii_is_left_alone() -> None:
    text = "ü" * 16
    wipe(text)
    assert text == "ü" * 16


def test_what_a_vault_was_opened_with_is_wiped_without_the_keys_it_was_made_of(made: Made) -> None:
    keys = [secrets.token_bytes(32) for _number in range(3)]
    before = [own(key) for key in keys]
    access = Access(made.header, keys[0], keys[1], keys[2], None, CHEAP)
    access.wipe()
    assert [access.key, access.signing, access.device] == [bytes(32)] * 3
    assert keys == before


def test_an_error_passes_without_the_keys_that_were_at_hand() -> None:
    class Key:
        pass

    def found() -> list[Key]:
        gc.collect()
        return [thing for thing in gc.get_objects() if isinstance(thing, Key)]

    def fails() -> None:
        key = Key()
        raise ValueError(repr(type(key)))

    def fails_in_turn() -> None:
        try:
            fails()
        except ValueError as error:
            raise LookupError from error

    with pytest.raises(LookupError) as caught, forgetting_errors():
        fails_in_turn()
    assert caught.value.__cause__ is not None
    assert not found()
