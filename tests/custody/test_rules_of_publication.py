"""What comes before an executive summary is published (D4)."""

from datetime import date

import pytest

from desktop.custody import gates, incidents, interest, publication
from desktop.custody.disclosure_papers import advice_record, publication_record
from desktop.custody.errors import (
    FactMissingError,
    GateClosedError,
    ImpossibleDateError,
    NotPublishableError,
    OnHoldError,
    StrongroomError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.publication_round import Publication
from tests.factory import REVIEW, TODAY, Desk, Facts, a_desk, a_hand, march

BOARD: Facts = {"review": REVIEW, "by": "The Board, minute 7"}


def publish(desk: Desk, day: date | None = None) -> None:
    desk.do(publication.publish, march(9), review=REVIEW, where="The website", day=day)


def standing(desk: Desk) -> Publication:
    found = publication.standing(desk.register, REVIEW)
    assert found is not None
    return found


def left(desk: Desk) -> list[str]:
    return publication.missing(desk.register, standing(desk), march(9))


def test_all_that_comes_before_a_publication_is_listed_from_the_boards_decision_on() -> None:
    desk = a_desk()
    document = desk.document("executive-summary")
    desk.do(publication.decide, document=document, **BOARD)
    bodies = desk.register.founded.settings.briefed_bodies
    assert len(bodies) > 5
    assert left(desk) == [
        "parallel proceedings have not been considered",
        *(f"{body} has not been briefed" for body in bodies),
        "the anonymisation of version 1 has not been checked",
    ]
    with pytest.raises(NotPublishableError) as refused:
        publish(desk)
    assert all(one in refused.value.message for one in left(desk))


def test_with_one_body_not_briefed_nothing_is_published_and_the_body_is_named() -> None:
    desk = a_desk()
    document = desk.document("executive-summary")
    desk.do(publication.decide, document=document, **BOARD)
    desk.do(publication.consider, review=REVIEW, by="The panel", gist="None")
    *told, last = desk.register.founded.settings.briefed_bodies
    desk.do(publication.brief, review=REVIEW, bodies=told)
    desk.do(publication.check_anonymisation, review=REVIEW, by="Kit Checker")
    with pytest.raises(NotPublishableError) as refused:
        publish(desk)
    assert refused.value.message.endswith(f": {last} has not been briefed.")
    with pytest.raises(GateClosedError, match="it has not been published"):
        gates.check_published(desk.register, REVIEW, march(9))
    desk.do(publication.brief, march(3), review=REVIEW, bodies=[last.upper()])
    publish(desk)
    assert gates.check_published(desk.register, REVIEW, march(9)).document == document


def test_a_body_that_need_not_be_briefed_says_why() -> None:
    desk = a_desk()
    desk.do(publication.decide, document=desk.document("executive-summary"), **BOARD)
    body = desk.register.founded.settings.briefed_bodies[0]
    (event,) = desk.do(publication.brief, review=REVIEW, bodies=[body], why="The child did not die")
    assert event.said().endswith(
        f"{body} need not be briefed in advance of the publication: The child did not die."
    )
    assert not any(body in one for one in left(desk))
    with pytest.raises(FactMissingError, match="not both"):
        desk.do(publication.brief, review=REVIEW, bodies=[body], why="No", day=TODAY)


def test_the_last_word_on_a_body_counts_and_a_further_body_may_be_briefed() -> None:
    desk = a_desk()
    desk.do(publication.decide, document=desk.document("executive-summary"), **BOARD)
    body = desk.register.founded.settings.briefed_bodies[0]
    desk.do(publication.brief, review=REVIEW, bodies=[body], why="Not concerned")
    desk.do(publication.brief, march(3), review=REVIEW, bodies=[f" {body.lower()}", "An invented body"])
    assert [told.body for told in standing(desk).briefings] == [body, "An invented body"]
    assert [told.words for told in standing(desk).briefings] == ["On 3 March 2026"] * 2


@pytest.mark.parametrize("bodies", [[], [" "]])
def test_a_briefing_names_a_body(bodies: list[str]) -> None:
    desk = a_desk()
    desk.do(publication.decide, document=desk.document("executive-summary"), **BOARD)
    with pytest.raises(FactMissingError, match="The body"):
        desk.do(publication.brief, review=REVIEW, bodies=bodies)


@pytest.mark.parametrize("edition", ["identified", "redacted"])
def test_only_the_anonymised_edition_is_published(edition: str) -> None:
    desk = a_desk()
    document = desk.document("executive-summary", edition)
    with pytest.raises(FactMissingError, match=f"{edition} edition"):
        desk.do(publication.decide, document=document, **BOARD)


def test_only_an_executive_summary_of_the_review_is_published() -> None:
    desk = a_desk().with_review("SCR-2026-02")
    with pytest.raises(FactMissingError, match="of the kind Overview report"):
        desk.do(publication.decide, document=desk.document(), **BOARD)
    other = desk.document("executive-summary", review="SCR-2026-02")
    with pytest.raises(FactMissingError, match="of review SCR-2026-02"):
        desk.do(publication.decide, document=other, **BOARD)
    with pytest.raises(UnknownReferenceError):
        desk.do(publication.decide, review="SCR-9", by="The Board", document=other)


def test_no_step_comes_before_the_boards_decision() -> None:
    desk = a_desk()
    with pytest.raises(NotPublishableError, match="the Board's decision to publish is not recorded"):
        desk.do(publication.consider, review=REVIEW, by="The panel", gist="None")
    with pytest.raises(NotPublishableError):
        publish(desk)
    with pytest.raises(GateClosedError, match="the Board's decision"):
        gates.check_published(desk.register, REVIEW, march(9))


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        (publication.decide, {"by": " "}),
        (publication.consider, {"by": "", "gist": "None"}),
        (publication.consider, {"by": "The panel", "gist": " "}),
        (publication.check_anonymisation, {"by": ""}),
        (publication.publish, {"where": ""}),
        (publication.withdraw, {"why": ""}),
    ],
)
def test_each_step_needs_its_facts(act: object, facts: Facts) -> None:
    desk = a_desk()
    document = desk.ready_to_publish()
    if act is publication.decide:
        desk.do(publication.withdraw, review=REVIEW, why="An error")
        facts = {**facts, "document": document}
    with pytest.raises(FactMissingError):
        desk.do(act, review=REVIEW, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        (publication.consider, {"by": "The panel", "gist": "None"}),
        (publication.brief, {"bodies": ["Ofsted"]}),
        (publication.check_anonymisation, {"by": "Kit Checker"}),
        (publication.publish, {"where": "The website"}),
        (publication.withdraw, {"why": "An error"}),
    ],
)
def test_no_step_lies_ahead(act: object, facts: Facts) -> None:
    desk = a_desk()
    desk.ready_to_publish()
    with pytest.raises(ImpossibleDateError, match="it lies ahead"):
        desk.do(act, review=REVIEW, day=march(3), **facts)  # type: ignore[arg-type]


