"""The register of backup media (A5)."""

import pytest

from desktop.custody import media
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    UnknownReferenceError,
    WitnessError,
    WrongStateError,
)
from desktop.custody.medium_certificate import medium_certificate
from tests.custody.keepers import WITNESS, KeepersDesk, at_two
from tests.factory import Facts, a_hand, march


def a_destroyed_one(desk: KeepersDesk) -> str:
    medium = desk.medium()
    desk.back_up(medium)
    desk.do(media.destroy, march(3), medium=medium, how="Shredded, 2 mm", witness=WITNESS)
    return medium


def test_a_medium_is_registered_with_its_label_place_and_keeper() -> None:
    desk = at_two()
    found = desk.register.medium(desk.medium().lower())
    assert (found.medium, found.label, found.place, found.keeper) == (
        "M-0001",
        "Blue drive",
        "The safe",
        "Avery Example",
    )
    assert found.backed_up is found.tested is found.destroyed is None


@pytest.mark.parametrize("label", ["blue  DRIVE", "Blue-drive.", "\uff22lue drive"])
@pytest.mark.parametrize("destroyed", [False, True])
def test_a_label_is_never_used_twice(label: str, *, destroyed: bool) -> None:
    desk = at_two()
    if destroyed:
        a_destroyed_one(desk)
    else:
        desk.medium()
    with pytest.raises(AlreadyThereError, match="M-0001") as refusal:
        desk.medium(label)
    assert "never used twice" in refusal.value.hint


@pytest.mark.parametrize("missing", ["label", "place", "keeper"])
def test_a_medium_without_a_label_a_place_or_a_keeper_is_refused(missing: str) -> None:
    facts: Facts = {"label": "Blue drive", "place": "The safe", "keeper": "Avery Example", missing: " "}
    with pytest.raises(FactMissingError, match=f"The {missing}"):
        at_two().do(media.register_medium, **facts)


def test_a_medium_that_moves_keeps_what_it_holds() -> None:
    desk = at_two()
    medium = desk.medium()
    desk.back_up(medium)
    number = desk.register.media[medium].number
    desk.do(media.move, medium=medium, place="The bank", keeper="The Chair")
    found = desk.register.media[medium]
    assert (found.place, found.keeper, found.number) == ("The bank", "The Chair", number)


def test_a_backup_is_known_by_its_head_and_the_generation_of_its_keys() -> None:
    desk = at_two()
    medium, head = desk.medium(), desk.register.head
    head = desk.register.head
    desk.back_up(medium, march(4))
    found = desk.register.media[medium]
    assert (found.number, found.digest, found.generation) == (head.number, head.digest.hex(), 2)
    assert (found.backed_up, found.entry, found.files, found.size) == (march(4), head.number + 1, 3, 4_096)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("number", 0),
        ("number", 99),
        ("digest", ""),
        ("digest", "x" * 64),
        ("generation", 0),
        ("generation", 3),
        ("files", 0),
        ("size", -1),
    ],
)
def test_a_backup_of_what_cannot_be_is_refused(fact: str, value: object) -> None:
    desk = at_two()
    facts: Facts = {"medium": desk.medium(), "number": 4, "digest": "0" * 64, "generation": 2}
    facts |= {"files": 1, "size": 1, fact: value}
    with pytest.raises(FactMissingError):
        desk.do(media.back_up, **facts)


def test_a_test_tells_how_far_behind_the_medium_is_and_what_was_found() -> None:
    desk = at_two()
    medium = desk.medium()
    desk.back_up(medium)
    desk.do(media.test, march(5), medium=medium, number=4, problems=2, behind=1)
    found = desk.register.media[medium]
    assert (found.tested, found.problems, found.behind) == (march(5), 2, 1)
    for number, problems, behind in ((99, 0, 0), (4, -1, 0), (4, 0, -1)):
        with pytest.raises(FactMissingError):
            desk.do(media.test, march(5), medium=medium, number=number, problems=problems, behind=behind)


