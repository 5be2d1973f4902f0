"""The chain and the checkpoint: what shows that a ledger is not what was written."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import codes, incidents, ledger
from desktop.custody.errors import LedgerAlteredError, SlipMistypedError
from desktop.custody.ledger import EMPTY, Head, Row
from tests.factory import Desk, a_desk, march

HEADS = st.builds(Head, st.integers(1, 10**9), st.binary(min_size=32, max_size=32))
PRINTED = ledger.checkpoint(Head(412, bytes(range(32))))


def rows_of(*bodies: bytes, salt: bytes = bytes(16)) -> list[Row]:
    return list(ledger.chain(EMPTY, bodies, [salt] * len(bodies)))


FIVE = rows_of(b"one", b"two", b"three", b"four", b"five")


def check(rows: list[Row]) -> None:
    list(ledger.verified(rows))


@given(st.lists(st.tuples(st.binary(max_size=40), st.binary(min_size=16, max_size=16)), max_size=8))
def test_a_chain_verifies_as_it_was_written(entries: list[tuple[bytes, bytes]]) -> None:
    rows = list(ledger.chain(EMPTY, [body for body, _ in entries], [salt for _, salt in entries]))
    assert list(ledger.verified(rows)) == rows
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


@given(st.integers(0, 4), st.sampled_from(["salt", "body", "digest"]), st.data())
def test_one_changed_bit_of_an_entry_is_noticed_at_that_entry(
    at: int, field: str, data: st.DataObject
) -> None:
    value = bytearray(getattr(FIVE[at], field))
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    value[bit // 8] ^= 1 << bit % 8
    changed = Row(**{**FIVE[at]._asdict(), field: bytes(value)})
    with pytest.raises(LedgerAlteredError, match=f"Entry {at + 1} of the ledger is not what was written"):
        check([*FIVE[:at], changed, *FIVE[at + 1 :]])


@pytest.mark.parametrize("value", [None, 7, 2.5, "text"])
@pytest.mark.parametrize("field", ["number", "salt", "body", "digest"])
def test_an_entry_with_a_part_of_another_type_is_noticed(field: str, value: Any) -> None:
    """Who has the key can put anything into a row."""
    changed: Any = FIVE[2]._replace(**{field: value})
    with pytest.raises(LedgerAlteredError, match="Entry 3"):
        check([*FIVE[:2], changed, *FIVE[3:]])


def test_an_entry_whose_number_is_no_whole_one_is_noticed() -> None:
    changed: Any = FIVE[2]._replace(number=3.0)  # type: ignore[arg-type]  # it equals 3
    with pytest.raises(LedgerAlteredError, match=r"Entry 3"):
        check([*FIVE[:2], changed, *FIVE[3:]])


@pytest.mark.parametrize("at", range(4))
def test_a_deleted_entry_is_noticed(at: int) -> None:
    with pytest.raises(LedgerAlteredError, match=f"Entry {at + 1} of the ledger is missing"):
        check([*FIVE[:at], *FIVE[at + 1 :]])
    renumbered = [row._replace(number=n) for n, row in enumerate([*FIVE[:at], *FIVE[at + 1 :]], 1)]
    with pytest.raises(LedgerAlteredError, match="not what was written"):
        check(renumbered)


@pytest.mark.parametrize("at", range(5))
def test_an_inserted_entry_is_noticed(at: int) -> None:
    before = Head(FIVE[at].number - 1, FIVE[at - 1].digest if at else EMPTY.digest)
    (planted,) = ledger.chain(before, [b"planted"], [bytes(16)])
    with pytest.raises(LedgerAlteredError):
        check([*FIVE[:at], planted, *FIVE[at:]])
    moved = [row._replace(number=row.number + 1) for row in FIVE[at:]]
    with pytest.raises(LedgerAlteredError, match="not what was written"):
        check([*FIVE[:at], planted, *moved])


@given(st.permutations(FIVE).filter(lambda rows: rows != FIVE))
def test_reordered_entries_are_noticed(rows: list[Row]) -> None:
    with pytest.raises(LedgerAlteredError):
        check(rows)
    with pytest.raises(LedgerAlteredError):
        check([row._replace(number=number) for number, row in enumerate(rows, 1)])


def test_entries_of_another_vault_do_not_fit() -> None:
    other = rows_of(b"one", b"two", b"three", b"four", b"five", salt=b"\1" * 16)
    for at in range(1, 5):
        with pytest.raises(LedgerAlteredError, match=f"Entry {at + 1} "):
            check([*FIVE[:at], *other[at:]])


def test_a_cut_tail_shows_only_against_a_checkpoint() -> None:
    cut = FIVE[:3]
    check(cut)
    kept = ledger.read_checkpoint(ledger.checkpoint(Head(5, FIVE[4].digest)))
    digests = {row.number: row.digest for row in cut}
    assert ledger.compare(kept, digests.get(kept.number)) == "unknown"


def test_a_rewrite_shows_only_against_a_checkpoint() -> None:
    rewritten = rows_of(b"one", b"TWO", b"three", b"four", b"five")
    check(rewritten)
    kept = ledger.read_checkpoint(ledger.checkpoint(Head(5, FIVE[4].digest)))
    assert ledger.compare(kept, rewritten[4].digest) == "differs"
    assert ledger.compare(kept, FIVE[4].digest) == "matches"


def test_salts_hide_equal_bodies_and_count_in_the_digest() -> None:
    assert rows_of(b"one")[0].digest != rows_of(b"one", salt=b"\1" * 16)[0].digest


def test_every_body_needs_a_salt() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(ledger.chain(EMPTY, [b"one", b"two"], [bytes(16)]))


def test_a_chain_can_be_verified_from_any_head() -> None:
    assert list(ledger.verified(FIVE[2:], Head(2, FIVE[1].digest))) == FIVE[2:]
    with pytest.raises(LedgerAlteredError):
        list(ledger.verified(FIVE[2:], Head(2, FIVE[0].digest)))


def test_how_it_stood_is_a_fold_that_stops_there() -> None:
    desk = a_desk()
    document = desk.document()
    stood = len(desk.rows)
    desk.do(incidents.master_altered, march(3), document=document, what="it holds another document")
    then = Desk().register.fold(ledger.verified(desk.rows[1:stood], Desk().register.head))
    assert not then.documents[document].blocked
    assert desk.register.documents[document].blocked


@given(HEADS)
def test_a_checkpoint_is_read_as_it_is_printed(head: Head) -> None:
    read = ledger.read_checkpoint(ledger.checkpoint(head))
    assert (read.number, read.kind, len(read.start)) == (head.number, "letters", 26)
    assert ledger.compare(read, head.digest) == "matches"


@given(HEADS)
def test_spaces_hyphens_capitals_and_look_alikes_of_a_checkpoint_do_not_matter(head: Head) -> None:
    number, code = ledger.checkpoint(head).split(": ")
    typed = [
        f"{number} {code.replace('-', ' ')}",
        f"{number}:{code.replace('-', '')}",
        f"  {number}: {code.lower()}\n",
        f"{number}: {code.replace('0', 'O').replace('1', 'I')}",
        f"{number}: {code.lower().replace('0', 'o').replace('1', 'l')}",
        f"{number} \u2013 {code.replace('-', chr(0x2013))}",
        f"Ledger: {number}: {code}",
        f"Head of the ledger, entry {number}: {code}",
        f"Page 2 of 2 {number}: {code}",
        f"SCR-2026-01, 2 March 2026 {number}: {code}",
    ]
    for text in typed:
        assert ledger.compare(ledger.read_checkpoint(text), head.digest) == "matches", text


def test_a_mistyped_letter_of_a_checkpoint_is_noticed() -> None:
    letters = [
        at for at, letter in enumerate(PRINTED) if letter in codes.ALPHABET and at > PRINTED.index(":")
    ]
    missed = 0
    for at in letters:
        for letter in codes.ALPHABET.replace(PRINTED[at], ""):
            try:
                ledger.read_checkpoint(PRINTED[:at] + letter + PRINTED[at + 1 :])
            except SlipMistypedError:
                continue
            missed += 1
    assert len(letters) == 28
    assert missed < len(letters) * 31 / 200  # two letters of check: one slip in 1,024 passes


def test_a_mistyped_number_of_a_checkpoint_is_noticed() -> None:
    for number in (411, 413, 421, 142, 41, 4_120):
        with pytest.raises(SlipMistypedError):
            ledger.read_checkpoint(PRINTED.replace("412", str(number)))


@pytest.mark.parametrize(
    "text", ["", "412", "412:", PRINTED[:-1], PRINTED + "0", PRINTED[5:], "hello", "\ud800 1"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(SlipMistypedError):
        ledger.read_checkpoint(text)


@given(st.text(max_size=80))
def test_any_text_is_a_checkpoint_or_is_refused(text: str) -> None:
    with pytest.raises(SlipMistypedError):
        ledger.read_checkpoint(text)


@given(HEADS, st.integers(32, 64))
def test_a_checkpoint_may_be_number_and_hexadecimal_digest(head: Head, length: int) -> None:
    start = head.digest.hex()[:length]
    for text in (f"{head.number} {start}", f"{head.number}: {start.upper()}", f"{head.number}:{start}"):
        read = ledger.read_checkpoint(text)
        assert (read.kind, ledger.compare(read, head.digest)) == ("hex", "matches")
    assert ledger.compare(ledger.read_checkpoint(f"{head.number} {start}"), bytes(32)) == (
        "matches" if not int(start, 16) else "differs"
    )


def test_a_hexadecimal_digest_needs_128_bits() -> None:
    with pytest.raises(SlipMistypedError):
        ledger.read_checkpoint("412 " + "a" * 31)


def test_a_printed_checkpoint_has_130_bits_and_a_check_in_groups_of_four() -> None:
    assert re.fullmatch(r"412: ([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", PRINTED)


@given(HEADS)
def test_a_checkpoint_is_found_in_the_whole_text_of_a_paper(head: Head) -> None:
    printed = ledger.checkpoint(head)
    paper = f"Sign-out slip 7\nDue back 3 March 2026\n{printed}\n\nOFFICIAL-SENSITIVE\n\nPage 1 of 2"
    assert ledger.compare(ledger.read_checkpoint(paper), head.digest) == "matches"
    line = f"entry {head.number} {head.digest.hex()} of our ledger"
    assert ledger.compare(ledger.read_checkpoint(line), head.digest) == "matches"