def test_a_decision_is_not_older_than_the_document_nor_a_step_older_than_the_review() -> None:
    desk = a_desk()
    document = desk.document("executive-summary", on=march(4))
    with pytest.raises(ImpossibleDateError, match="not in custody then"):
        desk.do(publication.decide, march(5), document=document, day=march(3), **BOARD)
    desk.do(publication.decide, march(5), document=document, **BOARD)
    earlier = march(1).replace(month=2)
    with pytest.raises(ImpossibleDateError, match="the review was opened later"):
        desk.do(publication.consider, march(5), review=REVIEW, by="A", gist="B", day=earlier)


def test_a_publication_does_not_lie_before_a_step_that_comes_before_it() -> None:
    desk = a_desk()
    desk.ready_to_publish(on=march(5))
    with pytest.raises(NotPublishableError, match="the Board decided only on 5 March 2026"):
        publish(desk, day=march(4))
    publish(desk, day=march(5))
    assert standing(desk).state == "published"


def test_the_gate_is_open_from_the_day_of_the_publication_until_the_day_it_is_withdrawn() -> None:
    desk = a_desk()
    document = desk.published(on=march(5))
    desk.do(publication.withdraw, march(8), review=REVIEW, why="A name was found")
    closed = [bool(gates.closed(desk.register, document, day=march(day))) for day in (4, 5, 7, 8)]
    assert closed == [True, False, False, True]
    with pytest.raises(GateClosedError, match="its publication was withdrawn on 8 March 2026"):
        gates.check_published(desk.register, REVIEW, march(9))
    with pytest.raises(WrongStateError, match="not to be published"):
        desk.do(publication.withdraw, march(9), review=REVIEW, why="Again")


def test_a_withdrawal_does_not_lie_before_a_day_on_which_it_was_sent() -> None:
    desk = a_desk()
    desk.published()
    asked: Facts = {"name": "Sam Reader", "category": "press", "format": "paper", "reason": "A story"}
    desk.do(interest.record, march(4), review=REVIEW, **asked)
    desk.do(interest.answer, march(8), interest="E-0001", outcome="sent")
    with pytest.raises(ImpossibleDateError, match="it was sent to somebody later"):
        desk.do(publication.withdraw, march(9), review=REVIEW, why="An error", day=march(5))
    desk.do(publication.withdraw, march(9), review=REVIEW, why="An error", day=march(8))


def test_a_withdrawal_does_not_lie_before_the_publication() -> None:
    desk = a_desk()
    desk.published(on=march(5))
    with pytest.raises(ImpossibleDateError):
        desk.do(publication.withdraw, march(8), review=REVIEW, why="A name", day=march(4))


