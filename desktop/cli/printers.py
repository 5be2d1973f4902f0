"""printers: which there are and may be used, papers printed, and the sheets of each job counted (C1, T13).

Rule: a printer that makes files or stands elsewhere is used only as an exception that is entered. What this
computer keeps of prints is told with every list and every print.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, UsageError, count, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, entered_at, head, recorded, sentence, table, words
from desktop.custody import print_jobs, printers
from desktop.custody.print_jobs import PrintJob, Setup
from desktop.office import print_room
from desktop.office.office import Office
from desktop.office.papers import Made, Place, Printed
from desktop.office.print_room import Choice


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("printers", "Which printers may be used, what was printed, and the sheets that came out.")
    group.verb(
        "list",
        list_,
        "list the printers, and what this computer keeps of prints",
        "--vault FOLDER",
        common=NOW,
    )
    _exception_verbs(group)
    _print_verb(group)
    _job_verbs(group)
    return group.parser


def add_setup(made: Parser, *, needed: bool) -> None:
    """Add the options that say how something is printed."""
    made.add_argument("--printer", metavar="NAME", required=needed, default="", help="see `printers list`")
    made.add_argument("--two-sided", action="store_true", help="print on both sides of a sheet")
    made.add_argument("--colour", action="store_true", help="print in colour; otherwise black and white")
    made.add_argument(
        "--tray", metavar="TRAY", default="", help="from this tray; otherwise the printer's own"
    )


def add_place(made: Parser, paper: str = "slip", option: str = "--out") -> None:
    """Add the options that say where a paper goes: as a file into a folder, or out of a printer."""
    made.add_argument(
        option, dest="out", metavar="FOLDER", type=path, help=f"make the {paper} there, as a PDF"
    )
    made.add_argument("--printer", metavar="NAME", default="", help=f"print the {paper}, with no file of it")
    made.add_argument("--tray", metavar="TRAY", default="", help="from this tray of the printer")


def place(asked: Namespace) -> Place:
    """Return where a paper goes, as was said."""
    found = place_if_any(asked)
    if found is None:
        raise UsageError("A paper is printed or made as a file.", "Say --printer NAME or --out FOLDER.")
    return found


def place_if_any(asked: Namespace) -> Place | None:
    """Return where a paper goes that need not be made, as was said; None: nowhere."""
    if asked.printer and asked.out:
        raise UsageError("A paper is printed or made as a file.", "Say the printer or the folder, not both.")
    if asked.tray and not asked.printer:
        raise UsageError("--tray goes only with --printer.", "Say which: --printer NAME")
    return Setup(asked.printer, tray=asked.tray) if asked.printer else asked.out


def lies(made: Made | None) -> str | None:
    """Return where a paper is, as a sentence ends: in its file, or printed by a job."""
    return f"printed as {made.job}" if isinstance(made, Printed) else f"in {made}" if made else None


def made_fields(name: str, made: Made | None) -> dict[str, object]:
    """Return as JSON has it where a paper is that is called `name`: its file, or its job."""
    job = made.job if isinstance(made, Printed) else None
    return {name: None if job or made is None else str(made), f"{name}_job": job}


def to_count(office: Office, *made: Made | None) -> list[str]:
    """Return what a person does with papers that came out of a printer."""
    jobs = [paper.job for paper in made if isinstance(paper, Printed)]
    return [came_out(office, jobs)] if jobs else []


def paper(name: str, made: Made, office: Office) -> Answer:
    """Return the answer of a command that made one paper, called `name` in the JSON."""
    last = office.register.head
    fields = {**made_fields(name, made), "entry": last.number, "head": head(last)}
    told = sentence("The {name} is {made}.", name=name, made=lies(made))
    return Answer(fields, "\n".join([told, *to_count(office, made), entered_at(last)]))


def setup(asked: Namespace) -> Setup:
    """Return how something is printed, as was said."""
    if not asked.printer and (asked.two_sided or asked.colour or asked.tray):
        raise UsageError(
            "--two-sided, --colour and --tray go only with --printer.", "Say which: --printer NAME"
        )
    return Setup(asked.printer, asked.two_sided, asked.colour, asked.tray)


def _exception_verbs(group: Group) -> None:
    made = group.verb(
        "except",
        except_,
        "let a printer be used that the rule refuses, as long as it is joined as now",
        '--vault FOLDER Corridor --authority "The Chair" --reason "The office has no other"',
    )
    made.add_argument("printer", metavar="NAME", help="see `printers list`")
    made.add_argument("--authority", metavar="TEXT", required=True, help="who allowed it")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why no other printer will do")
    made = group.verb(
        "end-exception",
        end_exception,
        "use such a printer no more",
        '--vault FOLDER Corridor --reason "A printer of our own has come"',
    )
    made.add_argument("printer", metavar="NAME", help="see `printers list`")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")


def _print_verb(group: Group) -> None:
    made = group.verb(
        "print",
        print_,
        "print a paper that was made: a slip, receipt, letter or sheet",
        "--vault FOLDER slip.pdf --printer Desk",
        common=NOW,
    )
    made.add_argument("file", metavar="FILE", type=path, help="a PDF that this program made")
    add_setup(made, needed=True)


def _job_verbs(group: Group) -> None:
    made = group.verb(
        "jobs", jobs, "list what was sent to printers", "--vault FOLDER --uncounted", common=NOW
    )
    made.add_argument("--uncounted", action="store_true", help="only those whose sheets nobody counted")
    made = group.verb(
        "count",
        count_,
        "enter how many sheets of a job came out whole, and how many were spoilt",
        '--vault FOLDER PJ-0001 --whole 6 --spoilt 1 --fate "Shredded at once"',
    )
    made.add_argument("print_job", metavar="JOB", help="such as PJ-0001")
    made.add_argument(
        "--whole", metavar="N", type=count, required=True, help="sheets that are as they should be"
    )
    made.add_argument("--spoilt", metavar="N", type=count, default=0, help="sheets that are not")
    made.add_argument("--fate", metavar="TEXT", default="", help="what became of the spoilt ones")


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the printers."""
    del asked
    found = desk.run(print_room.choices(desk.reading()))
    rows = [
        (one.printer.name, _use(one), one.printer.waiting or "ready", one.printer.model)
        for one in found.printers
    ]
    text = table(("printer", "may be used", "now", "model"), rows, empty="This computer has no printer.")
    fields = {"printers": [_printer(one) for one in found.printers], "told": found.told or None}
    return Answer(fields, f"{text}\n\n{found.told}".rstrip())


