"""Whatever is done in whatever order, nothing leaves through a closed gate, and an open one holds nothing."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.custody import access, publication
from desktop.custody.errors import GateClosedError, RuleError
from tests.factory import REVIEW, Desk, Facts, a_desk, march

DAYS = st.integers(2, 28).map(march)
STEPS = st.lists(
    st.tuples(st.sampled_from(["advise", "supersede", "sign out"]), DAYS, DAYS), min_size=1, max_size=12
)
ROUNDS = st.lists(
    st.tuples(
        st.sampled_from(["decide", "consider", "brief", "check", "publish", "withdraw", "supersede", "ask"]),
        DAYS,
    ),
    min_size=1,
    max_size=20,
)


class Advised:
    """An overview report wanted outside, and what is known of its versions and of the advice on them."""

    def __init__(self) -> None:
        self.desk = a_desk()
        self.person, self.document = self.desk.person(), self.desk.document(on=march(1))
        facts: Facts = {"purpose": "Ordered", "mode": "hard-copy", "under": "inquiry", "order": "Invented"}
        self.desk.do(access.ask, march(1), person=self.person, document=self.document, **facts)
        self.desk.decide("R-0001", agreed=True, on=march(1))
        self.versions = [march(1)]
        """The day on which each version was taken in."""
        self.advice: list[tuple[int, date]] = []
        """Which version was advised on, and on which day."""

    def advise(self, today: date, day: date) -> None:
        given_on = min(today, day)
        self.desk.advise(self.document, on=today, day=given_on)
        self.advice.append((sum(taken_in <= given_on for taken_in in self.versions), given_on))

    def supersede(self, today: date, _day: date) -> None:
        if today >= self.versions[-1]:
            self.desk.supersede(self.document, on=today)
            self.versions.append(today)

    def sign_out(self, today: date, day: date) -> None:
        copy = self.desk.copy(self.document, on=max(today, self.versions[-1]))
        version = self.desk.register.copies[copy].version
        happened = max(today, day, self.versions[-1])
        may = any(known == version and on <= happened for known, on in self.advice)
        try:
            self.desk.sign_out(copy, self.person, "R-0001", on=happened, due=march(31))
        except GateClosedError:
            assert not may
        else:
            assert may


@settings(deadline=None)
@given(STEPS)
def test_a_report_leaves_only_when_its_own_version_was_advised_on_by_that_day(
    steps: list[tuple[str, date, date]],
) -> None:
    world = Advised()
    for act, today, day in steps:
        getattr(world, act.replace(" ", "_"))(today, day)


def _try(desk: Desk, act: str, on: date, document: str) -> bool:
    """Do one step of a publication, if the rules let it; return whether they did."""
    bodies = desk.register.founded.settings.briefed_bodies
    acts = {
        "decide": (publication.decide, {"document": document, "by": "The Board"}),
        "consider": (publication.consider, {"by": "The panel", "gist": "None"}),
        "brief": (publication.brief, {"bodies": bodies}),
        "check": (publication.check_anonymisation, {"by": "Kit Checker"}),
        "publish": (publication.publish, {"where": "The website"}),
        "withdraw": (publication.withdraw, {"why": "An error"}),
    }
    rule, facts = acts[act]
    try:
        desk.do(rule, on, review=REVIEW, **facts)  # type: ignore[arg-type]
    except RuleError:
        return False
    return True


@settings(deadline=None)
@given(ROUNDS)
def test_a_summary_is_public_only_after_every_step_on_its_own_version_and_until_it_is_withdrawn(
    steps: list[tuple[str, date]],
) -> None:
    desk = a_desk()
    document = desk.document("executive-summary", on=march(1))
    on, version, done, public = march(1), 1, dict[str, int](), 0
    for act, day in steps:
        on = max(on, day)
        if act == "supersede":
            desk.supersede(document, on=on)
            version += 1
        elif act != "ask" and _try(desk, act, on, document):
            done = {} if act in {"decide", "withdraw"} else {**done, act: version}
            if act == "publish":
                assert {"consider", "brief", "check"} <= set(done)
                assert done["check"] == version
                public = version
            if act == "withdraw" and not _still_public(desk, on):
                public = 0
        found = publication.public(desk.register, REVIEW, on)
        assert (found.published.version if found and found.published else 0) == public


def _still_public(desk: Desk, on: date) -> bool:
    """Whether an earlier round stands that this withdrawal did not end."""
    rounds = desk.register.publications[REVIEW]
    return any(known.published and known.withdrawn is None and known.published.day <= on for known in rounds)
