"""A dialog that records something and shows what was recorded: the same for every plain act."""

from typing import Any, ClassVar

from desktop.office.office import Act, Outcome
from desktop.office.procedure import Procedure
from desktop.ui.act_dialog import ActDialog, Told


class RecordAct(ActDialog):
    """Record one act. Subclasses say which act it is, and give its facts as they stand in the fields."""

    headline: ClassVar[str] = "It is recorded."
    after: ClassVar[str] = ""
    """What to do next, if anything."""

    def act(self) -> Act:
        """Return the act."""
        raise NotImplementedError

    def facts(self) -> dict[str, Any]:
        """Return its facts; raise ImpossibleDateError for what is no day."""
        raise NotImplementedError

    def gather(self) -> Procedure[Outcome]:
        """Return the act with its facts."""
        return self.desk.office.act(self.act(), at=self.earlier.moment(), **self.facts())

    def told(self, result: Outcome) -> Told:
        """Return what was recorded."""
        said = [("Recorded", event.said()) for event in result.events]
        return Told(self.headline, [*said, ("Ledger entry", str(result.entry))], self.after)
