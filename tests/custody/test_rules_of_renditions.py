"""Renditions, limits, views, and what is kept apart."""

import msgspec
import pytest

from desktop.custody import access, documents, limits, numbers, observations, renditions
from desktop.custody.access_log import HEADINGS, access_log
from desktop.custody.board import Kind, found
from desktop.custody.documents import Intake
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    LimitReachedError,
    ReviewConcludedError,
    WrongStateError,
)
from desktop.custody.limits import LimitChanged
from tests.factory import (
    BEGAN,
    BOARD,
    OPERATOR,
    REVIEW,
    Desk,
    Facts,
    a_desk,
    a_hand,
    a_master,
    march,
    the_settings,
)

WHY: Facts = {"authority": "The Chair", "reason": "The panel grew"}


def a_word_file(desk: Desk) -> str:
    return desk.document(kind="minutes", pages=None)


def attach(desk: Desk, document: str, pages: int | None = 4, text: str = "rendition") -> None:
    master = a_master(text, pages=pages)
    desk.do(renditions.attach, document=document, master=master, checked_by="Robin Invented")


def test_a_rendition_stands_beside_the_original_and_is_what_is_shown() -> None:
    desk = a_desk()
    document = a_word_file(desk)
    original = desk.register.documents[document].current.master
    assert desk.register.documents[document].current.needs_rendition
    attach(desk, document)
    version = desk.register.documents[document].current
    assert (version.master, version.shown.pages, version.pages) == (original, 4, 4)
    assert [kept.where for kept in documents.masters(desk.register)] == [
        "D-0001, version 1",
        "D-0001, version 1, rendition 1",
    ]


def test_a_rendition_with_other_pages_than_were_counted_by_hand_says_so() -> None:
    desk = a_desk()
    facts: Facts = {"review": REVIEW, "kind": "minutes", "edition": "identified"}
    master = a_master(pages=None)
    desk.do(documents.take_in, master=master, intake=Intake(pages_stated=5), **facts)
    assert not renditions.discrepancy(desk.register.documents["D-0001"].current)
    attach(desk, "D-0001")
    told = "5 pages were counted by hand; the rendition has 4."
    assert renditions.discrepancy(desk.register.documents["D-0001"].current) == told
    attach(desk, "D-0001", pages=5, text="better")
    assert not renditions.discrepancy(desk.register.documents["D-0001"].current)


def test_a_better_rendition_takes_the_place_of_the_first_which_stays() -> None:
    desk = a_desk()
    document = a_word_file(desk)
    attach(desk, document)
    (event,) = desk.do(
        renditions.make, document=document, master=a_master("better", pages=5), made_by="LibreOffice 7.4"
    )
    version = desk.register.documents[document].current
    assert [made.rendition for made in version.renditions] == [1, 2]
    assert (version.pages, version.shown.sha256) == (5, version.renditions[1].master.sha256)
    assert event.said() == ("Rendition 2 of D-0001, version 1, was made by LibreOffice 7.4. Pages: 5.")


def test_a_new_version_needs_a_rendition_of_its_own() -> None:
    desk = a_desk()
    document = a_word_file(desk)
    attach(desk, document)
    desk.supersede(document, pages=None)
    assert not desk.register.documents[document].current.renditions
    attach(desk, document, text="the second")
    assert [len(version.renditions) for version in desk.register.documents[document].versions] == [1, 1]


def test_a_pdf_that_can_be_shown_gets_no_rendition() -> None:
    desk = a_desk()
    with pytest.raises(WrongStateError, match="can be viewed and printed itself"):
        attach(desk, desk.document())


def test_an_attached_rendition_names_who_compared_it_with_the_original() -> None:
    desk = a_desk()
    document = a_word_file(desk)
    with pytest.raises(FactMissingError, match="Who compared it"):
        desk.do(renditions.attach, document=document, master=a_master(), checked_by=" ")
    attach(desk, document)
    assert desk.register.documents[document].current.renditions[0].checked_by == "Robin Invented"


