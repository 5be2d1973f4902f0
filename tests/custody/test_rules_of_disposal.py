"""What a disposal needs, what forbids it, when it lapses, and when it is complete (G5, G6, T8, T14)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from desktop.custody import (
    access,
    approved_exceptions,
    clock,
    closing,
    disposal_papers,
    disposal_traces,
    disposals,
    documents,
    foi,
    holds,
    kept_until,
    keys,
    media,
    mishaps,
    observations,
    packages,
    record_deciding,
    renditions,
    replays,
    retention_rules,
    reviews,
)
from desktop.custody.approved_exceptions import Approval
from desktop.custody.ending_errors import DisposedError, HeldError, SheetCodeError
from desktop.custody.errors import (
    FactMissingError,
    StrongroomError,
    UnknownReferenceError,
    WitnessError,
    WrongStateError,
)
from desktop.custody.hand import Event
from desktop.custody.retention_rules import Rule, Term
from desktop.custody.today import today
from tests.custody.ending import incidents_closed
from tests.factory import OPERATOR, REVIEW, TODAY, Desk, a_hand, a_master, march, noon
from tests.office.disposal_scene import concluded

WITNESS = "Wren Witness"
FOUND: dict[str, Any] = {"digest": "d" * 64, "generation": 1, "files": 3, "size": 9}


def begun() -> Desk:
    """A review with two documents, and a medium whose backup holds both."""
    desk = Desk().with_review()
    for kind in ("overview-report", "minutes"):
        facts: dict[str, Any] = {"review": REVIEW, "kind": kind, "edition": "anonymised"}
        desk.do(documents.take_in, master=a_master(kind), **facts)
    desk.do(media.register_medium, label="Drive 1", place="A bank", keeper="C. Keeper")
    desk.do(media.back_up, medium="M-0001", number=desk.register.head.number, **FOUND)
    return desk


def end(desk: Desk, on: date = TODAY) -> None:
    """Conclude and close the review, and confirm the date of its record."""
    rule = Rule("Invented", "1", "Invented", "to be checked", (Term("conclusion", 35),))
    desk.do(retention_rules.adopt, on, rule=rule, agreed_with="Rory Records", authority="The Board")
    desk.do(concluded, on, review=REVIEW)
    desk.do(closing.close, on, review=REVIEW, authority="The Chair")
    day = kept_until.of(desk.register, REVIEW).to_confirm
    desk.do(kept_until.confirm, on, review=REVIEW, day=day, agreed_by="Rory Records")


def decide(desk: Desk, on: date = TODAY) -> None:
    asked: dict[str, Any] = {"first": "Hanna Head", "second": "Rory Records", "authority": "Minute 7"}
    desk.do(record_deciding.begin, on, review=REVIEW, decision="destroy", reason="It is time", **asked)
    (found,) = [one for one in desk.register.record_reviews.values() if one.open]
    desk.do(record_deciding.decide, on, record_review=found.record_review, code=found.code)


@pytest.fixture
def desk() -> Desk:
    made = begun()
    end(made)
    decide(made)
    return made


def prepare(desk: Desk, *names: str, on: date = TODAY) -> str:
    desk.do(disposals.prepare, on, documents=names or ["D-0001"], witness=WITNESS)
    return desk.register.disposal(next(reversed(desk.register.disposals))).code


def complete(desk: Desk, code: str, on: date = TODAY, disposal: str = "DP-0001") -> None:
    generation = desk.register.generation + 1
    desk.do(disposals.complete, on, disposal=disposal, code=code, generation=generation)
    desk.do(disposals.cleared, on, disposal=disposal, files=1)


def disposed(desk: Desk, *names: str) -> None:
    complete(desk, prepare(desk, *names))


def test_a_disposal_needs_the_sheet_and_its_code(desk: Desk) -> None:
    code = prepare(desk)
    for typed in ("0000-0000", "", code[:-1]):
        with pytest.raises(SheetCodeError):
            complete(desk, typed)
    assert next(iter(documents.masters(desk.register))).document.document == "D-0001"
    complete(desk, f" {code.lower()} ")
    found = desk.register.disposal("DP-0001")
    assert desk.register.documents["D-0001"].disposed == "DP-0001"
    assert (found.done, found.generation, found.media) == (TODAY, 2, ("M-0001",))
    with pytest.raises(WrongStateError, match="done"):
        complete(desk, code)


def test_what_the_document_was_stays(desk: Desk) -> None:
    before = desk.register.documents["D-0001"]
    disposed(desk)
    after = desk.register.documents["D-0001"]
    assert (after.versions, after.review, after.kind) == (before.versions, before.review, before.kind)
    (item,) = desk.register.disposal("DP-0001").items
    assert (item.decision, item.rule) == ("RR-0001", "Rule 1: until 2 March 2061")
    assert item.authority == "Hanna Head and Rory Records. Minute 7"


def test_the_second_person_is_another_than_the_operator(desk: Desk) -> None:
    for witness in (OPERATOR, "Example, Avery", "O-0001"):
        with pytest.raises(WitnessError):
            desk.do(disposals.prepare, documents=["D-0001"], witness=witness)
    with pytest.raises(FactMissingError):
        desk.do(disposals.prepare, documents=["D-0001"], witness=" ")


def test_a_sheet_counts_on_its_day_and_the_next_and_no_longer(desk: Desk) -> None:
    code = prepare(desk)
    with pytest.raises(WrongStateError, match="lapsed since the end of 3 March 2026"):
        complete(desk, code, march(4))
    complete(desk, code, march(3))


def test_while_the_clock_is_in_doubt_nothing_is_disposed_of(desk: Desk) -> None:
    code = prepare(desk)
    before, now = noon(TODAY), noon(march(3))
    desk.enter(a_hand(march(3)), [clock.ClockChanged(before=before, now=now, how="jumped ahead")])
    for act in (lambda: complete(desk, code, march(3)), lambda: prepare(desk, "D-0002", on=march(3))):
        with pytest.raises(WrongStateError, match="in doubt"):
            act()
    desk.do(clock.compare, march(3), against="The wall clock")
    complete(desk, code, march(3))


def test_the_second_person_does_not_type_the_code_though_they_became_an_operator(desk: Desk) -> None:
    code = prepare(desk)
    desk.do(keys.add_operator, name=WITNESS, generation=desk.register.generation + 1)
    hand = msgspec.structs.replace(a_hand(), by="O-0002")
    facts: dict[str, Any] = {"disposal": "DP-0001", "code": code, "generation": 3}
    with pytest.raises(WitnessError):
        disposals.complete(desk.register, hand, **facts)
    assert disposals.complete(desk.register, a_hand(), **facts)


def test_a_clock_set_back_makes_no_lapsed_sheet_count_again(desk: Desk) -> None:
    code = prepare(desk)
    desk.do(reviews.open_review, march(4), reference="SCR-2026-09", authority="The Chair")
    with pytest.raises(WrongStateError, match="lapsed since the end of 3 March 2026"):
        complete(desk, code, march(2))


def test_after_it_lapsed_a_new_sheet_is_needed_and_the_old_code_stays_wrong(desk: Desk) -> None:
    old = prepare(desk)
    new = prepare(desk, on=march(4))
    with pytest.raises(SheetCodeError):
        complete(desk, old, march(4), "DP-0002")
    complete(desk, new, march(4), "DP-0002")


def test_a_document_is_on_one_sheet_at_a_time(desk: Desk) -> None:
    prepare(desk)
    with pytest.raises(WrongStateError, match="DP-0001, which awaits signature"):
        prepare(desk, "D-0002", "D-0001")
    desk.do(disposals.abandon, disposal="DP-0001", reason="A mistake")
    disposed_now = prepare(desk, "D-0002", "D-0001")
    with pytest.raises(WrongStateError, match="abandoned"):
        complete(desk, disposed_now)
    complete(desk, disposed_now, disposal="DP-0002")
    assert {one.disposed for one in desk.register.documents.values()} == {"DP-0002"}


def test_nothing_is_disposed_of_twice_and_nothing_unknown(desk: Desk) -> None:
    disposed(desk)
    with pytest.raises(WrongStateError, match="disposed of already, by DP-0001"):
        prepare(desk)
    with pytest.raises(UnknownReferenceError):
        prepare(desk, "D-0009")
    with pytest.raises(FactMissingError):
        desk.do(disposals.prepare, documents=[], witness=WITNESS)


def test_a_hold_forbids_it_before_the_sheet_and_between_the_signatures(desk: Desk) -> None:
    code = prepare(desk)
    for about in (["D-0001"], [REVIEW], []):
        desk.do(holds.raise_hold, about=about, authority="The coroner", reason="An inquest")
    with pytest.raises(HeldError, match=r"H-0001.*H-0002.*H-0003") as refused:
        complete(desk, code)
    assert refused.value.hint.startswith("What is not held may be disposed of meanwhile: prepare a disposal")
    assert not desk.register.documents["D-0001"].disposed
    with pytest.raises(HeldError):
        prepare(desk, "D-0002", on=march(4))


def test_without_a_standing_decision_nothing_is_disposed_of() -> None:
    desk = begun()
    end(desk)
    with pytest.raises(WrongStateError):
        prepare(desk)
    decide(desk)
    code = prepare(desk)
    desk.do(record_deciding.withdraw, record_review="RR-0001", why="A new fact")
    with pytest.raises(WrongStateError):
        complete(desk, code)


def test_a_copy_that_turns_up_after_the_closing_keeps_its_master() -> None:
    desk = begun()
    desk.do(mishaps.lose, copy=desk.copy("D-0001"), what="It is in no drawer")
    approval = Approval("Dana Director", "Standing orders", TODAY, "Nobody knows")
    desk.do(approved_exceptions.accept, copy="D-0001/1", approval=approval)
    incidents_closed(desk, TODAY.day)
    end(desk)
    decide(desk)
    code = prepare(desk, "D-0001", "D-0002")
    paper = str(disposal_papers.sheet(desk.register, a_hand(), "DP-0001"))
    assert "Not accounted for, and accepted as that in writing: copy D-0001/1, lost" in paper
    assert "Given to others" not in paper, "nobody was given what was lost"
    desk.do(mishaps.find, copy="D-0001/1", where="A drawer", found_by="Bea")
    with pytest.raises(WrongStateError, match="D-0001/1"):
        complete(desk, code)
    assert not desk.register.documents["D-0002"].disposed, "one that may not end keeps the others"


def of_a_disposed_one(desk: Desk) -> list[Callable[[], object]]:
    """Return what nobody may do with a disposed document any more."""
    register, hand = desk.register, a_hand()
    document = register.documents["D-0001"]
    request = desk.register.requests["R-0001"].request
    return [
        lambda: documents.may_be_issued(document),
        lambda: documents.check_supersede(register, hand, document="D-0001", reason="A correction"),
        lambda: renditions.check(register, hand, document="D-0001"),
        lambda: renditions.compare(register, hand, document="D-0001", checked_by="Bea"),
        lambda: observations.view(register, hand, document="D-0001", purpose="Advice", how="here"),
        lambda: access.decide(register, hand, request=request, agreed=True, by="Chair", reason="Panel"),
    ]


def test_a_disposed_document_is_not_viewed_printed_corrected_or_agreed_to(desk: Desk) -> None:
    person = desk.person()
    desk.do(access.ask, person=person, document="D-0001", purpose="A meeting", mode="view")
    disposed(desk)
    for act in of_a_disposed_one(desk):
        with pytest.raises(DisposedError, match="DP-0001"):
            act()
    desk.do(access.decide, request="R-0001", agreed=False, by="Chair", reason="It is no more")
    assert [kept.document.document for kept in documents.masters(desk.register)] == ["D-0002"]


def test_an_answer_under_the_law_discloses_nothing_that_is_no_more(desk: Desk) -> None:
    desk.advise("D-0001")
    disposed(desk)
    asked: dict[str, Any] = {"name": "Pat Asker", "asked": "The report", "way": "e-mail"}
    desk.do(foi.record, documents=["D-0001"], **asked)
    answer: dict[str, Any] = {"request": "F-0001", "outcome": "granted", "reasons": "As said"}
    with pytest.raises(DisposedError, match="DP-0001"):
        desk.do(foi.respond, disclosed=["D-0001"], **answer)
    desk.do(foi.respond, **{**answer, "outcome": "not held"})


def state(desk: Desk) -> str:
    return disposal_traces.state(desk.register, desk.register.disposal("DP-0001"), TODAY)


def test_it_is_complete_once_each_medium_was_made_anew_and_tested_or_destroyed(desk: Desk) -> None:
    desk.do(media.register_medium, label="Drive 2", place="A safe", keeper="C. Keeper")
    desk.do(media.back_up, medium="M-0002", number=desk.register.head.number, **FOUND)
    disposed(desk)
    assert state(desk) == "key removed here"
    desk.do(media.destroy, medium="M-0002", how="Shredded", witness=WITNESS)
    desk.do(media.test, medium="M-0001", number=3, problems=0, behind=9)
    assert state(desk) == "key removed here", "a test of the old backup proves nothing"
    last = desk.register.head.number
    desk.do(media.back_up, medium="M-0001", number=last, **FOUND)
    assert state(desk) == "key removed here"
    desk.do(media.test, medium="M-0001", number=last, problems=1, behind=0)
    assert state(desk) == "key removed here", "a test with a problem proves nothing either"
    desk.do(media.test, march(5), medium="M-0001", number=last, problems=0, behind=0)
    assert state(desk) == "complete"
    found = desk.register.disposal("DP-0001")
    assert disposal_traces.completed(desk.register, found) == march(5)


def test_a_medium_from_before_the_document_holds_nothing_of_it(desk: Desk) -> None:
    desk.do(media.register_medium, label="Drive 2", place="A safe", keeper="C. Keeper")
    desk.do(media.back_up, medium="M-0002", number=2, **FOUND)
    disposed(desk)
    assert desk.register.disposal("DP-0001").media == ("M-0001",)


def test_packages_and_exports_are_accounted_for_by_two_people(desk: Desk) -> None:
    made = desk.register.head.number + 1
    desk.do(packages.make_package, recipient="age1invented")
    desk.do(observations.view, document="D-0001", purpose="Advice", how="as a file in clear")
    desk.do(observations.view, document="D-0002", purpose="Advice", how="as a file in clear")
    disposed(desk)
    found = desk.register.disposal("DP-0001")
    open_ = [one.reference for one in disposal_traces.unsettled(desk.register, found)]
    assert open_ == ["M-0001", str(made), str(made + 1)], "the export of the other document is no part"
    settle: dict[str, Any] = {"fate": "destroyed", "how": "The stick was shredded"}
    with pytest.raises(WitnessError):
        desk.do(disposal_traces.settle, entry=made, witness=OPERATOR, **settle)
    with pytest.raises(FactMissingError):
        desk.do(disposal_traces.settle, entry=made + 2, witness=WITNESS, **settle)
    for entry in (made, made + 1):
        desk.do(disposal_traces.settle, entry=entry, witness=WITNESS, **settle)
    with pytest.raises(WrongStateError, match="accounted for"):
        desk.do(disposal_traces.settle, entry=made, witness=WITNESS, **settle)
    desk.do(media.destroy, medium="M-0001", how="Shredded", witness=WITNESS)
    assert state(desk) == "complete"


def test_what_is_left_in_the_folder_keeps_it_from_being_complete(desk: Desk) -> None:
    code = prepare(desk)
    desk.do(media.destroy, medium="M-0001", how="Shredded", witness=WITNESS)
    desk.do(disposals.complete, disposal="DP-0001", code=code, generation=2)
    assert state(desk) == "key removed here"
    desk.do(disposals.cleared, disposal="DP-0001", files=0, left=["the sealed file x.age"])
    assert state(desk) == "key removed here"
    with pytest.raises(WrongStateError, match=r"x\.age"):
        disposal_papers.final_certificate(desk.register, a_hand(), "DP-0001")
    desk.do(disposals.cleared, disposal="DP-0001", files=1)
    assert state(desk) == "complete"


def test_today_leads_from_the_decision_to_the_last_medium(desk: Desk) -> None:
    assert [one.record_review for one in today(desk.register, TODAY).to_dispose] == ["RR-0001"]
    code = prepare(desk, "D-0001", "D-0002")
    waits = today(desk.register, TODAY)
    assert waits.to_dispose == []
    assert "3 March 2026" in waits.disposals[0].what
    assert today(desk.register, march(4)).disposals == []
    assert len(today(desk.register, march(4)).to_dispose) == 1
    complete(desk, code)
    (left,) = today(desk.register, TODAY).disposals
    assert "M-0001" in left.what
    assert today(desk.register, TODAY).to_dispose == []
    desk.do(media.destroy, medium="M-0001", how="Shredded", witness=WITNESS)
    assert today(desk.register, TODAY).disposals == []


def test_the_papers_name_no_document_kept_apart_and_say_what_is_not_proven() -> None:
    desk = begun()
    desk.do(
        documents.take_in,
        review=REVIEW,
        kind="coding-schedule",
        edition="identified",
        master=a_master("who is who"),
    )
    end(desk)
    decide(desk)
    code = prepare(desk, "D-0003")
    assert "D-0003" not in str(disposal_papers.sheet(desk.register, a_hand(), "DP-0001"))
    complete(desk, code)
    paper = str(disposal_papers.certificate(desk.register, a_hand(), "DP-0001"))
    assert "D-0003" not in paper
    assert "cannot be proven" in paper
    assert desk.register.documents["D-0003"].current.master.sha256 in paper


def test_a_replay_adds_what_is_not_known_and_nothing_twice(desk: Desk) -> None:
    earlier = Desk().with_review()
    facts: dict[str, Any] = {"review": REVIEW, "kind": "overview-report", "edition": "anonymised"}
    earlier.do(documents.take_in, master=a_master("overview-report"), **facts)
    younger = replays.told(desk.register, "v", TODAY)
    assert replays.lacking(earlier.register, younger.disposals) == []
    disposed(desk)
    desk.do(holds.raise_hold, about=["D-0002"], authority="The coroner", reason="An inquest")
    told = replays.told(desk.register, "v", TODAY)
    ended = replays.lacking(earlier.register, told.disposals)
    assert [one.documents for one in ended] == [("D-0001",)]
    facts = {"replayed": ended, "held": told.holds, "source": "the replay file"}
    earlier.do(replays.replay, **facts)
    assert earlier.register.documents["D-0001"].disposed == "DP-0001"
    assert earlier.register.disposal("DP-0001").second == WITNESS
    assert list(earlier.register.holds) == [], "the hold is on what this register never had"
    assert replays.lacking(earlier.register, told.disposals) == []
    assert replays.lacking(desk.register, told.disposals) == []


@pytest.mark.parametrize("act", [disposals.prepare, disposals.complete, disposals.abandon])
def test_every_act_refuses_by_a_rule_and_enters_nothing(desk: Desk, act: Callable[..., list[Event]]) -> None:
    facts: dict[str, dict[str, Any]] = {
        "prepare": {"documents": ["D-0099"], "witness": WITNESS},
        "complete": {"disposal": "DP-0099", "code": "x", "generation": 2},
        "abandon": {"disposal": "DP-0099", "reason": "x"},
    }
    before = desk.register.head
    with pytest.raises(StrongroomError):
        desk.do(act, **facts[act.__name__])
    assert desk.register.head == before
