"""Letters: an entry with their words, to be made again word for word."""

import pytest

from desktop.custody import entries, letters, people, slips
from desktop.custody.blocks import Address, Column, Heading, Paragraph, Table
from desktop.custody.errors import FactMissingError, UnknownReferenceError
from desktop.custody.letters import Addressee, LetterWritten, Wording
from tests.factory import Desk, a_desk, a_hand, march

WORDING = Wording("first-word", "3", "About {what}", ("We write about {what}.", "{table}", "{more}", "End."))
TO = Addressee("Robin Invented", "Nurse", "Invented Trust", "1 Example Row\nExampleton")
TABLE = Table([Column("Copy"), Column("Pages", 0.5, "right")], [["D-0001/1", "3"]])


def write(
    desk: Desk, *, to: Addressee = TO, table: Table | None = TABLE, about: str = "D-0001/1", **facts: str
) -> LetterWritten:
    given = {"what": "a copy", "more": "", **facts}
    (event,) = desk.do(letters.write, wording=WORDING, to=to, about=about, facts=given, table=table)
    assert isinstance(event, LetterWritten)
    return event


def test_a_letter_is_entered_with_its_words_its_wordings_version_and_its_addressee() -> None:
    desk = a_desk()
    event = write(desk)
    assert (event.letter, event.version, event.subject) == ("LE-0001", "3", "About a copy")
    assert event.paragraphs == ("We write about a copy.", "End.")
    kept = desk.register.letter("le-0001")
    assert (kept.to, kept.about, kept.day, kept.entry) == (TO, "D-0001/1", march(2), len(desk.rows))
    assert event.said() == "LE-0001 (first-word) was written to Robin Invented about D-0001/1: About a copy"


def test_letters_are_numbered_on_and_an_act_may_write_several() -> None:
    desk = a_desk()
    write(desk)
    facts = {"what": "x", "more": ""}
    wanted = [letters.written(desk.register, WORDING, TO, "D-0001", facts, ahead=n).letter for n in (0, 1)]
    assert wanted == ["LE-0002", "LE-0003"]
    with pytest.raises(UnknownReferenceError, match="no letter LE-0009"):
        desk.register.letter("LE-0009")


def test_a_field_without_its_fact_is_our_bug_and_nothing_is_written() -> None:
    desk = a_desk()
    with pytest.raises(KeyError, match="more"):
        desk.do(letters.write, wording=WORDING, to=TO, about="D-0001", facts={"what": "a copy"})
    assert desk.register.letters == {}


@pytest.mark.parametrize("typed", ["{what}", "{0.__class__}", "<b>", "{table}", "100 % {{x}}"])
def test_a_fact_is_literal_text_whatever_it_looks_like(typed: str) -> None:
    desk = a_desk()
    event = write(desk, what=typed, more=typed)
    assert event.subject == f"About {typed}"
    assert event.paragraphs == (f"We write about {typed}.", typed, "End.")


def test_the_table_stands_where_the_wording_says_and_at_the_end_otherwise() -> None:
    desk = a_desk()
    form = letters.letter_form(desk.register, a_hand(), write(desk, more="More."))
    head, subject, greeting, *rest = form.parts[0].blocks
    assert isinstance(head, Address)
    assert (subject, greeting) == (Heading("About a copy"), Paragraph("Dear Robin Invented"))
    assert [type(block) for block in rest[:3]] == [Paragraph, Table, Paragraph]
    at_the_end = letters.written(
        desk.register, Wording("x", "1", "S", ("One.",)), TO, "D-0001", {}, table=TABLE
    )
    blocks = letters.letter_form(desk.register, a_hand(), at_the_end).parts[0].blocks
    assert [type(block) for block in blocks[3:5]] == [Paragraph, Table]


def test_a_letter_needs_somebody_to_go_to_and_something_to_be_about() -> None:
    desk = a_desk()
    with pytest.raises(FactMissingError, match="The name of the addressee"):
        write(desk, to=Addressee(" "))
    with pytest.raises(FactMissingError, match="What the letter is about"):
        write(desk, about="")
    with pytest.raises(FactMissingError, match="longer than 10,000"):
        write(desk, to=Addressee("Robin", address="x" * 10_001))


