"""vault today: what waits for somebody, most pressing first (K1).

Rule: every row comes from the one query of `custody/today.py`, which feeds the window too (C15).
"""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from desktop.cli.arguments import NOW, Group
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, table
from desktop.custody import action_plans, chasing, dates, deadlines, incidents
from desktop.custody.ending import batch_words
from desktop.custody.register import Register
from desktop.custody.retention_due import RetentionDue
from desktop.custody.today import Today, today


class Waiting(NamedTuple):
    """Something that waits: the matter, its reference if any, what is to be known, since or by when."""

    matter: str
    reference: str
    what: str
    when: date | datetime | None


def add_verb(group: Group) -> None:
    """Add the verb to the commands of the vault."""
    group.verb(
        "today", what_waits, "say what waits for somebody, most pressing first", "--vault FOLDER", common=NOW
    )


def what_waits(desk: Desk, _asked: Namespace) -> Answer:
    """Say what waits."""
    register = desk.reading().register
    at = desk.clock()
    now = today(register, at.date())
    found = [
        *_running_out(now, at),
        *_copies(register, now),
        *_reviews(now),
        *_requests(now),
        *_disclosures(now),
        *_plans(now),
        *_retention(now.retention),
        *_ending(now),
        *_vault(now),
    ]
    told = table(
        ("matter", "reference", "when", "what"), [_row(one) for one in found], empty="Nothing waits."
    )
    return Answer({"waiting": [one._asdict() for one in found]}, told)


def _row(one: Waiting) -> tuple[object, ...]:
    return one.matter, one.reference, one.when, one.what


def _running_out(now: Today, at: datetime) -> Iterator[Waiting]:
    for incident in now.open_incidents:
        if incident.clock_runs:
            asks = incidents.clock_words(incident, at)
            what = f"{asks[:1].upper()}{asks[1:]}. {incident.what}"
            yield Waiting("72 hours run", incident.incident, what, incident.clock_ends)
    for clock in now.clocks:
        about = " ".join(filter(None, (f"About {clock.about}." if clock.about else "", clock.why)))
        yield Waiting(clock.what, clock.reference, about, clock.due)


def _copies(register: Register, now: Today) -> Iterator[Waiting]:
    for copy in now.to_resolve:
        yield Waiting("print to resolve", copy.copy, "It was printed, or it is spoilt.", copy.since)
    for job in now.sheets_to_count:
        yield Waiting("sheets to count", job.job, f"{job.about}, on {job.setup.printer}", job.sent)
    chased = set()
    for step in now.ladder:
        chased.add(step.copy.copy)
        holder = f"{step.person} {register.people[step.person].name}"
        what = f"{holder}. Next: {chasing.next_words(step)}. {step.why}"
        yield Waiting(step.standing, step.copy.copy, what, step.due)
    for copy in now.to_look_for:
        yield Waiting("claimed returned", copy.copy, "Look for it, or record that it is lost.", copy.since)
    for copy in now.awaiting_signature:
        if copy.copy not in chased:
            yield Waiting("awaiting signature", copy.copy, "Its signed slip is not back.", copy.since)
    for incident in now.open_incidents:
        if not incident.clock_runs:
            yield Waiting("open incident", incident.incident, incident.what, incident.opened)


def _reviews(now: Today) -> Iterator[Waiting]:
    for one in now.deadlines:
        overdue = one.state == deadlines.State.OVERDUE
        yield Waiting("overdue" if overdue else "due", one.review, one.title, one.due)
    for review, left in now.to_tell:
        what = f"To be told of the decision: {', '.join(line.body for line in left)}"
        yield Waiting("to be told", review.review, what, review.decided)
    for review in now.untold:
        what = f"More time until {dates.day(review.extensions[-1].until)}: who was told of it?"
        yield Waiting("extension to be told of", review.review, what, review.extensions[-1].day)
    for run in now.proceedings:
        yield Waiting("proceedings", run.proceedings, f"What came of it? {run.title}", run.next_on)


