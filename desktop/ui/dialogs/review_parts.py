"""Dialogs about who takes part in a review: agencies and their reports, the chair, the author (E1, E2)."""

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.custody import agencies, appointments
from desktop.custody.agencies import Agency
from desktop.custody.appointments import OFFICES
from desktop.office.office import Act
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.recording import RecordAct
from desktop.ui.fields import CheckList, Choice, DayField, TextArea

_BY = "Who decided it, and when."


class AddAgency(RecordAct):
    """Enter an agency that contributes to a review."""

    headline = "The agency is entered."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "An agency's Individual Management Review is due two months after it was asked for."
        super().__init__(desk, f"An agency of review {review}", "&Enter the agency", intro, parent)
        self.review = review
        self.agency = self.form.line("&Agency", hint="As it is to stand on papers.")
        self.requested = self.form.add(
            "&Report asked for on",
            DayField("Day of the request"),
            needed=False,
            hint="Left empty, it was not asked yet.",
        )

    def act(self) -> Act:
        """Return the act."""
        return agencies.add

    def facts(self) -> dict[str, Any]:
        """Return the agency."""
        return {"review": self.review, "agency": self.agency.text(), "requested": self.requested.day()}


class RequestReports(RecordAct):
    """Record that agencies were asked for their reports."""

    headline = "The requests are recorded; their clocks run."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Offer the agencies that were not asked yet, all of them ticked."""
        title = f"Ask for Individual Management Reviews of review {review}"
        super().__init__(desk, title, "&Record the requests", "All on one day.", parent)
        self.review = review
        left = [one.agency for one in desk.register.reviews[review].agencies if one.requested is None]
        self.agencies = self.form.add("&Agencies", CheckList([(name, name) for name in left]))
        self.agencies.tick(left)
        self.day = self.form.add(
            "Asked &on", DayField("Day of the request"), needed=False, hint="Left empty, it is today."
        )

    def act(self) -> Act:
        """Return the act."""
        return agencies.request

    def facts(self) -> dict[str, Any]:
        """Return who was asked, and when."""
        return {"review": self.review, "agencies": self.agencies.values(), "day": self.day.day()}


class ReportCame(RecordAct):
    """Record that an agency's report came."""

    headline = "The report has come."
    after = "Next: take it into custody, if that has not been done."

    def __init__(self, desk: Desk, review: str, agency: str, parent: QWidget | None = None) -> None:
        """Ask for the day."""
        intro = (
            f"{agency}, review {review}. A report that is taken into custody has come on that day; this is"
            " for one that came on another day."
        )
        super().__init__(desk, "The report came", "&Record it", intro, parent)
        self.review, self.agency = review, agency
        self.day = self.form.add(
            "Came &on", DayField("Day it came"), needed=False, hint="Left empty, it is today."
        )

    def act(self) -> Act:
        """Return the act."""
        return agencies.receive

    def facts(self) -> dict[str, Any]:
        """Return whose it is, and when it came."""
        return {"review": self.review, "agency": self.agency, "day": self.day.day()}


class CorrectAgency(RecordAct):
    """Put right what was entered of an agency."""

    headline = "It is put right."

    def __init__(self, desk: Desk, review: str, agency: Agency, parent: QWidget | None = None) -> None:
        """Show it as it is entered."""
        intro = "What stood there stays in the ledger, with the reason for the change."
        super().__init__(desk, f"An agency of review {review}", "&Put it right", intro, parent)
        self.review, self.before = review, agency.agency
        self.name = self.form.line("A&gency")
        self.name.setText(agency.agency)
        self.requested = self.form.add("Asked &on", DayField("Day of the request"), needed=False)
        self.requested.set_day(agency.requested)
        self.came = self.form.add("Report &came on", DayField("Day it came"), needed=False)
        self.came.set_day(agency.came)
        self.why = self.form.line("&Reason")
        self.authority = self.form.line("&Authority", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return agencies.correct

    def facts(self) -> dict[str, Any]:
        """Return the agency as it is now, and why."""
        return {
            "review": self.review,
            "agency": self.before,
            "name": self.name.text(),
            "requested": self.requested.day(),
            "came": self.came.day(),
            "why": self.why.text(),
            "authority": self.authority.text(),
        }


class StrikeOutAgency(RecordAct):
    """Record that an agency does not contribute after all."""

    headline = "The agency is struck out."

    def __init__(self, desk: Desk, review: str, agency: str, parent: QWidget | None = None) -> None:
        """Ask for the reason."""
        intro = f"{agency} does not contribute to review {review} after all. The entries stay."
        super().__init__(desk, "Strike out an agency", "&Strike out", intro, parent)
        self.review, self.agency = review, agency
        self.why = self.form.line("&Reason")
        self.authority = self.form.line("&Authority", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return agencies.strike_out

    def facts(self) -> dict[str, Any]:
        """Return which agency, and why."""
        return {
            "review": self.review,
            "agency": self.agency,
            "why": self.why.text(),
            "authority": self.authority.text(),
        }


class Appoint(RecordAct):
    """Appoint the chair of the panel or the overview author."""

    headline = "The appointment is recorded."
    after = "The person has the role that goes with it, for this review, and may be granted access."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Offer the people."""
        intro = (
            "The chair and the author are two people, independent of every agency that contributes. The"
            " author chairs nothing and sits on no panel of the review."
        )
        super().__init__(desk, f"Appoint for review {review}", "&Appoint", intro, parent)
        self.review = review
        self.office = self.form.add("&Office", Choice(rows.as_said(OFFICES)))
        self.person = self.form.add(
            "&Person", Choice(rows.people_offered(desk.register)), hint="Enter people on the screen People."
        )
        self.independence = self.form.add(
            "How &independence was seen", TextArea(2), hint="Such as a signed declaration, and of what day."
        )
        self.authority = self.form.line("Authorit&y", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return appointments.appoint

    def facts(self) -> dict[str, Any]:
        """Return who is appointed to what."""
        return {
            "review": self.review,
            "office": self.office.value(),
            "person": self.person.value(),
            "independence": self.independence.text(),
            "authority": self.authority.text(),
        }


class EndAppointment(RecordAct):
    """End an appointment, and the role that came with it."""

    headline = "The appointment has ended."
    after = "Look whether the person still has copies: the role that covered them has ended too."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Offer the offices that are held."""
        super().__init__(
            desk, f"End an appointment of review {review}", "&End it", "Access ends with it.", parent
        )
        self.review = review
        held = [one for one in desk.register.reviews[review].appointments if one.end is None]
        named = [
            (one.office, f"{rows.capital(one.office)}: {desk.register.people[one.person].name}")
            for one in held
        ]
        self.office = self.form.add("&Office", Choice(named, prompt="" if len(named) == 1 else "Choose…"))
        self.why = self.form.line("&Reason")
        self.authority = self.form.line("&Authority", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return appointments.end

    def facts(self) -> dict[str, Any]:
        """Return which appointment, and why."""
        return {
            "review": self.review,
            "office": self.office.value(),
            "why": self.why.text(),
            "authority": self.authority.text(),
        }
