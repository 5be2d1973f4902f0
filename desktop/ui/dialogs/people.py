"""Dialogs about a person: entering one, how they are reached, and the roles they hold."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.custody import chasing, leaving, people
from desktop.custody.people import Contact, Person
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.chasing import RecallCopies
from desktop.ui.fields import Choice, DayField, TextArea
from desktop.ui.form import Form


class _ContactFields:
    """The four ways to reach a person, added to a dialog."""

    def __init__(self, form: Form, contact: Contact) -> None:
        self.telephone = form.line("&Telephone", needed=False)
        self.email = form.line("&E-mail", needed=False)
        self.address = form.add("A&ddress", TextArea(2), needed=False)
        self.out_of_hours = form.line(
            "&Out of hours", needed=False, hint="A number that is answered at night."
        )
        self.telephone.setText(contact.telephone)
        self.email.setText(contact.email)
        self.address.setPlainText(contact.address)
        self.out_of_hours.setText(contact.out_of_hours)

    def contact(self) -> Contact:
        return Contact(
            self.telephone.text().strip(),
            self.email.text().strip(),
            self.address.text().strip(),
            self.out_of_hours.text().strip(),
        )


class _RoleFields:
    """A role with its review, its authority and its days, added to a dialog."""

    def __init__(self, form: Form, desk: Desk) -> None:
        self.role = form.line("&Role", hint="For example: panel member, or senior representative.")
        every = [("", "Every review"), *rows.reviews_offered(desk.register)]
        self.review = form.add(
            "For &which review",
            Choice(every, prompt=""),
            needed=False,
            hint="A panel member or panel chair is on the panel of one review.",
        )
        self.outside = form.add(
            "The role stands outside the process of the re&view",
            QCheckBox(),
            needed=False,
            hint="Legal advice or publication then comes before anything goes out.",
        )
        self.authority = form.line(
            "&Authority", needed=False, hint="What makes it so: a minute, a letter of appointment."
        )
        self.start = form.add("&First day", DayField("First day of the role"), needed=False)
        self.end = form.add("&Last day", DayField("Last day of the role"), needed=False)

    def facts(self) -> dict[str, Any]:
        """Return the facts of the role."""
        return {
            "role": self.role.text(),
            "review": self.review.value(),
            "outside": self.outside.isChecked(),
            "authority": self.authority.text(),
            "start": self.start.day(),
            "end": self.end.day(),
        }


class AddPerson(ActDialog):
    """Enter a person with a first role."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "Somebody who may ask for access or hold a copy. Access lasts as long as a role lasts."
        super().__init__(desk, "Add a person", "Add the &person", intro, parent)
        self.name = self.form.line("&Name")
        self.post = self.form.line("Po&st")
        self.agency = self.form.line("A&gency", hint="“Independent”, for somebody who is of none.")
        self.role = _RoleFields(self.form, desk)
        self.contact = _ContactFields(self.form, Contact())

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            people.add,
            at=self.earlier.moment(),
            name=self.name.text(),
            post=self.post.text(),
            agency=self.agency.text(),
            **self.role.facts(),
            contact=self.contact.contact(),
        )

    def told(self, result: Outcome) -> Told:
        """Return who was entered."""
        person = next(e.person for e in result.events if isinstance(e, people.PersonAdded))
        return Told(
            f"{self.name.text().strip()} was entered as {person}.",
            [("Ledger entry", str(result.entry))],
            "Next: record what they ask for as an access request.",
        )


class AddStanding(ActDialog):
    """Enter the standing recipients."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Name those whom the Board's settings name."""
        posts = [recipient.post for recipient in desk.register.founded.settings.standing_recipients]
        intro = f"{'; '.join(posts)}. Those who are not there yet are entered, to be reached by their office."
        super().__init__(desk, "Add the standing recipients", "&Add them", intro, parent)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(people.add_standing, at=self.earlier.moment())

    def told(self, result: Outcome) -> Told:
        """Return who was entered."""
        added = [event.name for event in result.events if isinstance(event, people.PersonAdded)]
        if not added:
            return Told("Every standing recipient is there already.")
        return Told(
            "The standing recipients were entered.",
            [("Entered", "; ".join(added)), ("Ledger entry", str(result.entry))],
            "Next: change the contact of each, so that their copies can be had back quickly.",
        )


class ChangeContact(ActDialog):
    """Change how a person is reached."""

    def __init__(self, desk: Desk, person: Person, parent: QWidget | None = None) -> None:
        """Show the present contact details."""
        super().__init__(desk, "Change contact details", "&Change", person.title, parent)
        self.person = person.person
        self.contact = _ContactFields(self.form, person.contact)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            people.change_contact,
            at=self.earlier.moment(),
            person=self.person,
            contact=self.contact.contact(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that they were changed."""
        return Told(
            f"The contact details of {self.person} were changed.",
            [("Ledger entry", str(result.entry))],
            "Slips already printed keep the details that they were signed with.",
        )


class GiveRole(ActDialog):
    """Give a person a further role."""

    def __init__(self, desk: Desk, person: Person, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        super().__init__(desk, "Give a role", "&Give the role", person.title, parent)
        self.person = person.person
        self.role = _RoleFields(self.form, desk)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            people.give_role,
            at=self.earlier.moment(),
            person=self.person,
            **self.role.facts(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the role."""
        return Told(
            f"{self.person} was given the role: {self.role.role.text().strip()}.",
            [("Ledger entry", str(result.entry))],
        )


class EndRole(ActDialog):
    """End one of a person's roles."""

    def __init__(self, desk: Desk, person: Person, parent: QWidget | None = None) -> None:
        """Offer the roles that have no end, or a later one."""
        super().__init__(desk, "End a role", "&End the role", person.title, parent)
        self.person = person.person
        running = [role for role in person.roles if role.end is None or role.end > desk.today]
        self._running = list(dict.fromkeys((role.role, role.review) for role in running))
        offered = [(str(at), people.named(*known)) for at, known in enumerate(self._running)]
        self.role = self.form.add("&Role", Choice(offered, prompt=""))
        self.end = self.form.add("&Last day", DayField("Last day of the role"))
        self.end.set_day(desk.today)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        role, review = self._running[int(self.role.value())]
        return self.desk.office.act(
            people.end_role,
            at=self.earlier.moment(),
            person=self.person,
            role=role,
            review=review,
            end=self.end.day(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that it ended, and what the person still holds."""
        last = self.end.day() or self.desk.today
        after = last + timedelta(1) if last < date.max else last
        register, desk, parent = self.desk.register, self.desk, self.parentWidget()
        held = chasing.held_by(register, self.person)
        lacking = [copy.copy for copy in leaving.without_access(register, self.person, after)]
        facts = [
            ("Copies still with them", ", ".join(held)),
            (f"No longer covered from {rows.day(after)}", ", ".join(lacking)),
            ("Ledger entry", str(result.entry)),
        ]
        recall = ("Re&call them…", lambda: RecallCopies(desk, lacking, parent).open())
        covered = "Another role still covers the copies they hold." if held else "They hold no copies."
        return Told(
            f"The role ends: {self.role.currentText()}.",
            facts,
            "Next: have the copies brought back that no role covers any more." if lacking else covered,
            follow=[recall] if lacking else [],
        )