def test_a_rendition_that_a_program_made_is_told_as_not_compared_until_somebody_has() -> None:
    desk = a_desk()
    document = a_word_file(desk)
    with pytest.raises(WrongStateError, match="without a rendition"):
        desk.do(renditions.compare, document=document, checked_by="Robin Invented")
    desk.do(renditions.make, document=document, master=a_master(), made_by="LibreOffice 7.4")
    made = desk.register.documents[document].current.renditions[0]
    assert renditions.origin(made) == (
        "A rendition of the original, made by LibreOffice 7.4, not compared with it by anybody"
    )
    with pytest.raises(ImpossibleDateError, match="made later"):
        desk.do(renditions.compare, happened=BEGAN, document=document, checked_by="Robin Invented")
    desk.do(renditions.compare, document=document, checked_by="Robin Invented")
    made = desk.register.documents[document].current.renditions[0]
    assert renditions.origin(made).endswith("compared with the original by Robin Invented")
    with pytest.raises(WrongStateError, match="compared by Robin Invented"):
        desk.do(renditions.compare, document=document, checked_by="Wren Witness")


@pytest.mark.parametrize("pages", [None, 0])
def test_a_rendition_without_pages_is_refused(pages: int | None) -> None:
    desk = a_desk()
    with pytest.raises(FactMissingError, match="no PDF with pages"):
        attach(desk, a_word_file(desk), pages=pages)


def test_a_rendition_is_not_older_than_its_document() -> None:
    desk = a_desk()
    document = a_word_file(desk)
    with pytest.raises(ImpossibleDateError, match="the version came later"):
        desk.do(
            renditions.attach,
            march(5),
            happened=BEGAN,
            document=document,
            master=a_master(),
            checked_by="Robin Invented",
        )


def test_a_rendition_can_be_made_after_the_conclusion_since_masters_stay_to_be_read() -> None:
    desk = a_desk()
    document = a_word_file(desk)
    desk.conclude()
    attach(desk, document)
    assert desk.register.documents[document].current.shown.pages == 4


def test_a_copy_of_a_rendition_has_its_pages_and_says_so() -> None:
    desk = a_desk()
    document = a_word_file(desk)
    attach(desk, document)
    copy = desk.copy(document)
    assert desk.register.copies[copy].pages == 4
    first = renditions.of_copy(desk.register, copy)
    attach(desk, document, text="a better one")
    assert renditions.of_copy(desk.register, copy) == first
    assert renditions.of_copy(desk.register, desk.copy(document)) != first
    assert renditions.of_copy(desk.register, desk.copy(desk.document())) is None


def test_a_second_current_master_of_the_same_kind_is_refused_and_told_to_be_a_version() -> None:
    desk = a_desk()
    desk.document()
    with pytest.raises(AlreadyThereError) as refused:
        desk.document()
    assert "D-0001" in refused.value.message
    assert refused.value.hint == (
        "A correction is a new version of D-0001: take it in as one that supersedes D-0001, with the reason."
    )


def test_at_the_limit_of_copies_a_further_one_is_refused_until_somebody_with_authority_raises_it() -> None:
    desk = a_desk()
    document = desk.document()
    desk.do(limits.limit, document=document, number_of_copies=2, **WHY)
    desk.allot(document, 2)
    with pytest.raises(LimitReachedError, match="limited to 2 copies; 3 would be too many"):
        desk.allot(document)
    (event,) = desk.do(limits.limit, document=document, number_of_copies=3, **WHY)
    assert event == LimitChanged(document=document, before=2, after=3, **WHY)
    assert desk.allot(document) == [f"{document}/3"]


def test_a_spoilt_number_does_not_count_against_the_limit() -> None:
    desk = a_desk()
    document = desk.document()
    desk.do(limits.limit, document=document, number_of_copies=1, **WHY)
    (spoilt,) = desk.allot(document)
    desk.do(numbers.spoil, copy=spoilt, reason="The paper jammed")
    assert desk.allot(document) == [f"{document}/2"]


def test_a_limit_below_what_was_made_is_refused() -> None:
    desk = a_desk()
    document = desk.document()
    desk.allot(document, 2)
    with pytest.raises(FactMissingError, match="2 were made already"):
        desk.do(limits.limit, document=document, number_of_copies=1, **WHY)


