"""Of the noun document: its renditions, the limit of its copies, and who viewed it (B8, B9, C2)."""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, count, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import limits, observations
from desktop.custody import renditions as register_of_renditions
from desktop.custody.documents import Rendition
from desktop.office import renditions
from desktop.office.renditions import Rendered


def add_verbs(group: Group) -> None:
    """Add these commands to the noun's."""
    made = group.verb(
        "render",
        render,
        "make a PDF of a document that is none, for viewing and printing",
        "--vault FOLDER D-0001",
    )
    _document(made)
    made = group.verb(
        "attach-rendition",
        attach_rendition,
        "attach a PDF that was made of a document elsewhere, for viewing and printing",
        '--vault FOLDER D-0001 report.pdf --checked-by "B. Keeper"',
    )
    _document(made)
    made.add_argument("file", metavar="FILE", type=path, help="the PDF")
    _checked_by(made)
    made = group.verb(
        "compare-rendition",
        compare_rendition,
        "say who compared the rendition in use with the original",
        '--vault FOLDER D-0001 --checked-by "B. Keeper"',
    )
    _document(made)
    _checked_by(made)
    made = group.verb(
        "limit",
        limit,
        "change how many copies of a document may be made",
        '--vault FOLDER D-0001 --copies 25 --authority "The Chair" --reason "The panel grew"',
    )
    _document(made)
    made.add_argument("--copies", metavar="N", type=count, required=True, help="how many there may be")
    made.add_argument("--authority", metavar="TEXT", required=True, help="who decided it")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")
    made = group.verb(
        "views", views, "list who viewed a document, when and why", "--vault FOLDER D-0001", common=NOW
    )
    _document(made)


def render(desk: Desk, asked: Namespace) -> Answer:
    """Make a rendition."""
    done = desk.run(renditions.make(desk.office(), asked.document, at=asked.at))
    advice = (
        "Compare the rendition with the original before a copy is made of it: a conversion may leave"
        " something out. Comments do not travel into it; a date that a document works out itself is today's."
    )
    desk.console.advise(advice)
    return _answer(desk, done, "made by {by}")


def attach_rendition(desk: Desk, asked: Namespace) -> Answer:
    """Attach a rendition."""
    done = desk.run(
        renditions.attach(desk.office(), asked.document, asked.file, asked.checked_by, at=asked.at)
    )
    return _answer(desk, done, "attached")


def compare_rendition(desk: Desk, asked: Namespace) -> Answer:
    """Say who compared the rendition in use."""
    outcome = desk.do(register_of_renditions.compare, document=asked.document, checked_by=asked.checked_by)
    known = desk.office().register.document(asked.document)
    last = known.current.renditions[-1]
    fields = {
        "document": known.document,
        "version": known.current.version,
        "rendition": last.rendition,
        "checked_by": last.checked_by,
        **recorded(outcome),
    }
    told = sentence("{said}", said=outcome.events[-1].said())
    return Answer(fields, f"{told}\n{entered(outcome)}")


def limit(desk: Desk, asked: Namespace) -> Answer:
    """Change how many copies of a document there may be."""
    outcome = desk.do(
        limits.limit,
        document=asked.document,
        number_of_copies=asked.copies,
        authority=asked.authority,
        reason=asked.reason,
    )
    known = desk.office().register.document(asked.document)
    told = sentence("Of {document} {n} copies may be made.", document=known.document, n=known.limit)
    fields = {"document": known.document, "limit": known.limit, **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def views(desk: Desk, asked: Namespace) -> Answer:
    """List who viewed a document."""
    register = desk.reading().register
    known = register.document(asked.document)
    found = observations.views(register, known.document)
    rows = [(view.entry, view.at, view.viewer, view.version, view.how, view.purpose) for view in found]
    text = table(
        ("entry", "when", "who", "version", "how", "purpose"),
        rows,
        empty=f"Nobody viewed {known.document} yet.",
    )
    fields = [
        {
            "entry": view.entry,
            "at": view.at,
            "by": view.by,
            "viewer": view.viewer,
            "version": view.version,
            "rendition": view.rendition or None,
            "how": view.how,
            "purpose": view.purpose,
        }
        for view in found
    ]
    return Answer({"document": known.document, "views": fields}, text)


def fields_of(made: Rendition) -> dict[str, object]:
    """Return a rendition as JSON has it."""
    return {
        "rendition": made.rendition,
        "made_by": made.made_by or None,
        "checked_by": made.checked_by or None,
        "made": made.made,
        "pages": made.master.pages,
        "sha256": made.master.sha256,
        "bytes": made.master.size,
        "entry": made.entry,
    }


def _answer(desk: Desk, done: Rendered, how: str) -> Answer:
    differs = register_of_renditions.discrepancy(desk.office().register.document(done.document).current)
    told = sentence(
        "Rendition {n} of {document}, version {version}, was " + how + "; it is what is viewed and printed.",
        n=done.rendition,
        document=done.document,
        version=done.version,
        by=done.made_by,
    )
    rows: list[tuple[str, object]] = [
        ("Pages", done.master.pages),
        ("Bytes", done.master.size),
        ("SHA-256", done.master.sha256),
    ]
    rows += [("Note", note) for note in done.master.notes]
    rows += [("Discrepancy", differs)] if differs else []
    fields = {
        "document": done.document,
        "version": done.version,
        "rendition": done.rendition,
        "made_by": done.made_by or None,
        "pages": done.master.pages,
        "sha256": done.master.sha256,
        "bytes": done.master.size,
        "notes": list(done.master.notes),
        "works": done.master.works,
        "discrepancy": differs or None,
        **recorded(done.outcome),
    }
    return Answer(fields, f"{told}\n{pairs(rows)}\n{entered(done.outcome)}")


def _document(made: Parser) -> None:
    made.add_argument("document", metavar="DOCUMENT", help="such as D-0001")


def _checked_by(made: Parser) -> None:
    made.add_argument("--checked-by", metavar="NAME", required=True, help="who compared it with the original")
