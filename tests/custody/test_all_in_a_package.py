"""Nothing that the register knows is forgotten in a package; what is left out is named nowhere (A7, B6)."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.custody import package_contents, package_tables
from desktop.custody.children import Child
from desktop.custody.documents import APART
from desktop.custody.package_contents import ELSEWHERE, NOUNS, Contents
from desktop.custody.package_tables import NAMES, Records, Table
from desktop.custody.register import Register
from tests.custody.vectors import folded, history

NEED_NO_TABLE = {
    "head": "it stands in README.txt and on the receipt",
    "generation": "it counts the vault's keys, and those are not handed over",
    "former_devices": "they are public names of secrets that open nothing which is handed over",
    "skipped": "it is for the next references of this vault",
    "restores": "each restore is told in the ledger",
    "spool": "it is what this computer keeps of prints, and is told in the ledger",
    "checked": "each check is told in the ledger",
    "last_recorded": "it is the time of the ledger's last entry",
    "latest_recorded": "it is the latest time of the ledger's entries",
    "clock_doubt": "what a clock did is told in the ledger",
    "last_actions": "they are days of entries of the ledger",
}
OTHER, FIRST = "SCR-2026-02", "SCR-2026-01"
GENOGRAM = "D-820009"


@pytest.fixture(scope="module")
def register() -> Register:
    """The register of a history in which everything happened once."""
    return folded()


def packed(register: Register, **facts: Any) -> tuple[Contents, dict[str, Records]]:
    found = package_contents.contents(register, **facts)
    return found, {noun.name: noun for noun in package_tables.records(found)}


def tables(records: Mapping[str, Records]) -> dict[str, Table]:
    return {table.name: table for noun in records.values() for table in noun.tables}


def data(noun: Records) -> list[dict[str, Any]]:
    return [json.loads(line) for line in noun.lines.splitlines()]


def cells(table: Table, heading: str) -> list[str]:
    return [row[table.headings.index(heading)] for row in table.rows]


def everything(records: Mapping[str, Records]) -> str:
    """Return all that the register's files say, as text."""
    return "\n".join([str(tables(records)), *(noun.lines.decode() for noun in records.values())])


def leaves(value: object) -> Iterator[str]:
    """Yield every fact in a row of the register, as text, but for the codes that prove a paper."""
    match value:
        case msgspec.Struct():
            for field in value.__struct_fields__:
                if field not in {"code", "slip_code"} or isinstance(value, Child):
                    yield from leaves(getattr(value, field))
        case tuple() | list():
            for one in value:
                yield from leaves(one)
        case Mapping():
            for one in value.values():
                yield from leaves(one)
        case None | bool():
            pass
        case date():
            yield value.isoformat()
        case _:
            yield str(value)


def test_every_noun_of_the_register_has_its_place_in_a_package() -> None:
    handed_over = [noun.name for noun in NOUNS]
    assert len(set(handed_over)) == len(handed_over)
    assert set(handed_over) | set(NEED_NO_TABLE) == set(vars(Register()))
    assert not set(handed_over) & set(NEED_NO_TABLE)


def test_every_noun_stands_on_the_page_about_the_house() -> None:
    page = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text("utf-8")
    _before, _heading, after = page.partition("## The nouns")
    rows_of_it = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    named = {name for line in rows_of_it for name in re.findall(r"`(\w+)`", line)}
    assert named == {noun.name for noun in NOUNS}


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_every_fact_of_a_row_is_in_its_tables_and_in_its_lines(
    register: Register, noun: package_contents.Noun
) -> None:
    _found, records = packed(register, coding_schedules=True)
    held = list(noun.rows(register))
    assert held, "the history of the vectors has none of it"
    lines, made = data(records[noun.name]), records[noun.name].tables
    assert len(lines) == len(held) == len(made[0].rows)
    for (_key, row), line in zip(held, lines, strict=True):
        assert type(row) is noun.kind
        assert set(leaves(row)) <= set(leaves(line))
    said = {one for table in made for row in table.rows for one in row}
    listed = {part for one in said for part in one.split("; ")}
    assert {fact for _key, row in held for fact in leaves(row)} <= said | listed


