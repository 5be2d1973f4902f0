"""P12: find something among the rows of 100,000 entries, against scanning the same words with `in`.

The first search reads every row; each later one only what changed. Half of the entries are people,
half are requests for the executive summary, so that as many rows as entries are looked through.
"""

from datetime import UTC, datetime
from functools import partial

from paired import Rival, compare

from desktop.custody import board, ledger
from desktop.custody.entries import to_bytes
from desktop.custody.finding import Index, Search
from desktop.custody.hand import Event, Hand
from desktop.custody.interest import InterestRecorded
from desktop.custody.people import PersonAdded
from desktop.custody.register import Register
from desktop.custody.reviews import ReviewOpened

_ENTRIES = 100_000
_SOUGHT = ("Invented 33333", "trust", "e-33333", "nobody at all", "a")


def _events() -> list[Event]:
    """Return one event for each entry: half of them people, half of them requests from outside."""
    made: list[Event] = [ReviewOpened(review="SCR-2026-01", authority="The Chair")]
    for n in range(1, _ENTRIES):
        if n % 2:
            made.append(
                PersonAdded(
                    person=f"P-{n:04d}",
                    name=f"Invented Náme {n}",
                    post="Designated Nurse for Safeguarding Children",
                    agency=f"Example Health Trust {n % 97}",
                )
            )
        else:
            made.append(
                InterestRecorded(
                    interest=f"E-{n:04d}",
                    review="SCR-2026-01",
                    name=f"Invented Reader {n}",
                    category="public",
                    format="paper",
                    reason="We live near by and want to know what was learned.",
                )
            )
    return made


def _register() -> Register:
    hand = Hand("O-0001", datetime(2026, 3, 2, 14, tzinfo=UTC))
    settings = board.Settings("OFFICIAL", 20, (board.Kind("minutes", "Minutes"),), ())
    founded = board.found(
        hand, board="Invented Board", operator="A. Keeper", vault="TEST", returns="", settings=settings
    )
    bodies = [to_bytes(hand, event) for event in (*founded, *_events())]
    salts = [bytes(ledger.SALT_BYTES)] * len(bodies)
    return Register().fold(ledger.chain(ledger.EMPTY, bodies, salts))


def _for_the_first_time(register: Register, sought: str) -> Search:
    return Index().search(register, sought)


def _bare(texts: list[str], wanted: list[str]) -> int:
    """Count the texts in which every word stands, as a scan without ranks and rows would."""
    return sum(1 for text in texts if all(word in text for word in wanted))


def main() -> None:
    """Print the times and ratios."""
    register = _register()
    index = Index()
    index.search(register, "nobody")
    words = [
        f"{person.person} {person.name} {person.post} {person.agency}".lower()
        for person in register.people.values()
    ]
    words += [f"{one.interest} {one.name} {one.reason}".lower() for one in register.interest.values()]
    for sought in _SOUGHT:
        compare(
            f"Find “{sought}” among {len(words):,} rows",
            Rival("find", partial(index.search, register, sought)),
            Rival("find, for the first time", partial(_for_the_first_time, register, sought)),
            Rival("a bare scan of the same words", partial(_bare, words, sought.lower().split())),
            goal="under 50 ms",
        )


if __name__ == "__main__":
    main()