def test_a_destroyed_medium_is_never_written_tested_moved_or_destroyed_again() -> None:
    desk = at_two()
    medium = a_destroyed_one(desk)
    with pytest.raises(WrongStateError, match="destroyed since 3 March 2026") as refusal:
        desk.back_up(medium, march(4))
    assert "Register another medium" in refusal.value.hint
    with pytest.raises(WrongStateError, match="cannot be backed up to"):
        media.check_back_up(desk.register, a_hand(march(4)), medium=medium)
    for act, facts in (
        (media.test, {"number": 1, "problems": 0, "behind": 0}),
        (media.move, {"place": "The bank", "keeper": "The Chair"}),
        (media.destroy, {"how": "Burnt", "witness": WITNESS}),
    ):
        with pytest.raises(WrongStateError, match="destroyed since"):
            desk.do(act, march(4), medium=medium, **facts)


@pytest.mark.parametrize(
    "witness",
    ["Avery Example", "avery  EXAMPLE", "Example, Avery", "O-0001", " o-0001 ", "Avery\u200b Ex\u00adample"],
)
def test_the_operator_is_not_the_witness_however_the_name_is_written(witness: str) -> None:
    desk = at_two()
    with pytest.raises(WitnessError, match="cannot be the witness"):
        desk.do(media.destroy, medium=desk.medium(), how="Shredded", witness=witness)


def test_another_operator_or_anybody_else_may_be_the_witness() -> None:
    desk = at_two()
    desk.do(media.destroy, medium=desk.medium(), how="Shredded", witness="O-0002")
    assert desk.register.media["M-0001"].witness == "Dana Deputy"
    desk.do(media.destroy, medium=desk.medium("Red drive"), how="Shredded", witness=WITNESS)
    assert desk.register.media["M-0002"].witness == WITNESS


def test_a_destruction_has_a_witness_and_a_manner() -> None:
    desk = at_two()
    medium = desk.medium()
    with pytest.raises(FactMissingError, match="The witness"):
        desk.do(media.destroy, medium=medium, how="Shredded", witness="")
    with pytest.raises(FactMissingError, match="How it was destroyed"):
        desk.do(media.destroy, medium=medium, how=" ", witness=WITNESS)


def test_a_clock_that_was_ahead_keeps_no_medium_from_being_backed_up_tested_moved_or_destroyed() -> None:
    desk = at_two()
    medium = desk.medium()
    desk.back_up(medium, march(24))
    desk.back_up(medium, march(4))
    assert desk.register.media[medium].backed_up == march(4)
    desk.back_up(medium, march(24))
    desk.do(media.test, march(3), medium=medium, number=1, problems=0, behind=0)
    desk.do(media.move, march(3), medium=medium, place="The bank", keeper="The Chair")
    desk.do(media.destroy, march(3), medium=medium, how="Shredded", witness=WITNESS)
    assert desk.register.media[medium].destroyed == march(3)


def test_media_made_under_former_keys_are_listed_until_made_anew_or_destroyed() -> None:
    desk = at_two()
    for label in ("One", "Two", "Three", "Never written"):
        desk.medium(label)
    for medium in ("M-0001", "M-0002", "M-0003"):
        desk.back_up(medium)
    assert media.before_keys(desk.register, desk.register.generation) == []
    desk.deputy("Eli Example")
    desk.back_up("M-0002")
    desk.do(media.destroy, medium="M-0003", how="Shredded", witness=WITNESS)
    listed = media.before_keys(desk.register, desk.register.generation)
    assert [medium.medium for medium in listed] == ["M-0001"]


def test_an_unknown_medium_is_named() -> None:
    with pytest.raises(UnknownReferenceError, match="no medium M-0009"):
        at_two().back_up("M-0009")


def test_only_a_destroyed_medium_has_a_certificate() -> None:
    desk = at_two()
    with pytest.raises(WrongStateError, match="not destroyed"):
        medium_certificate(desk.register, a_hand(), desk.medium())
