import pytest

from desktop.custody import copies, documents, incidents
from desktop.custody.documents import EDITIONS, Intake
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    OnHoldError,
    ReviewConcludedError,
    UnknownReferenceError,
    WrongStateError,
)
from tests.factory import REVIEW, Desk, Facts, a_desk, a_master, march, the_settings

KINDS = the_settings().kinds
SINGLE = [kind for kind in KINDS if not kind.many]


def intake_of(desk: Desk, intake: Intake, pages: int | None = 3) -> Intake:
    master = a_master(pages=pages)
    facts: Facts = {"review": REVIEW, "kind": "minutes", "edition": "identified"}
    desk.do(documents.take_in, master=master, intake=intake, **facts)
    return desk.register.documents["D-0001"].current.intake


def alter(desk: Desk, document: str) -> str:
    desk.do(incidents.master_altered, document=document, what="it holds another document")
    return next(reversed(desk.register.incidents))


def test_a_discrepancy_between_the_count_by_hand_and_by_the_program_is_noted_at_once() -> None:
    kept = intake_of(a_desk(), Intake(pages_stated=4, discrepancy="The cover is torn."))
    assert kept.discrepancy == "The cover is torn. 4 pages were counted by hand, 3 by the program."


def test_counts_that_agree_are_no_discrepancy() -> None:
    assert not intake_of(a_desk(), Intake(pages_stated=3)).discrepancy


def test_pages_that_the_program_cannot_count_are_those_counted_by_hand() -> None:
    desk = a_desk()
    assert not intake_of(desk, Intake(pages_stated=4), pages=None).discrepancy
    assert desk.register.documents["D-0001"].pages == 4


@pytest.mark.parametrize("pages", [0, -1, 1_000_001])
def test_a_number_of_pages_that_cannot_be_is_refused(pages: int) -> None:
    with pytest.raises(FactMissingError, match="The number of pages"):
        intake_of(a_desk(), Intake(pages_stated=pages))


def test_a_correction_is_a_new_version_and_the_superseded_one_stays_with_the_reason() -> None:
    desk = a_desk()
    document = desk.document()
    first = desk.register.documents[document].current
    desk.supersede(document, pages=4, on=march(3))
    found = desk.register.documents[document]
    assert found.versions[0] == first
    assert (found.current.version, found.current.reason) == (2, "A page was missing")
    assert found.pages == 4


def test_a_new_version_needs_a_reason() -> None:
    desk = a_desk()
    with pytest.raises(FactMissingError, match="The reason"):
        desk.do(documents.supersede, document=desk.document(), reason=" ", master=a_master("other"))


def test_a_new_version_does_not_come_before_the_one_it_supersedes() -> None:
    desk = a_desk()
    document = desk.document(on=march(4))
    with pytest.raises(ImpossibleDateError, match="came later"):
        desk.supersede(document, on=march(3))


@pytest.mark.parametrize("kind", [kind.kind for kind in SINGLE])
def test_a_second_current_master_of_a_kind_agency_and_edition_is_refused(kind: str) -> None:
    desk = a_desk()
    agency = "Example Health Trust" if desk.register.founded.kind(kind).per_agency else ""
    desk.document(kind, agency=agency)
    with pytest.raises(AlreadyThereError, match="D-0001") as refusal:
        desk.document(kind, agency=agency.upper())
    assert "new version of D-0001" in refusal.value.hint


@pytest.mark.parametrize("kind", [kind.kind for kind in KINDS if kind.many])
def test_of_some_kinds_there_may_be_any_number(kind: str) -> None:
    desk = a_desk()
    assert [desk.document(kind), desk.document(kind)] == ["D-0001", "D-0002"]


def test_each_agency_has_its_own_review_of_individual_management() -> None:
    desk = a_desk()
    assert desk.document("imr", agency="Trust") != desk.document("imr", agency="Police")
    with pytest.raises(FactMissingError, match="The agency"):
        desk.document("imr")


def test_editions_are_separate_documents() -> None:
    desk = a_desk()
    found = [desk.document(edition=edition) for edition in EDITIONS]
    assert [desk.register.documents[one].edition for one in found] == list(EDITIONS)
    assert EDITIONS == ("identified", "anonymised", "redacted")