def _requests(now: Today) -> Iterator[Waiting]:
    for asked in now.awaiting_decision:
        what = f"{asked.person} asks for {asked.document}: {asked.purpose}"
        yield Waiting("awaiting decision", asked.request, what, asked.asked)
    for wish in now.awaiting_answer:
        yield Waiting("awaiting an answer", wish.interest, f"{wish.name}, {wish.review}", wish.received)
    for request in now.to_copy:
        what = "The Chair and the members lack the request or the response."
        yield Waiting("to be copied", request.request, what, request.received)


def _disclosures(now: Today) -> Iterator[Waiting]:
    for sent in now.receipts:
        yield Waiting("receipt outstanding", sent.submission, sent.body, sent.sent)
    for plan in now.plans_to_report:
        what = f"Report on {plan.agency}'s own action plan to the next Board"
        yield Waiting("report to the Board", plan.plan, what, plan.next_board)
    for case in now.health_undecided:
        what = f"Third-party health information about {case.concerned}"
        yield Waiting("awaiting decision", case.health, what, case.asked)


def _retention(now: RetentionDue) -> Iterator[Waiting]:
    for hold in now.holds:
        if hold.lifting:
            what = f"Sign the sheet, and type its code: {hold.lifting.why}"
            yield Waiting("lifting to sign", hold.hold, what, hold.lifting.asked)
    for found in now.to_sign:
        yield Waiting("record review to sign", found.record_review, found.decides, found.begun)
    for found in now.to_transfer:
        yield Waiting("record to transfer", found.record_review, found.decides, found.decided)
    for standing in now.reviews:
        day = standing.kept.day if standing.kept else None
        yield Waiting(
            "record review due", standing.review.review, "Its date has come: two people decide.", day
        )
    if now.rule_since:
        yield Waiting("retention rule", "", "Agree a rule, and adopt it.", now.rule_since)
    for standing in now.dates:
        yield Waiting("retention date", standing.review.review, standing.asks, standing.review.concluded)


def _ending(now: Today) -> Iterator[Waiting]:
    for due in now.ending.to_destroy:
        what = f"Copies in the safe, in no batch: {due.copies}"
        yield Waiting("copies to destroy", due.review.review, what, due.since)
    for batch in now.ending.batches:
        yield Waiting(f"batch {batch.state}", batch.batch, batch_words(batch), batch.begun)
    for sent in now.ending.certificates:
        yield Waiting("holder's certificate outstanding", sent.copy, sent.person, sent.sent)
    for made in now.ending.exceptions:
        what = f"{made.kind}, by exception of {made.approval.approver}"
        yield Waiting("exception to look at again", made.copy, what, made.approval.look_again)
    for review in now.ending.to_close:
        yield Waiting("review to close", review.review, "Nothing is in the way.", review.concluded)


def _plans(now: Today) -> Iterator[Waiting]:
    for known in now.objectives_overdue:
        yield Waiting("objective overdue", known.objective, known.wording.action, known.wording.target)
    for report in now.progress_due:
        yield Waiting("progress report to the Board", report.review, report.why, report.due)
    for plan in now.to_sign_off:
        yield Waiting("action plan to sign off", plan.review, action_plans.sign_off_told(plan), plan.last)
    for review in now.to_conclude:
        what = "every condition of the conclusion holds"
        yield Waiting("review to conclude", review.review, what, review.opened)


def _vault(now: Today) -> Iterator[Waiting]:
    for document in now.to_account_for:
        what = "Find its highest copy number, after the restore."
        yield Waiting("numbers unsure", document.document, what, None)
    if now.handover:
        yield Waiting("handover unsigned", now.handover.operator, "", now.handover.handed_over)
    for record in now.to_dispose:
        what = f"{record.record_review} decided to destroy the record: prepare its disposal."
        yield Waiting("to be disposed of", record.review, what, record.decided)
    for one in now.disposals:
        yield Waiting("disposal", one.disposal.disposal, one.what, one.since)
    for matter, due in (
        ("muster", now.muster_due),
        ("verification", now.check_due),
        ("backup", now.backup_due),
        ("recovery shares", now.recovery_due),
        ("bank holidays", now.holidays_due),
    ):
        if due:
            yield Waiting(matter, "", due.why, due.since)
    for matter, media in (
        ("former keys", now.under_former_keys),
        ("medium untested", now.media_to_test),
    ):
        for medium in media:
            yield Waiting(matter, medium.medium, medium.label, medium.tested or medium.registered)
