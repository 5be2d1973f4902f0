"""What is done at the end of a review, in one call each, for tests that need it done."""

from datetime import date

from desktop.custody import hold_lifting
from tests.factory import TODAY, Desk, Facts

SECOND = "Wendy Witness"
LIFTING: Facts = {"authority": "The coroner", "why": "It is over", "witness": SECOND}


def lifting_code(desk: Desk, hold: str, on: date = TODAY) -> str:
    """Begin to lift a hold; return the code of its sheet."""
    desk.do(hold_lifting.begin_lifting, on, hold=hold, **LIFTING)
    return hold_lifting.awaiting(desk.register, hold)[1].code


def lifted(desk: Desk, hold: str, on: date = TODAY) -> None:
    """Lift a hold by the sheet that two people signed."""
    desk.do(hold_lifting.lift, on, hold=hold, code=lifting_code(desk, hold, on))