def test_tables_have_names_of_their_own_and_rows_as_long_as_their_headings(register: Register) -> None:
    _found, records = packed(register, coding_schedules=True)
    made = [table for noun in records.values() for table in noun.tables]
    names = [table.name for table in made]
    assert len(set(names)) == len(names)
    assert set(NAMES.values()) <= set(names)
    for table in made:
        assert len(set(table.headings)) == len(table.headings), table.name
        assert all(len(row) == len(table.headings) for row in table.rows)
    assert [table.name for table in made if not table.rows] == ["holidays_at_founding"]


def test_no_table_tells_the_code_of_a_paper(register: Register) -> None:
    found, records = packed(register, coding_schedules=True)
    codes = [
        *(loan.slip_code for copy in register.copies.values() for loan in copy.loans),
        *(
            one.code
            for kept in ("musters", "submissions", "electronic", "handovers")
            for one in found.of(kept)
        ),
    ]
    assert codes
    for code in codes:
        assert code not in everything(records)


def test_a_document_kept_apart_is_named_nowhere_but_its_duties_are_handed_over(register: Register) -> None:
    found, records = packed(register)
    assert found.coding_schedules == 1
    assert GENOGRAM not in everything(records)
    assert GENOGRAM not in cells(tables(records)["documents"], "document")
    asked = cells(tables(records)["foi"], "documents")
    assert asked == [f"D-820006; {APART}", APART]
    assert APART in [row["subject"] for row in data(records["holds"])]


def test_a_package_with_it_names_it(register: Register) -> None:
    _found, records = packed(register, coding_schedules=True)
    assert GENOGRAM in cells(tables(records)["documents"], "document")
    assert APART not in cells(tables(records)["foi"], "documents")


@pytest.mark.parametrize(("review", "others"), [(FIRST, OTHER), (OTHER, FIRST)])
def test_a_package_of_one_review_names_nothing_of_another(
    register: Register, review: str, others: str
) -> None:
    found, records = packed(register, review=review, coding_schedules=True)
    told = everything(records)
    assert others not in told
    for reference in found.outside:
        assert f'"{reference}"' not in told, reference
    assert review in told
    assert [row["review"] for row in data(records["documents"])] == [review] * len(found.documents)
    assert found.documents


def test_a_package_of_one_review_has_the_boards_own_data_and_nothing_else_of_the_vaults(
    register: Register,
) -> None:
    _found, records = packed(register, review=OTHER)
    for name in ("board", "operators", "holidays", "closed_days"):
        assert records[name].lines
    for name in ("media", "recoveries", "handovers"):
        assert not records[name].lines
    assert [row["muster"] for row in data(records["musters"])] == ["MU-820004"]


def test_a_hold_on_everything_goes_with_every_review(register: Register) -> None:
    for review in (FIRST, OTHER):
        _found, records = packed(register, review=review)
        assert "An inquiry was announced" in [hold["reason"] for hold in data(records["holds"])]
        assert "everything in the vault" in [hold["subject"] for hold in data(records["holds"])]


def test_an_entry_that_names_another_review_within_its_words_is_left_out(register: Register) -> None:
    found, _records = packed(register, review=OTHER)
    assert not found.withholds({"About SCR-2026-02", OTHER})
    assert found.withholds({f"Two boxes of {FIRST} were mixed up", OTHER})
    assert found.withholds({"D-820006", "It lay beside D-0001/3", "D-0001/3"})
    assert found.shown(f"Of {FIRST}: D-0001/3") == f"Of {ELSEWHERE}: {ELSEWHERE}"


def test_the_ledger_goes_with_it_in_words_and_each_document_has_its_part(register: Register) -> None:
    found, _records = packed(register)
    names = {known.operator: known.name for known in register.operators.values()}
    account = package_tables.account(found, names, history())
    assert account.entries == len(history())
    assert len(account.words.rows) == account.entries - account.withheld
    kinds = {document: set(cells(table, "kind")) for document, table in account.histories.items()}
    assert {
        "holder-reminded",
        "letter-written",
        "electronic-copy-sent",
        "incident-assessed",
        "advice-recorded",
        "information-answered",
        "hold-raised",
        "muster-counted",
    } <= kinds["D-820006"]
    assert {"rendition-made", "rendition-compared", "document-shown"} <= kinds["D-820007"]
    assert {"summary-published", "interest-answered", "submission-sent"} <= kinds["D-820008"]
    assert GENOGRAM not in str(account.words)
    assert GENOGRAM not in account.histories