def test_a_corrected_summary_goes_through_all_of_it_again_and_the_first_round_is_kept() -> None:
    desk = a_desk()
    document = desk.published()
    desk.supersede(document, on=march(3))
    with pytest.raises(GateClosedError, match="what was published is version 1"):
        gates.check_published(desk.register, REVIEW, march(4))
    desk.do(publication.decide, march(4), document=document, **BOARD)
    assert "the anonymisation of version 2 has not been checked" in left(desk)
    assert [known.state for known in desk.register.publications[REVIEW]] == ["published", "decided"]
    bodies = desk.register.founded.settings.briefed_bodies
    desk.do(publication.consider, march(5), review=REVIEW, by="The panel", gist="None")
    desk.do(publication.brief, march(5), review=REVIEW, bodies=bodies)
    desk.do(publication.check_anonymisation, march(5), review=REVIEW, by="Kit Checker")
    publish(desk)
    gates.check(desk.register, document, outside=True, day=march(9))
    with pytest.raises(GateClosedError, match="what was published is version 2"):
        gates.check(desk.register, document, outside=True, day=march(9), version=1)


def test_anonymisation_checked_on_the_version_before_is_checked_again() -> None:
    desk = a_desk()
    document = desk.ready_to_publish()
    desk.supersede(document, on=march(3))
    assert left(desk) == ["the anonymisation of version 2 has not been checked"]
    desk.do(publication.check_anonymisation, march(4), review=REVIEW, by="Kit Checker", day=march(2))
    assert left(desk) == ["the anonymisation of version 2 has not been checked"]


def test_a_second_round_given_up_leaves_the_first_published() -> None:
    desk = a_desk()
    document = desk.published()
    desk.supersede(document, on=march(3))
    desk.do(publication.decide, march(4), document=document, **BOARD)
    desk.do(publication.withdraw, march(5), review=REVIEW, why="Not needed")
    assert standing(desk).state == "published"
    gates.check(desk.register, document, outside=True, day=march(6), version=1)


@pytest.mark.parametrize("published", [True, False])
def test_the_board_does_not_decide_twice_on_one_version(*, published: bool) -> None:
    desk = a_desk()
    document = desk.published() if published else desk.ready_to_publish()
    with pytest.raises(WrongStateError, match="decided again"):
        desk.do(publication.decide, march(3), document=document, **BOARD)


def test_what_is_published_is_not_briefed_on_or_published_again() -> None:
    desk = a_desk()
    desk.published()
    acts: list[tuple[object, Facts]] = [
        (publication.brief, {"bodies": ["Ofsted"]}),
        (publication.publish, {"where": "Again"}),
    ]
    for act, facts in acts:
        with pytest.raises(WrongStateError, match="published on 2 March 2026"):
            desk.do(act, march(3), review=REVIEW, **facts)  # type: ignore[arg-type]


def test_a_master_that_does_not_verify_is_not_published() -> None:
    desk = a_desk()
    document = desk.ready_to_publish()
    desk.do(incidents.master_altered, document=document, what="it holds another document")
    with pytest.raises(OnHoldError):
        publish(desk)


def test_the_identified_edition_of_a_published_summary_does_not_leave() -> None:
    desk = a_desk()
    desk.published()
    identified = desk.document("executive-summary", "identified")
    with pytest.raises(GateClosedError, match="the Board's decision to publish it is not recorded"):
        gates.check(desk.register, identified, outside=True, day=march(9))


def test_the_record_of_a_publication_names_every_body_and_what_is_missing() -> None:
    desk = a_desk()
    with pytest.raises(StrongroomError):
        publication_record(desk.register, a_hand(), REVIEW)
    desk.do(publication.decide, document=desk.document("executive-summary"), **BOARD)
    form = publication_record(desk.register, a_hand(), REVIEW.lower())
    told = repr(form.parts)
    bodies = desk.register.founded.settings.briefed_bodies
    assert all(body in told for body in bodies)
    assert "may not be published yet" in told
    assert "Parallel proceedings have not been considered." in told
    assert form.subject == f"Review {REVIEW}"


def test_the_record_of_a_publication_that_was_withdrawn_says_so() -> None:
    desk = a_desk()
    desk.published()
    assert "was published. Each condition" in repr(publication_record(desk.register, a_hand(), REVIEW))
    desk.do(publication.withdraw, march(3), review=REVIEW, why="A name was found")
    told = repr(publication_record(desk.register, a_hand(march(3)), REVIEW))
    assert "The publication was withdrawn on 3 March 2026: A name was found" in told
    assert "Still missing" not in told


def test_the_record_of_advice_says_both_days() -> None:
    desk = a_desk()
    reference = desk.advise(desk.document(), on=march(6), day=march(3))
    told = repr(advice_record(desk.register, a_hand(march(6)), reference))
    assert "3 March 2026" in told
    assert "6 March 2026, entry " in told
    assert "Kit Counsel" in told
