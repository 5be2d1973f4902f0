"""holidays: the bank holidays by which the clocks of the law are counted (D7).

Rule: a year whose bank holidays are not known is never guessed; it is imported, or its clocks say that they
cannot be counted.
"""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date

from desktop.cli.arguments import NOW, Group, Parser, count, day, path
from desktop.cli.closed_day import copies_told
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import calendar, clocks, closed_days
from desktop.custody.calendar import NATIONS, HolidayProclaimed, HolidaysImported
from desktop.office import holidays


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("holidays", "The bank holidays of the United Kingdom.")
    made = group.verb(
        "list", list_, "list the bank holidays that are known", "--vault FOLDER --year 2026", common=NOW
    )
    made.add_argument("--year", metavar="YEAR", type=count, help="only those of this year")
    made = group.verb(
        "import",
        import_,
        "take in the bank holidays of whole years, from a file",
        "--vault FOLDER bank-holidays.json",
    )
    made.add_argument("file", metavar="FILE", type=path, help="a table as shipped, or the list of GOV.UK")
    made.add_argument(
        "--source", metavar="TEXT", default="", help="where it comes from, if the file does not say"
    )
    made = group.verb(
        "add",
        add,
        "add one bank holiday that was proclaimed later",
        '--vault FOLDER --day 2027-06-08 --name "A jubilee" --source "Proclamation of 1 May 2027"',
    )
    made.add_argument("--day", metavar="DATE", type=day("The bank holiday"), required=True, help="which day")
    made.add_argument("--name", metavar="TEXT", required=True, help="what it is called")
    made.add_argument("--source", metavar="TEXT", required=True, help="by what authority")
    made.add_argument(
        "--nation",
        metavar="NATION",
        action="append",
        default=[],
        help=f"{', '.join(NATIONS)}; may be given again; without it all",
    )
    return group.parser


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the bank holidays."""
    known = desk.reading().register.holidays.values()
    found = [holiday for holiday in known if asked.year in {None, holiday.day.year}]
    rows = [
        (holiday.day, calendar.weekday(holiday.day), holiday.name, holiday.where or "everywhere")
        for holiday in found
    ]
    fields = [
        {"day": holiday.day, "name": holiday.name, "nations": list(holiday.nations)} for holiday in found
    ]
    text = table(("day", "", "name", "where"), rows, empty="No bank holidays are known for it. Import them.")
    return Answer({"holidays": fields}, text)


def import_(desk: Desk, asked: Namespace) -> Answer:
    """Import bank holidays."""
    before = clocks.due_days(desk.office().register)
    outcome = desk.run(holidays.import_file(desk.office(), asked.file, source=asked.source, at=asked.at))
    found = next(event for event in outcome.events if isinstance(event, HolidaysImported))
    years = sorted({holiday.day.year for holiday in found.days})
    line = sentence(
        "{days} bank holidays of {years} were imported.",
        days=len(found.days),
        years=", ".join(map(str, years)),
    )
    fields = {"years": years, "days": len(found.days), "source": found.source, **recorded(outcome)}
    return _with_moved(desk, before, fields, [line, entered(outcome)])


def add(desk: Desk, asked: Namespace) -> Answer:
    """Add one bank holiday."""
    before = clocks.due_days(desk.office().register)
    outcome = desk.do(
        calendar.proclaim,
        day=asked.day,
        name=asked.name,
        source=asked.source,
        nations=tuple(asked.nation) or NATIONS,
    )
    found = next(event.holiday for event in outcome.events if isinstance(event, HolidayProclaimed))
    line = sentence("{day} is a bank holiday: {title}.", day=found.day, title=found.title)
    fields = {"day": found.day, "name": found.name, "nations": list(found.nations), **recorded(outcome)}
    due = closed_days.due_on(desk.office().register, found.day)
    fields = {**fields, "copies_due": [copy.copy for copy in due]}
    return _with_moved(desk, before, fields, [line, *copies_told(desk, due), entered(outcome)])


def _with_moved(
    desk: Desk, before: Mapping[str, date | None], fields: Mapping[str, object], lines: Sequence[str]
) -> Answer:
    """Return an answer with the requests whose day is another now."""
    moved = clocks.moved(desk.office().register, before)
    told = [sentence("{said}", said=one.said) for one in moved]
    rows = [{"request": one.reference, "before": one.before, "due": one.due} for one in moved]
    return Answer({**fields, "moved": rows}, "\n".join([lines[0], *told, *lines[1:]]))