def except_(desk: Desk, asked: Namespace) -> Answer:
    """Enter an exception."""
    procedure = print_room.except_printer(
        desk.office(), asked.printer, authority=asked.authority, reason=asked.reason
    )
    outcome = desk.run(procedure)
    told = sentence("{printer} may be used as an exception.", printer=asked.printer)
    return Answer({"printer": asked.printer, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def end_exception(desk: Desk, asked: Namespace) -> Answer:
    """End an exception."""
    outcome = desk.do(printers.end_exception, printer=asked.printer, reason=asked.reason)
    told = sentence("{printer} is used no more.", printer=asked.printer)
    return Answer({"printer": asked.printer, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def print_(desk: Desk, asked: Namespace) -> Answer:
    """Print a paper."""
    office = desk.office()
    done = desk.run(print_room.print_paper(office, asked.file, setup(asked)))
    fields = {**_job(office.register.print_job(done.job)), "told": print_room.told(office) or None}
    return Answer(
        {**fields, **recorded(done.outcome)}, f"{came_out(office, [done.job])}\n{entered(done.outcome)}"
    )


def came_out(office: Office, jobs: list[str]) -> str:
    """Return what a person does once jobs came out."""
    sheets = print_room.sheets_of(office, jobs)
    count_them = f"Sheets that should lie in the printer: {sheets}. Count them, and enter it: printers count"
    lines = [f"{count_them} {' / '.join(jobs)} --whole N", print_room.told(office)]
    return "\n".join(filter(None, lines))


def jobs(desk: Desk, asked: Namespace) -> Answer:
    """List the jobs."""
    register = desk.reading().register
    found = print_jobs.to_count(register) if asked.uncounted else list(register.print_jobs.values())
    rows = [
        (one.job, one.about, one.setup.printer, one.sent, one.sheets, one.state, one.good, one.spoilt)
        for one in found
    ]
    columns = ("job", "what", "printer", "sent", "sheets", "state", "whole", "spoilt")
    return Answer({"jobs": [_job(one) for one in found]}, table(columns, rows, empty="Nothing was printed."))


def count_(desk: Desk, asked: Namespace) -> Answer:
    """Enter the sheets of a job."""
    outcome = desk.do(
        print_jobs.count_sheets, job=asked.print_job, good=asked.whole, spoilt=asked.spoilt, fate=asked.fate
    )
    found = desk.office().register.print_job(asked.print_job)
    copy = desk.office().register.copies.get(found.about)
    told = f"{words(found.job)}: {words(found.about)}" + (f" is {copy.state}." if copy else ".")
    fields = {**_job(found), "copy_state": str(copy.state) if copy else None, **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def _use(one: Choice) -> str:
    if not one.why_not:
        return "yes"
    return f"as an exception, though {one.why_not}" if one.excepted else f"no: {one.why_not}"


def _printer(one: Choice) -> dict[str, object]:
    found = one.printer
    return {
        "printer": found.name,
        "may_be_used": not one.why_not or one.excepted,
        "why_not": one.why_not or None,
        "excepted": one.excepted,
        "waiting": found.waiting or None,
        "model": found.model or None,
        "two_sided": found.two_sided,
        "colour": found.colour,
        "trays": list(found.trays),
    }


def _job(one: PrintJob) -> dict[str, object]:
    return {
        "job": one.job,
        "about": one.about,
        "printer": one.setup.printer,
        "sent": one.sent,
        "pages": one.pages,
        "sheets": one.sheets,
        "end": one.end,
        "why": one.why or None,
        "counted": one.counted,
        "whole": one.good if one.counted else None,
        "spoilt": one.spoilt if one.counted else None,
    }
