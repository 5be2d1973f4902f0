"""What waits today, as rows: each with its matter, its reference, who is concerned and when.

Rule: every row comes from the one query of `custody/today.py`; nothing is computed here a second time.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from desktop.custody import clocks, ending
from desktop.custody.deadlines import Deadline
from desktop.custody.retention_due import RetentionDue
from desktop.custody.today import Today, today
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.screens import matters, plan_tasks
from desktop.ui.screens.matters import Matter


class Task(NamedTuple):
    """Something that waits: what the matter is, about what, who is concerned, since or until when."""

    kind: Matter
    reference: str
    about: str
    who: str
    when: str
    order: str
    row: Any

    @property
    def matter(self) -> str:
        """The matter's name."""
        return self.kind.name

    @property
    def screen(self) -> str:
        """Where its row is shown."""
        return self.kind.screen

    @property
    def identity(self) -> str:
        """What it is known by: the matter and the reference."""
        whose = self.row.key if isinstance(self.row, Deadline) else ""  # a review has several of a kind
        return f"{self.matter} {self.reference} {whose}".strip()


def tasks(desk: Desk) -> list[Task]:
    """Return what waits, most pressing first."""
    now = today(desk.register, desk.today)
    return [
        *_running_out(desk, now),
        *_numbers(desk, now),
        *_copies(desk, now),
        *_reviews(desk, now),
        *_requests(desk, now),
        *_disclosures(now),
        *(Task(*one) for one in plan_tasks.waiting(now)),
        *_ending(desk, now),
        *_incidents(now),
        *_retention(now.retention),
        *_disposals(now),
        *_vault(desk, now),
    ]


def clock_runs(waiting: list[Task]) -> bool:
    """Return whether a row among them says how many hours are left."""
    return any(task.kind is matters.CLOCK_RUNS for task in waiting)


def _running_out(desk: Desk, now: Today) -> Iterator[Task]:
    """Return the incidents whose clock runs, with the hours that are left."""
    for incident in now.open_incidents:
        if incident.clock_runs and incident.clock_ends:
            when = rows.incident_clock(incident, desk.office.clock())
            order = incident.clock_ends.isoformat()
            about = ": ".join(filter(None, (incident.about, incident.what)))
            yield Task(matters.CLOCK_RUNS, incident.incident, about, "", when, order, incident)


def _incidents(now: Today) -> Iterator[Task]:
    for incident in now.open_incidents:
        if not incident.clock_runs:
            about = ": ".join(filter(None, (incident.about, incident.what)))
            yield _since(matters.INCIDENT, incident.incident, about, "", incident.opened, incident)


def _numbers(desk: Desk, now: Today) -> Iterator[Task]:
    restored = desk.register.restored
    for document in now.to_account_for:
        about = rows.document_line(desk.register, document.document)
        day = restored.day if restored else document.current.taken_in
        yield _since(matters.NUMBERS, document.document, about, "", day, document)


def _copies(desk: Desk, now: Today) -> Iterator[Task]:
    register = desk.register
    # What is chased, lost or said to be back has its own row, which comes before its slip.
    seen = {copy.copy for copy in now.to_look_for} | {incident.about for incident in now.open_incidents}
    for copy in now.to_resolve:
        about = rows.document_line(register, copy.document)
        yield _since(matters.ALLOTTED, copy.copy, about, "", copy.since, copy)
    for job in now.sheets_to_count:
        yield _since(matters.SHEETS, job.job, f"{job.about}, on {job.setup.printer}", "", job.sent, job)
    for step in now.ladder:
        seen.add(step.copy.copy)
        about, who = rows.document_line(register, step.copy.document), rows.person_name(register, step.person)
        when = f"due {rows.short_day(step.due)}"
        yield Task(matters.of_step(step), step.copy.copy, about, who, when, step.due.isoformat(), step.copy)
    for matter, copies in (
        (matters.CLAIMED, now.to_look_for),
        (matters.UNSIGNED, [copy for copy in now.awaiting_signature if copy.copy not in seen]),
    ):
        for copy in copies:
            about, who = (
                rows.document_line(register, copy.document),
                rows.person_name(register, copy.responsible),
            )
            yield _since(matter, copy.copy, about, who, copy.since, copy)