def test_an_edition_or_a_kind_that_is_not_known_is_refused() -> None:
    with pytest.raises(FactMissingError, match="The edition"):
        a_desk().document(edition="public")
    with pytest.raises(UnknownReferenceError, match="kind of document"):
        a_desk().document("novel")


@pytest.mark.parametrize(
    "said", ["Overview report", "OVERVIEW_REPORT", " overview  report ", "Overview-report."]
)
def test_a_kind_is_found_by_name_or_label(said: str) -> None:
    desk = a_desk()
    assert desk.register.documents[desk.document(said)].kind == "overview-report"


def test_the_kinds_of_the_policy_are_data_and_shipped() -> None:
    assert len(KINDS) == 16
    assert [kind.kind for kind in KINDS if not kind.copied] == ["coding-schedule"]
    assert {kind.kind for kind in KINDS if kind.per_agency} == {
        "imr",
        "single-agency-action-plan",
        "chronology",
    }


def test_the_coding_schedule_is_not_printed_as_a_numbered_copy() -> None:
    desk = a_desk()
    document = desk.document("coding-schedule", edition="identified")
    with pytest.raises(WrongStateError, match="printed as a numbered copy"):
        desk.copy(document)
    assert not desk.register.copies


def test_a_master_that_does_not_verify_opens_one_incident_and_blocks_issue() -> None:
    desk = a_desk()
    document = desk.document()
    incident = alter(desk, document)
    assert desk.do(incidents.master_altered, document=document, what="again") == []
    with pytest.raises(OnHoldError, match=incident):
        desk.copy(document)
    desk.do(incidents.close, incident=incident, found="Put back from the backup")
    assert desk.copy(document) == "D-0001/1"


def test_a_copy_of_a_blocked_document_is_not_signed_out() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request, copy = desk.agreed(person, document), desk.copy(document)
    alter(desk, document)
    with pytest.raises(OnHoldError, match="does not verify"):
        desk.sign_out(copy, person, request)


def test_a_new_version_lifts_the_block_of_the_superseded_one() -> None:
    desk = a_desk()
    document = desk.document()
    alter(desk, document)
    desk.supersede(document)
    assert desk.copy(document) == "D-0001/1"


def test_a_second_mismatch_after_the_first_is_closed_blocks_again() -> None:
    desk = a_desk()
    document = desk.document()
    desk.do(incidents.close, incident=alter(desk, document), found="Put back")
    alter(desk, document)
    with pytest.raises(OnHoldError, match="I-0002"):
        desk.copy(document)


def test_nothing_new_is_taken_in_or_printed_after_the_conclusion() -> None:
    desk = a_desk()
    document = desk.document()
    desk.conclude(march(3))
    with pytest.raises(ReviewConcludedError):
        desk.document("minutes", on=march(4))
    with pytest.raises(ReviewConcludedError):
        desk.supersede(document, on=march(4))
    with pytest.raises(ReviewConcludedError):
        desk.copy(document, on=march(4))


def test_a_document_is_not_received_before_its_review_was_opened() -> None:
    desk = Desk().with_review(on=march(4))
    with pytest.raises(ImpossibleDateError, match="opened later"):
        desk.document(on=march(3))


def test_how_a_copy_is_described_names_its_agency() -> None:
    kind = a_desk().register.founded.kind("imr")
    assert documents.described(kind, "Trust") == "Individual Management Review of Trust"
    assert documents.described(kind, "") == "Individual Management Review"


def test_the_tally_knows_every_state() -> None:
    desk = a_desk()
    assert set(copies.tally(desk.register, desk.document())) == set(copies.CopyState)


def test_a_kind_that_is_no_agencys_has_one_current_master_whatever_agency_is_named() -> None:
    desk = a_desk()
    desk.document()
    with pytest.raises((AlreadyThereError, FactMissingError)):
        desk.document(agency="Example Health Trust")


def test_spaces_do_not_make_another_agency() -> None:
    desk = a_desk()
    desk.document("imr", agency="Health Trust")
    with pytest.raises(AlreadyThereError):
        desk.document("imr", agency=" health  trust")


def test_closing_the_incident_of_a_current_master_lifts_its_block_whatever_older_ones_are_open() -> None:
    desk = a_desk()
    document = desk.document()
    alter(desk, document)
    desk.supersede(document)
    desk.do(incidents.close, incident=alter(desk, document), found="Put back")
    assert not desk.register.documents[document].blocked
