"""Dialogs about the end of a review: whom it was told, and the conclusion with its conditions (E7)."""

from datetime import timedelta

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.custody import action_plans, closed_days, conclusion, copies
from desktop.custody.chases import CopyRecalled
from desktop.custody.conclusion import Telling
from desktop.office import concluding
from desktop.office.concluding import Concluded
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, DayField, PathField

_WEEK = timedelta(days=7)


class InformBody(ActDialog):
    """Record that a body was told of a review's conclusion."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Offer the bodies that are still to be told."""
        intro = "Bodies are told once the action plan is signed off, or there are no recommendations."
        super().__init__(desk, f"Conclusion of {review}: who was told", "&Record it", intro, parent)
        self.review = review
        offered = [(body, body) for body in conclusion.not_told(desk.register, review)]
        self.body = self.form.add(
            "Which &body",
            Choice(offered, prompt="" if len(offered) == 1 else "Choose…"),
            hint="Which bodies there are is the Board's data; see Vault.",
        )
        self.whom = self.form.line("Wh&om", hint="The name or the desk.")
        self.how = self.form.line("Ho&w", hint="For example: by letter.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            conclusion.inform,
            at=self.earlier.moment(),
            review=self.review,
            body=self.body.value(),
            whom=self.whom.text(),
            how=self.how.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return what the conclusion still lacks."""
        missing = [
            one.missing for one in conclusion.conditions(self.desk.register, self.review) if not one.met
        ]
        left = "; ".join(missing)
        facts = [("Ledger entry", str(result.entry))]
        after = f"Still missing for the conclusion: {left}." if left else "The review can be concluded now."
        return Told(f"{self.body.value()} was told.", facts, after)


class ConcludeReview(ActDialog):
    """Conclude a review: each condition is shown as met or not, in words."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Show the conditions, and what is still out."""
        intro = (
            "Afterwards nothing more is taken in, printed or signed out. Every copy that is out is recalled."
        )
        super().__init__(desk, f"Conclude review {review}", "&Conclude the review", intro, parent)
        self.review = review
        for one in conclusion.conditions(desk.register, review):
            self.form.say(
                f"Met — {one.what}: {one.told}." if one.met else f"Not met — {one.what}. {one.remedy}"
            )
        self.telling = self._ask_whom_it_is_told()
        self.authority = self.form.line("&Authority", hint="Whose formal act it is, and where it is minuted.")
        self._say_what_is_left()
        out = copies.to_come_back(desk.register, copies.of_review(desk.register, review))
        self.by = self.form.add(
            "Copies to be back &by",
            DayField("Copies to be back by"),
            needed=False,
            hint="The next day on which the office is open counts. Leave it empty for at once.",
        )
        self.by.set_day(closed_days.due_day(desk.register, desk.today + _WEEK)[0])
        self.folder = self.form.add(
            "&Folder for the letters",
            PathField("Folder for the letters", "folder"),
            needed=False,
            hint="The letters of recall are written all the same, and can be made later.",
        )
        self.folder.set_path(desk.paper_folder)
        for field in (self.by, self.folder):
            self.form.hide_field(field, hidden=not out)

    def _ask_whom_it_is_told(self) -> dict[str, tuple[QLineEdit, QLineEdit]]:
        """Ask for the bodies that can be told with the act: whom of each, and how."""
        if action_plans.of(self.desk.register, self.review).settled is None:
            return {}
        asked = {}
        for body in conclusion.not_told(self.desk.register, self.review):
            whom = self.form.line(f"Whom of {body.replace('&', '&&')}", needed=False)
            how = self.form.line(
                f"How {body.replace('&', '&&')} was told",
                needed=False,
                hint="If it is told with this act; otherwise record it beforehand.",
            )
            asked[body] = (whom, how)
        return asked

    def _say_what_is_left(self) -> None:
        register = self.desk.register
        known = copies.unaccounted(register, self.review)
        left = [copy for copy in known if not copies.accepted(register, copy)]
        if left:
            named = ", ".join(f"{copy.copy} ({copy.state})" for copy in left)
            self.form.say(f"Not accounted for: {named}. Those that are out are recalled by this act.")
        waiting = conclusion.undecided(self.desk.register, self.review)
        if waiting:
            self.form.say(f"Requests still undecided: {', '.join(waiting)}. The conclusion decides none.")

    def gather(self) -> Procedure[Concluded]:
        """Return the procedure."""
        folder = self.folder.path() if self.folder.isVisibleTo(self) else None
        self.desk.paper_folder = folder or self.desk.paper_folder
        telling = [
            Telling(body, whom.text(), how.text())
            for body, (whom, how) in self.telling.items()
            if whom.text().strip() or how.text().strip()
        ]
        return concluding.conclude(
            self.desk.office,
            self.review,
            self.authority.text(),
            telling=telling,
            by=self.by.day() if self.by.isVisibleTo(self) else None,
            folder=folder,
            at=self.earlier.moment(),
        )

    def told(self, result: Concluded) -> Told:
        """Return what was concluded, and what is to come back."""
        recalled = [event.copy for event in result.outcome.events if isinstance(event, CopyRecalled)]
        folder = result.letters[0].parent if result.letters else None
        return Told(
            f"Review {self.review} is concluded.",
            [
                ("Copies recalled", ", ".join(recalled) or "none"),
                ("Letters", ", ".join(result.references)),
                ("Folder", str(folder or "")),
                ("Requests undecided", ", ".join(conclusion.undecided(self.desk.register, self.review))),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            self._next(result, recalled),
            folder,
        )

    def _next(self, result: Concluded, recalled: list[str]) -> str:
        if not recalled:
            return "Next: have every copy destroyed or excepted, and close the review; make the Panel's pack."
        if result.references and not result.letters:
            return "Next: make the letters of recall once more (under Copies), and send them today."
        return f"Next: send the letters today, and take {rows.counted(len(recalled), 'copy', 'copies')} back."