def _reviews(desk: Desk, now: Today) -> Iterator[Task]:
    """Return what is due of reviews, who is to be told, and proceedings whose day has come."""
    for one in now.deadlines:
        when = f"{one.standing(desk.today)}, {rows.short_day(one.due)}"
        matter = matters.of_deadline(one)
        yield Task(matter, one.review, one.title, one.agency, when, rows.day_key(one.due), one)
    for review, left in now.to_tell:
        about = f"{rows.counted(len(left), 'body', 'bodies')}: {', '.join(line.body for line in left)}"
        day = review.decided or review.opened
        yield _since(matters.TO_TELL, review.review, about, "", day, (review, left))
    for review in now.untold:
        extension = review.extensions[-1]
        about = f"More time until {rows.day(extension.until)}"
        yield _since(matters.UNTOLD, review.review, about, "", extension.day, review)
    for run in now.proceedings:
        yield _since(matters.HEARING, run.proceedings, run.title, run.contact, run.next_on or run.opened, run)


def _requests(desk: Desk, now: Today) -> Iterator[Task]:
    register = desk.register
    for clock in now.clocks:
        when, order = _clock_words(clock, desk.today)
        known = register.foi.get(clock.reference) or register.subject_access.get(clock.reference)
        about, who = (known.asked, known.name) if known else (clock.about, "")
        yield Task(matters.of_clock(clock), clock.reference, about, who, when, order, clock)
    for asked in now.awaiting_decision:
        who, about = rows.person_name(register, asked.person), rows.document_line(register, asked.document)
        yield _since(matters.UNDECIDED, asked.request, about, who, asked.asked, asked)
    for wish in now.awaiting_answer:
        yield _since(matters.UNANSWERED, wish.interest, wish.review, wish.name, wish.received, wish)
    for request in now.to_copy:
        about = ", ".join(request.about)
        yield _since(matters.UNCOPIED, request.request, about, request.name, request.received, request)
    if now.holidays_due:
        yield _since(matters.HOLIDAYS, "", now.holidays_due.why, "", now.holidays_due.since, None)


def _disclosures(now: Today) -> Iterator[Task]:
    for sent in now.receipts:
        about = f"{sent.review}: {', '.join(item.document for item in sent.items)}"
        yield _since(matters.RECEIPT, sent.submission, about, sent.body, sent.sent, sent)
    for plan in now.plans_to_report:
        about = f"{plan.review}: {plan.agency}'s own action plan"
        if plan.next_board:
            when, order = f"due {rows.short_day(plan.next_board)}", plan.next_board.isoformat()
            yield Task(matters.REPORT, plan.plan, about, plan.agency, when, order, plan)
        elif plan.published:
            yield _since(matters.REPORT, plan.plan, about, plan.agency, plan.published.day, plan)
    for case in now.health_undecided:
        about = f"{case.review}: {case.concerned}"
        yield _since(matters.HEALTH, case.health, about, case.holder, case.asked, case)


def _retention(now: RetentionDue) -> Iterator[Task]:
    """Return what the keeping of records asks for."""
    for hold in now.holds:
        if hold.lifting:
            about, who = f"{hold.subject}: {hold.lifting.why}", hold.lifting.witness
            yield _since(matters.LIFTING, hold.hold, about, who, hold.lifting.asked, hold)
    for found in now.to_sign:
        about, who = f"{found.review}: {found.decides}", f"{found.first}, {found.second}"
        yield _since(matters.RECORD_SHEET, found.record_review, about, who, found.begun, found)
    for found in now.to_transfer:
        about, day = f"{found.review}: {found.decides}", found.decided or found.begun
        yield _since(matters.TRANSFER, found.record_review, about, found.to_whom, day, found)
    for standing in now.reviews:
        if standing.kept:
            about, day = "Its date has come.", standing.kept.day
            yield _since(matters.RECORD, standing.review.review, about, "", day, standing)
    if now.rule_since:
        about = "A review is concluded, and dates are computed by a rule that nobody has confirmed."
        yield _since(matters.RULE, "", about, "", now.rule_since, None)
    for standing in now.dates:
        matter = matters.DATE if standing.to_confirm else matters.FACTS
        day = standing.review.concluded or standing.review.opened
        yield _since(matter, standing.review.review, rows.capital(standing.asks), "", day, standing)