def test_a_limit_needs_its_authority_and_its_reason_and_is_another_one() -> None:
    desk = a_desk()
    document = desk.document()
    for missing in WHY:
        with pytest.raises(FactMissingError, match=f"(?i)the {missing}"):
            desk.do(limits.limit, document=document, number_of_copies=3, **{**WHY, missing: ""})
    with pytest.raises(WrongStateError, match="limited to 20 copies already"):
        desk.do(limits.limit, document=document, number_of_copies=20, **WHY)


def test_no_limit_is_changed_after_the_conclusion() -> None:
    desk = a_desk()
    document = desk.document()
    desk.conclude()
    with pytest.raises(ReviewConcludedError):
        desk.do(limits.limit, document=document, number_of_copies=3, **WHY)


def test_who_viewed_a_document_when_and_why_is_listed_in_order() -> None:
    desk = a_desk()
    document, other = a_word_file(desk), desk.document()
    attach(desk, document)
    desk.do(observations.view, march(3), document=document, purpose="To advise", how="in the window")
    desk.do(observations.view, march(3), document=other, purpose="To compare", how="in the window")
    desk.do(
        observations.view,
        march(4),
        document=document.lower(),
        purpose="To disclose",
        how="as a file in clear",
        original=True,
    )
    seen = observations.views(desk.register, document)
    assert [(view.at.day, view.viewer, view.purpose, view.rendition) for view in seen] == [
        (3, "Avery Example", "To advise", 1),
        (4, "Avery Example", "To disclose", 0),
    ]


def test_a_document_kept_apart_is_named_nowhere_by_what_it_is() -> None:
    desk = a_desk()
    schedule, report = desk.document(kind="coding-schedule", edition="identified"), desk.document()
    assert documents.kept_apart(desk.register, schedule)
    assert documents.shown_as(desk.register, schedule) == "a document kept apart"
    assert not documents.kept_apart(desk.register, report)
    assert documents.shown_as(desk.register, report) == f"{report} Overview report, anonymised"


def test_the_access_log_says_of_a_document_kept_apart_that_access_was_decided_and_no_more() -> None:
    desk = a_desk()
    schedule = desk.document(kind="coding-schedule", edition="identified")
    person = desk.person()
    facts: Facts = {"person": person, "document": schedule, "mode": "view"}
    desk.do(access.ask, purpose="To learn who Child A is", **facts)
    decided: Facts = {"by": "The Chair", "reason": "She knows Child A", "conditions": "Not Child B's name"}
    desk.do(access.decide, request="R-0001", agreed=True, **decided)
    log = access_log(desk.register, a_hand(), REVIEW)
    (row,) = log.rows
    told = dict(zip(HEADINGS, row, strict=True))
    assert (told["subject"], told["outcome"], told["by"]) == ("a document kept apart", "agreed", "The Chair")
    assert (told["what"], told["reason"], told["conditions"]) == (
        "view here: not shown",
        "not shown",
        "not shown",
    )
    assert "Child A" not in str(log.form)
    assert schedule not in str(log.form)
    assert "oding" not in str(log.form)


def test_a_vault_founded_before_kinds_had_gates_has_them_all_the_same() -> None:
    desk = Desk()
    first = msgspec.structs.replace(
        the_settings(),
        kinds=(
            Kind("imr", "Individual Management Review", per_agency=True),
            Kind("executive-summary", "Executive summary"),
            Kind("coding-schedule", "Coding schedule", copied=False),
            Kind("minutes", "Minutes", many=True),
        ),
    )
    facts: Facts = {"board": BOARD, "operator": OPERATOR, "vault": "TEST", "returns": "", "settings": first}
    (event,) = found(a_hand(), **facts)
    desk.enter(a_hand(), [event])
    kinds = desk.register.founded.settings.kinds
    assert [(kind.gate, kind.apart) for kind in kinds] == [
        ("legal advice", False),
        ("publication", False),
        ("", True),
        ("", False),
    ]


def test_no_number_is_ever_given_to_a_copy_of_the_coding_schedule() -> None:
    desk = a_desk()
    schedule = desk.document(kind="coding-schedule", edition="identified")
    with pytest.raises(WrongStateError, match="printed as a numbered copy"):
        desk.allot(schedule)
    assert not desk.register.copies
