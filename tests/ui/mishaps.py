"""A desk at which something befell the copies: what the tests of incidents and of chasing begin with."""

from datetime import timedelta

from desktop.custody import loans
from desktop.custody.copies import Copy
from tests.ui.hands import Hands

LONG_AGO = timedelta(days=30)


def late_copies(hands: Hands, count: int = 2, ago: timedelta = LONG_AGO) -> list[Copy]:
    """Have copies out for two weeks since `ago`, each signed for."""
    now = hands.desk.office.clock
    hands.desk.office.clock = lambda: now() - ago
    hands.copy_in_safe()
    if count > 1:
        hands.print("D-0001", count - 1)
    for number in range(1, count + 1):
        hands.sign_out(hands.copy(f"D-0001/{number}"))
        code = hands.copy(f"D-0001/{number}").loans[-1].slip_code
        hands.do(loans.confirm, copy=f"D-0001/{number}", slip_code=code)
    hands.desk.office.clock = now
    return [hands.copy(f"D-0001/{number}") for number in range(1, count + 1)]


def somebody_else(hands: Hands) -> str:
    """Let another person have access to the first document."""
    person = hands.add_person("Brendan Instance")
    hands.agree(person, "D-0001")
    return person