def _ending(desk: Desk, now: Today) -> Iterator[Task]:
    register = desk.register
    for due in now.ending.to_destroy:
        about = f"{rows.counted(due.copies, 'copy', 'copies')} in the safe, in no batch"
        yield _since(matters.TO_DESTROY, due.review.review, about, "", due.since, due)
    for batch in now.ending.batches:
        matter = matters.SHEET if batch.sheet else matters.BATCH
        about, who = ending.batch_words(batch), batch.how.witness
        yield _since(matter, batch.batch, about, who, batch.begun, batch)
    for sent in now.ending.certificates:
        document = register.copies[sent.copy].document
        about, who = rows.document_line(register, document), rows.person_name(register, sent.person)
        yield _since(matters.CERTIFICATE, sent.copy, about, who, sent.sent, sent)
    for made in now.ending.exceptions:
        day, who = made.approval.look_again or made.since, made.approval.approver
        about = f"{rows.capital(made.kind)}: {made.approval.reason}"
        when = f"due {rows.short_day(day)}"
        yield Task(matters.EXCEPTION, made.copy, about, who, when, day.isoformat(), made)
    for review in now.ending.to_close:
        day = review.concluded or review.opened
        yield _since(matters.TO_CLOSE, review.review, "Nothing is in the way of closing it", "", day, review)


def _disposals(now: Today) -> Iterator[Task]:
    """Return the records to be disposed of, and the disposals that are not signed or not complete."""
    for record in now.to_dispose:
        about, day = f"{record.record_review} decided to {record.decides}.", record.decided or record.begun
        yield _since(
            matters.TO_DISPOSE, record.review, about, f"{record.first}, {record.second}", day, record
        )
    for one in now.disposals:
        found = one.disposal
        matter = matters.DISPOSAL_LEFT if found.done else matters.DISPOSAL_SHEET
        yield _since(matter, found.disposal, one.what, found.second, one.since, found)


def _vault(desk: Desk, now: Today) -> Iterator[Task]:
    """Return what the vault itself needs."""
    if now.handover:
        names = desk.register.operators
        previous, operator = names[now.handover.previous].name, names[now.handover.operator].name
        about, day = f"From {previous} to {operator}", now.handover.handed_over
        yield _since(matters.HANDOVER, "", about, operator, day, now.handover)
    recovery = desk.register.recovery
    shares = matters.SHARES if recovery is None or recovery.used else matters.DRILL
    for matter, due in (
        (matters.MUSTER, now.muster_due),
        (matters.CHECK, now.check_due),
        (matters.BACKUP, now.backup_due),
        (shares, now.recovery_due),
    ):
        if due:
            yield _since(matter, "", due.why, "", due.since, due)
    for matter, media in (
        (matters.FORMER, now.under_former_keys),
        (matters.UNTESTED, now.media_to_test),
    ):
        for medium in media:
            day = medium.backed_up or medium.registered
            about = f"{rows.medium_line(medium)}: {medium.place}"
            yield _since(matter, medium.medium, about, medium.keeper, day, medium)


def _clock_words(clock: clocks.Clock, today: date) -> tuple[str, str]:
    """Return when a clock runs out, in words, and what it is sorted by."""
    if clock.due is None:
        return "the clock is stopped", rows.day_key(None)
    days = (today - clock.due).days
    late = f", {rows.counted(days, 'day')} late" if clock.late(today) else ""
    return f"due {rows.short_day(clock.due)}{late}", clock.due.isoformat()


def _since(matter: Matter, reference: str, about: str, who: str, day: date, row: Any) -> Task:  # noqa: PLR0917 - as Task
    return Task(matter, reference, about, who, f"since {rows.short_day(day)}", day.isoformat(), row)