def test_the_letter_is_dated_and_signed_as_its_entry_says_and_names_the_ledgers_head() -> None:
    desk = a_desk()
    form = letters.letter_form(desk.register, a_hand(march(9), happened=march(4)), write(desk))
    head = form.parts[0].blocks[0]
    assert isinstance(head, Address)
    assert head.beside == [("Date", "4 March 2026"), ("Our reference", "LE-0001"), ("About", "D-0001/1")]
    assert form.checkpoint.startswith(f"{desk.register.head.number}: ")


def test_an_office_that_stands_as_a_person_is_named_once_in_the_window() -> None:
    office = Addressee("Ofsted", "Ofsted", "Ofsted", "1 Example Row")
    assert (office.lines, office.title) == (("Ofsted", "1 Example Row"), "Ofsted")


def test_a_paragraph_may_stand_only_with_its_fact() -> None:
    wording = Wording("x", "1", "S", ("[why] Because of {why}.", "End."))
    texts = [
        letters.written(a_desk().register, wording, TO, "D-0001", {"why": why}).paragraphs
        for why in ("", "[why] x")
    ]
    assert texts == [("End.",), ("Because of [why] x.", "End.")]
    with pytest.raises(KeyError, match="why"):
        letters.written(a_desk().register, wording, TO, "D-0001", {})


def test_an_office_is_greeted_without_a_name_and_a_person_by_name() -> None:
    desk = a_desk()
    for to, greeting, closing in (
        (TO, "Dear Robin Invented", "Yours sincerely"),
        (Addressee("The Chief Executive", office=True), "Dear Sir or Madam", "Yours faithfully"),
    ):
        blocks = letters.letter_form(desk.register, a_hand(), write(desk, to=to)).parts[0].blocks
        assert (blocks[2], blocks[-2]) == (Paragraph(greeting), Paragraph(closing))


@pytest.mark.parametrize(
    ("own", "printed"), [(None, "OFFICIAL-SENSITIVE"), ("", ""), ("PUBLISHED", "PUBLISHED")]
)
def test_a_letter_carries_the_marking_of_its_wording_and_without_one_the_boards(
    own: str | None, printed: str
) -> None:
    desk = a_desk()
    event = letters.written(
        desk.register, Wording("x", "1", "S", ("One.",), own), TO, "D-0001", {}, table=TABLE
    )
    assert letters.letter_form(desk.register, a_hand(), event).marking == printed


def test_a_letter_that_was_entered_before_letters_had_a_marking_reads_on_and_carries_the_boards() -> None:
    desk = a_desk()
    event = write(desk)
    body = entries.to_bytes(a_hand(), event)
    assert b"marking" not in body
    read = entries.from_bytes(body, 1).event
    assert read == event
    assert letters.letter_form(desk.register, a_hand(), event).marking == "OFFICIAL-SENSITIVE"


def test_an_independent_person_is_not_told_twice_to_be_of_no_agency() -> None:
    desk = a_desk()
    for post, lines in (
        ("Independent author", ("Robin Invented", "Independent author")),
        ("Author", ("Robin Invented", "Author", "Independent")),
    ):
        (added, _role) = desk.do(
            people.add, name="Robin Invented", post=post, agency="Independent", role="reader"
        )
        person = next(reversed(desk.register.people.values()))
        assert letters.addressee(person).lines == lines
        assert person.title == ", ".join(lines)
        assert slips.post(person) == ", ".join(lines[1:])
        assert added.said() == f"{lines[0]} ({', '.join(lines[1:])}) was entered as {person.person}."


def test_a_standing_recipient_is_an_office() -> None:
    desk = a_desk()
    desk.do(people.add_standing)
    assert letters.addressee(desk.register.person("P-0001")).office
    desk.person("Robin Invented")
    assert not letters.addressee(desk.register.person("P-0004")).office
