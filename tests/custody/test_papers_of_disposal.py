"""What the papers of a disposal say of what is elsewhere, and of what stays: no more than is so (G5, G6)."""

from typing import Any

import pytest

from desktop.custody import (
    approved_exceptions,
    disposal_papers,
    disposal_traces,
    disposals,
    documents,
    electronic,
    holds,
    incidents,
    information,
    interest,
    media,
    mishaps,
    packages,
    restores,
    scans,
)
from desktop.custody.approved_exceptions import Approval
from desktop.custody.blocks import Form, Paragraph
from desktop.custody.ending_errors import HeldError
from desktop.custody.errors import WrongStateError
from tests.custody.test_rules_of_disposal import (
    WITNESS,
    begun,
    complete,
    decide,
    disposed,
    end,
    prepare,
)
from tests.factory import DUE, REVIEW, TERMS, TODAY, Desk, Facts, a_hand, a_master


@pytest.fixture
def desk() -> Desk:
    """Return a desk at which a review of two documents has ended, and its record is to be destroyed."""
    made = begun()
    end(made)
    decide(made)
    return made


def said(form: Form) -> str:
    return "\n".join(
        block.text for part in form.parts for block in part.blocks if isinstance(block, Paragraph)
    )


def certificate(desk: Desk) -> str:
    return said(disposal_papers.certificate(desk.register, a_hand(), "DP-0001"))


def open_(desk: Desk) -> list[str]:
    found = desk.register.disposal("DP-0001")
    return [trace.what for trace in disposal_traces.unsettled(desk.register, found)]


def restore(desk: Desk, lost: int = 0) -> None:
    facts: dict[str, Any] = {"reason": "A dead disk", "witness": WITNESS} if lost else {}
    number = desk.register.head.number
    desk.do(restores.restore, source="M-0001", number=number, lost=lost, **facts)


def test_each_vault_that_a_restore_put_aside_since_the_document_came_is_accounted_for() -> None:
    desk = Desk().with_review()
    restore(desk)
    made: dict[str, Any] = {"review": REVIEW, "kind": "minutes", "edition": "anonymised"}
    desk.do(documents.take_in, master=a_master("minutes"), **made)
    for _time in range(2):
        restore(desk)
    end(desk)
    decide(desk)
    disposed(desk)
    assert open_(desk) == ["Vault put aside by the restore of 2 March 2026"] * 2
    for trace in disposal_traces.unsettled(desk.register, desk.register.disposal("DP-0001")):
        facts: dict[str, Any] = {"fate": "destroyed", "how": "Wiped", "witness": WITNESS}
        desk.do(disposal_traces.settle, entry=int(trace.reference), **facts)
    assert disposal_traces.is_complete(desk.register, desk.register.disposal("DP-0001"))


def test_a_decision_before_a_restore_that_lost_something_stays_lapsed_after_another_that_lost_nothing(
    desk: Desk,
) -> None:
    restore(desk, lost=2)
    with pytest.raises(WrongStateError, match="a restore lost entries since"):
        prepare(desk)
    restore(desk)
    with pytest.raises(WrongStateError, match="a restore lost entries since"):
        prepare(desk)


def test_complete_is_said_with_what_a_recipient_kept(desk: Desk) -> None:
    entry = desk.register.head.number + 1
    desk.do(packages.make_package, recipient="age1invented")
    disposed(desk)
    desk.do(media.destroy, medium="M-0001", how="Shredded", witness=WITNESS)
    kept: Facts = {"fate": "kept by the recipient", "how": "By its receipt", "witness": WITNESS}
    desk.do(disposal_traces.settle, entry=entry, **kept)
    assert "but what its recipient kept" in certificate(desk)
    final = said(disposal_papers.final_certificate(desk.register, a_hand(), "DP-0001"))
    assert "but what its recipient kept" in final


def test_complete_is_said_plainly_where_nobody_kept_anything(desk: Desk) -> None:
    disposed(desk)
    desk.do(media.destroy, medium="M-0001", how="Shredded", witness=WITNESS)
    assert "Complete: nothing that is listed below holds them any more." in certificate(desk)
    assert "recipient" not in certificate(desk)


def test_scans_of_signed_papers_about_its_copies_stay_and_are_said_to_stay(desk: Desk) -> None:
    about: Facts = {"about": "D-0001", "paper": "accession receipt"}
    desk.do(scans.file_by_hand, master=a_master("a scan"), **about)
    disposed(desk)
    assert "1 scan of signed papers about them (SN-0001)" in certificate(desk)
    assert "What was" not in certificate(desk)
    assert "The ledger stays" in certificate(desk)


def sent_and_deleted(desk: Desk) -> str:
    """Send a document as an encrypted file, and have its recipient declare that it is deleted."""
    person = desk.person()
    request = desk.agreed(person, "D-0001", mode="electronic")
    desk.do(electronic.begin, document="D-0001", person=person, request=request, due=DUE, terms=TERMS)
    copy = list(desk.register.copies)[-1]
    desk.do(electronic.sent, copy=copy, pages=3, sha256="ab" * 32, size=1000)
    desk.do(electronic.deleted, copy=copy, declared_by="Amina Sample")
    return copy


def test_what_was_lost_deleted_published_and_disclosed_is_named_for_what_it_is() -> None:
    desk = begun()
    desk.do(mishaps.lose, copy=desk.copy("D-0001"), what="It is in no drawer")
    approval = Approval("Dana Director", "Standing orders", TODAY, "Nobody knows")
    desk.do(approved_exceptions.accept, copy="D-0001/1", approval=approval)
    file = sent_and_deleted(desk)
    answer = interest.Answer("sent", TODAY, document="D-0001", version=1)
    for number in ("E-0001", "E-0002"):
        facts = (number, REVIEW, "A Reader", "public", "paper", "To read", TODAY)
        desk.register.interest[number] = interest.Interest(*facts, answer=answer)  # type: ignore[arg-type]
    given = information.Response("disclosed", TODAY, disclosed=("D-0001",))
    asked = information.Request(
        "F-0001", "freedom of information", "A Reader", "All", TODAY, "e-mail", response=given, closed=TODAY
    )
    desk.register.foi["F-0001"] = asked
    desk.do(incidents.assess, incident="I-0001", risk=False, reason="No name stood in it")
    desk.do(incidents.close, incident="I-0001", found="It was in no drawer of anybody")
    end(desk)
    decide(desk)
    disposed(desk)
    told = certificate(desk)
    assert "Not accounted for, and accepted as that in writing: copy D-0001/1, lost" in told
    assert "to 2 who asked for it; F-0001, in answer to a request for information." in told
    assert f"which nobody here saw: copy {file}, by Amina Sample." in told


def test_a_hold_on_one_of_two_documents_between_the_signatures_keeps_both(desk: Desk) -> None:
    code = prepare(desk, "D-0001", "D-0002")
    hold: Facts = {"about": ["D-0002"], "authority": "The coroner", "reason": "An inquest"}
    desk.do(holds.raise_hold, **hold)
    with pytest.raises(HeldError, match="D-0002 may not be destroyed"):
        complete(desk, code)
    assert [one.disposed for one in desk.register.documents.values()] == ["", ""]
    desk.do(disposals.abandon, disposal="DP-0001", reason="An inquest")
    complete(desk, prepare(desk, "D-0001"), disposal="DP-0002")
    assert [one.disposed for one in desk.register.documents.values()] == ["DP-0002", ""]
