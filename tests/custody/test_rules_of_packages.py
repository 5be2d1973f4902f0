"""What goes into a package, under what names, and how its entries read (A7, B6)."""

import msgspec
import pytest

from desktop.custody import incidents, package_contents, packages
from desktop.custody.documents import Document, Kept
from desktop.custody.errors import FactMissingError, UnknownReferenceError, WitnessError
from desktop.custody.handed_out import IN_CLEAR
from desktop.custody.packages import PackageMade
from tests.factory import REVIEW, Desk, Facts, a_desk

CLEAR: Facts = {"recipient": IN_CLEAR, "reason": "No key there", "witness": "Wren Witness"}


@pytest.fixture
def desk() -> Desk:
    """Return a desk with a report and a coding schedule."""
    made = a_desk()
    made.document()
    made.document("coding-schedule", "identified")
    return made


def named(document: Document, file_name: str, kind: str = "other") -> str:
    version = document.current
    master = msgspec.structs.replace(version.master, file_name=file_name, format=kind)
    return packages.file_name(Kept(document, version, master))


@pytest.mark.parametrize(
    ("file_name", "kept"),
    [
        ("Kim Invented-Child.docx", "docx"),
        ("PHOTO.JPEG", "jpeg"),
        ("report.Kim", "bin"),
        ("docx", "bin"),
        ("", "bin"),
        ("../../etc/passwd", "bin"),
        ("a.docx/b", "bin"),
        ("a.docx\n", "bin"),
        ("a.\u202epdf", "bin"),
    ],
)
def test_a_file_is_called_by_its_reference_and_a_known_ending_alone(
    desk: Desk, file_name: str, kept: str
) -> None:
    assert named(desk.register.documents["D-0001"], file_name) == f"D-0001-v1.{kept}"


def test_a_pdf_is_called_one_whatever_it_came_as(desk: Desk) -> None:
    assert named(desk.register.documents["D-0001"], "report.Kim", "pdf") == "D-0001-v1.pdf"


def test_the_coding_schedule_goes_only_where_that_was_said(desk: Desk) -> None:
    without = package_contents.contents(desk.register)
    schedules: Facts = {"coding_schedules": True}
    assert [known.document for known in without.documents] == ["D-0001"]
    assert without.withholds(frozenset({"D-0002"}))
    (event,) = desk.do(packages.make_package, **CLEAR, **schedules)
    assert isinstance(event, PackageMade)
    assert event.documents == ("D-0001", "D-0002")
    assert event.said() == (
        "A package was made in clear. Documents: 2; reviews: 1. Coding schedules are in it."
        " Reason: No key there. Witness: Wren Witness."
    )


def test_for_a_recipient_neither_reason_nor_witness_is_needed(desk: Desk) -> None:
    (event,) = desk.do(packages.make_package, recipient="age1invented")
    assert event.said() == "A package was made for the recipient age1invented. Documents: 1; reviews: 1."
    with pytest.raises(WitnessError):
        desk.do(packages.make_package, recipient="age1invented", witness="Avery Example")


def test_a_package_needs_a_document_of_a_known_review(desk: Desk) -> None:
    desk.with_review("SCR-2026-02")
    with pytest.raises(FactMissingError):
        desk.do(packages.make_package, **CLEAR, review="SCR-2026-02")
    with pytest.raises(UnknownReferenceError):
        desk.do(packages.make_package, **CLEAR, review="SCR-2026-03")
    assert package_contents.contents(desk.register, review=REVIEW).coding_schedules == 1


def test_a_package_of_one_review_takes_only_entries_that_tell_of_it(desk: Desk) -> None:
    desk.with_review("SCR-2026-02")
    found = package_contents.contents(desk.register, review=REVIEW)
    assert not found.withholds(frozenset({"D-0001", "any other word"}))
    assert not found.withholds(frozenset({"O-0001"}))
    assert found.withholds(frozenset({"D-0001", "SCR-2026-02"}))
    assert found.withholds(frozenset({"any other word"}))
    assert not package_contents.contents(desk.register).withholds(frozenset({"any other word"}))


def test_an_incident_about_no_document_is_in_a_whole_package_and_not_in_one_of_a_review(desk: Desk) -> None:
    for about in ("", "D-0001", "D-0002", REVIEW):
        desk.do(incidents.open_by_hand, matter="other", what="It happened", about=about)

    def held(review: str = "", *, coding_schedules: bool = False) -> list[str]:
        found = package_contents.contents(desk.register, review=review, coding_schedules=coding_schedules)
        return [known.about for known in found.of("incidents")]

    assert held() == ["", "D-0001", REVIEW]
    assert held(REVIEW) == ["D-0001", REVIEW]
    assert held(coding_schedules=True) == ["", "D-0001", "D-0002", REVIEW]
    assert package_contents.contents(desk.register).withholds(frozenset({"I-0003"}))
