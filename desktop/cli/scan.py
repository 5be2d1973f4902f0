"""scan: file the signed papers that come back, as they were scanned, and see them again (C14).

Rule: a page is filed by its code, or where a person says who looked at it; what is not filed is named.
"""

from argparse import Namespace
from collections.abc import Sequence

from desktop.cli.arguments import NOW, Group, Parser, UsageError, count, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, entered_at, head, recorded, sentence, table
from desktop.custody import copies, scans
from desktop.custody.paper_pages import PaperPage
from desktop.custody.register import Register
from desktop.custody.scans import Lacking, Scan
from desktop.office import filing
from desktop.office.filing import Destination, Filed, Sheet

NOT_ALL_FILED = 3
"""The exit code where a page that is not blank was left over."""


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("scan", "File signed papers as they were scanned, and see them again.")
    made = group.verb(
        "file",
        file_,
        "read a pile of scanned papers, and file each page by its code",
        "--vault FOLDER pile.pdf",
    )
    made.add_argument("files", metavar="FILE", type=path, nargs="+", help="PDF, JPEG, PNG or TIFF")
    made.add_argument("--look", action="store_true", help="only say what each page is; nothing is filed")
    made = group.verb(
        "file-by-hand",
        by_hand,
        "file one page of a scan where you say, having looked at it; it confirms nothing",
        '--vault FOLDER pile.pdf --page 2 --about D-0001/1 --paper "return receipt"',
    )
    made.add_argument("file", metavar="FILE", type=path, help="PDF, JPEG, PNG or TIFF")
    made.add_argument("--page", metavar="N", type=count, default=1, help="which page; by default the first")
    made.add_argument("--about", metavar="REFERENCE", required=True, help="such as D-0001/3 or MU-0001")
    made.add_argument("--paper", metavar="TEXT", required=True, help="what it is: such as return receipt")
    made = group.verb("list", list_, "list the scanned papers", "--vault FOLDER --about D-0001/1", common=NOW)
    made.add_argument("--about", metavar="REFERENCE", default="", help="only those about this")
    made = group.verb(
        "view",
        view,
        "write a scanned paper as a file in clear, which is recorded",
        "--vault FOLDER SN-0001 --out slip.pdf",
        common=NOW,
    )
    made.add_argument("scan", metavar="SCAN", help="such as SN-0001")
    made.add_argument("--out", metavar="FILE", type=path, required=True, help="a file that is not there yet")
    return group.parser


def file_(desk: Desk, asked: Namespace) -> Answer:
    """File a pile, or only say what it is."""
    office = desk.reading() if asked.look else desk.office()
    sheets = desk.run(filing.look(office, asked.files))
    if asked.look:
        looked = [
            (sheet.named, _goes(sheet), sheet.reading.told or sheet.reading.why_not) for sheet in sheets
        ]
        text = table(("page", "goes to", "which means"), looked, empty="There is no page.")
        lacking = _lacking(office.register, sheets)
        pages = [_sheet(sheet) for sheet in sheets]
        return Answer(
            {"pages": pages, "missing": [_named(one) for one in lacking]},
            "\n".join([text, *(one.said for one in lacking)]),
        )
    filed = desk.run(filing.file_pile(office, sheets, at=asked.at))
    lacking = _lacking(office.register, sheets)
    left = [one for one in filed if one.outcome is None and not one.sheet.blank]
    last = office.register.head
    rows = [(one.sheet.named, one.scan or None, _went(one), one.told) for one in filed]
    text = table(("page", "filed as", "to", "which means"), rows, empty="There is no page.")
    fields = {
        "pages": [{**_sheet(one.sheet), **_filed(office.register.copies, one)} for one in filed],
        "filed": sum(one.outcome is not None for one in filed),
        "left": len(left),
        "missing": [_named(one) for one in lacking],
        "entry": last.number,
        "head": head(last),
    }
    said = "\n".join([text, *(one.said for one in lacking), entered_at(last)])
    return Answer(fields, said, NOT_ALL_FILED if left else 0)


def by_hand(desk: Desk, asked: Namespace) -> Answer:
    """File one page where a person says."""
    office = desk.office()
    found = [sheet for sheet in desk.run(filing.look(office, [asked.file])) if sheet.number == asked.page]
    if not found:
        raise UsageError(f"There is no page {asked.page} in that file.", "Say which page: --page N")
    destination = Destination(asked.about, asked.paper)
    done = desk.run(filing.file_sheet(office, found[0], destination, at=asked.at))
    if done.outcome is None:
        raise TypeError(done)  # what is not filed by hand is an error
    told = sentence("{scan}: the {paper} of {about}. ", scan=done.scan, paper=done.paper, about=done.about)
    fields = {"scan": done.scan, "about": done.about, "paper": done.paper, **recorded(done.outcome)}
    return Answer(fields, f"{told}{done.told}\n{entered(done.outcome)}")


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the scanned papers."""
    register = desk.reading().register
    about = scans.subject(register, asked.about) if asked.about.strip() else ""
    found = scans.of(register, about) if about else list(register.scans.values())
    rows = [(one.scan, one.about, one.which, one.filed, "code" if one.code else "hand") for one in found]
    text = table(("scan", "about", "paper", "filed", "by"), rows, empty="No scanned paper is filed there.")
    return Answer({"scans": [_kept(one) for one in found]}, text)


def view(desk: Desk, asked: Namespace) -> Answer:
    """Write a scanned paper in clear."""
    outcome = desk.run(filing.export(desk.office(), asked.scan, asked.out))
    found = desk.office().register.scan(asked.scan)
    told = sentence("{file} is not protected: delete it when it was seen.", file=asked.out)
    fields = {"scan": found.scan, "sha256": found.master.sha256, "file": str(asked.out), **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def _lacking(register: Register, sheets: Sequence[Sheet]) -> list[Lacking]:
    return scans.lacking(register, [sheet.reading for sheet in sheets])


def _named(one: Lacking) -> dict[str, object]:
    return {"about": one.about, "paper": one.paper, "which": one.page.named}


def _which(page: PaperPage | None) -> str | None:
    return page.named if page else None


def _sheet(sheet: Sheet) -> dict[str, object]:
    return {
        "file": str(sheet.file),
        "page": sheet.number,
        "about": sheet.reading.about or None,
        "paper": sheet.reading.paper or None,
        "which": _which(sheet.reading.page),
        "blank": sheet.blank,
        "told": sheet.reading.told or sheet.reading.why_not,
    }


def _filed(known: dict[str, copies.Copy], one: Filed) -> dict[str, object]:
    copy = known.get(one.about)
    return {
        "scan": one.scan or None,
        "about": one.about or one.sheet.reading.about or None,
        "state": str(copy.state) if copy else None,
        "told": one.told,
    }


def _kept(one: Scan) -> dict[str, object]:
    return {
        "scan": one.scan,
        "about": one.about,
        "paper": one.paper,
        "which": _which(one.place),
        "filed": one.filed,
        "by_code": bool(one.code),
        "sha256": one.master.sha256,
    }


def _goes(sheet: Sheet) -> str | None:
    return f"{sheet.reading.which}, {sheet.reading.about}" if sheet.ready else None


def _went(one: Filed) -> str | None:
    page = one.sheet.reading.page
    return f"{one.paper}, {f'{page.named}, ' if page else ''}{one.about}" if one.outcome else None
