"""document: take documents into custody, list them, and see one (B1-B3, B9).

Rule: a document leaves the vault in clear only as a file that somebody asked for, with a purpose, and not
without being told what that means.
"""

from argparse import Namespace

from desktop.cli import printers, renditions
from desktop.cli.arguments import NOW, Group, Parser, UsageError, count, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import documents, readable
from desktop.custody.copies import tally
from desktop.custody.documents import EDITIONS, Document, Intake, Version
from desktop.custody.register import Register
from desktop.custody.renditions import origin
from desktop.office import papers, viewing
from desktop.office.take_in import Accession, TakenIn, supersede, take_in

_MAKE_ONE = "none yet, so it cannot be viewed or printed: see document render, document attach-rendition"
_NEEDED = ("review", "kind", "edition")
_OF_THE_FIRST_VERSION = (*_NEEDED, "agency", "title")


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("document", "Take documents into custody, list and view them.")
    _take_in_verb(group)
    made = group.verb(
        "receipt",
        receipt,
        "make the accession receipt of a document's current version",
        "--vault FOLDER D-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("document", metavar="DOCUMENT", help="such as D-0001")
    printers.add_place(made, "receipt")
    made = group.verb("list", list_, "list the documents", "--vault FOLDER --review SCR-2026-01", common=NOW)
    made.add_argument("--review", metavar="R", help="only those of this review")
    made = group.verb("show", show, "show a document and its versions", "--vault FOLDER D-0001", common=NOW)
    made.add_argument("document", metavar="DOCUMENT", help="such as D-0001")
    made = group.verb(
        "view",
        view,
        "write a document in clear to a file; it is recorded who did so and why",
        '--vault FOLDER D-0001 --purpose "Legal advice" --out report.pdf',
    )
    made.add_argument("document", metavar="DOCUMENT", help="such as D-0001")
    made.add_argument("--purpose", metavar="TEXT", required=True, help="why it has to be seen")
    made.add_argument(
        "--out", metavar="FILE", type=path, required=True, help="a file that does not exist yet"
    )
    made.add_argument("--rendition", action="store_true", help="its rendition, and not the original")
    renditions.add_verbs(group)
    return group.parser


def _take_in_verb(group: Group) -> None:
    made = group.verb(
        "take-in",
        take_in_,
        "take a file into custody, as a new document or as a new version of one",
        "--vault FOLDER report.pdf --review SCR-2026-01 --kind overview-report --edition anonymised",
    )
    made.add_argument("file", metavar="FILE", type=path, help="the document as it came")
    made.add_argument("--review", metavar="R", help="the review it is for")
    made.add_argument(
        "--kind", metavar="K", help="such as imr, overview-report, executive-summary, minutes, other"
    )
    made.add_argument("--edition", metavar="E", help=f"one of: {', '.join(EDITIONS)}")
    made.add_argument(
        "--agency", metavar="TEXT", help="whose it is, for kinds of which each agency has its own"
    )
    made.add_argument("--title", metavar="TEXT", help="what stands on it")
    made.add_argument("--received-from", metavar="TEXT", default="", help="who brought or sent it")
    made.add_argument("--arrived", metavar="TEXT", default="", help="how it came")
    made.add_argument("--pages", metavar="N", type=count, help="as counted by hand")
    made.add_argument("--discrepancy", metavar="TEXT", default="", help="what was noticed at once")
    made.add_argument("--supersedes", metavar="D", help="it is a new version of this document")
    made.add_argument("--reason", metavar="TEXT", help="why there is a new version")
    printers.add_place(made, "receipt", "--receipt-to")


def take_in_(desk: Desk, asked: Namespace) -> Answer:
    """Take a file into custody."""
    _complete(asked)
    intake = Intake(asked.received_from, asked.arrived, asked.pages, asked.discrepancy)
    office = desk.office()
    place = printers.place_if_any(asked)
    if place is not None:
        desk.run(papers.place_ready(office, place))
    if asked.supersedes:
        accession = supersede(
            office, asked.file, document=asked.supersedes, reason=asked.reason, intake=intake, at=asked.at
        )
    else:
        described = Accession(
            asked.review, asked.kind, asked.edition, asked.agency or "", asked.title or "", intake
        )
        accession = take_in(office, asked.file, described, at=asked.at)
    taken = desk.run(accession)
    receipt = desk.run(papers.accession_receipt(office, taken.document, place)) if place is not None else None
    master = taken.master
    fields = {
        "document": taken.document,
        "version": taken.version,
        "sha256": master.sha256,
        "bytes": master.size,
        "pages": master.pages,
        "notes": list(master.notes),
        "works": master.works,
        **printers.made_fields("receipt", receipt),
        **recorded(taken.outcome),
    }
    lines = [_taken_told(office.register, taken)]
    if receipt:
        lines += [sentence("The receipt is {file}.", file=printers.lies(receipt))]
        lines += printers.to_count(office, receipt)
    return Answer(fields, "\n".join([*lines, entered(taken.outcome)]))


def receipt(desk: Desk, asked: Namespace) -> Answer:
    """Make the accession receipt."""
    office = desk.office()
    made = desk.run(papers.accession_receipt(office, asked.document, printers.place(asked)))
    return printers.paper("receipt", made, office)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the documents."""
    register = desk.reading().register
    review = register.review(asked.review).review if asked.review else None
    found = [known for known in register.documents.values() if review in {None, known.review}]
    rows = [
        (
            known.document,
            known.review,
            documents.described(register.founded.kind(known.kind), known.agency),
            known.edition,
            known.current.version,
            known.pages,
            known.allotted,
            known.disposed or None,
        )
        for known in found
    ]
    columns = ("document", "review", "what", "edition", "version", "pages", "copies", "disposed of")
    text = table(columns, rows, empty="No document was taken into custody yet.")
    return Answer({"documents": [_fields(register, known) for known in found]}, text)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show one document."""
    register = desk.reading().register
    known = register.document(asked.document)
    states = ", ".join(
        f"{number} {state}" for state, number in tally(register, known.document).items() if number
    )
    text = pairs(
        [
            ("Document", known.document),
            ("Review", known.review),
            ("What", documents.described(register.founded.kind(known.kind), known.agency)),
            ("Edition", known.edition),
            ("Title", known.title or None),
            ("Copies", states or "none"),
            ("Limit", f"{known.limit} copies"),
            ("Use", readable.told(known.current.shown) or None),
            *(("Note", note) for note in known.current.shown.notes),
            ("May be issued", _issued(known)),
            *(("Viewed and printed from", origin(made)) for made in known.current.renditions[-1:]),
            *(
                [("Rendition", _MAKE_ONE)]
                if known.current.needs_rendition and not (known.current.renditions or known.disposed)
                else []
            ),
        ]
    )
    versions = table(
        ("version", "taken in", "pages", "bytes", "from", "discrepancy", "reason"),
        [
            (
                version.version,
                version.taken_in,
                version.master.pages,
                version.master.size,
                version.intake.received_from,
                version.intake.discrepancy,
                version.reason,
            )
            for version in known.versions
        ],
        empty="",
    )
    return Answer({"documents": [_fields(register, known)]}, f"{text}\n\n{versions}")


def view(desk: Desk, asked: Namespace) -> Answer:
    """Write a document in clear."""
    done = desk.run(
        viewing.export(
            desk.office(),
            asked.document,
            asked.purpose,
            asked.out,
            rendition=asked.rendition,
            at=asked.at,
        )
    )
    told = sentence("The document was written to {file}.", file=asked.out)
    warned = (
        "That file is not protected: whoever can read it can read the document. "
        "Remove it when it is done with; the disk and its backups may keep traces."
    )
    desk.console.advise(warned)
    return Answer(
        {"sha256": done.sha256, "warning": warned, **recorded(done.outcome)},
        f"{told}\n{entered(done.outcome)}",
    )


def _complete(asked: Namespace) -> None:
    """Refuse a mixture of what belongs to a new document and to a new version."""
    if asked.supersedes:
        given = [name for name in _OF_THE_FIRST_VERSION if getattr(asked, name) is not None]
        if given:
            raise UsageError(
                f"A new version keeps the document's {given[0]}.", f"Leave --{given[0]} out, or --supersedes."
            )
        if asked.reason is None:
            raise UsageError("A new version needs its reason.", "Give it: --reason TEXT")
        return
    missing = [f"--{name}" for name in _NEEDED if getattr(asked, name) is None]
    if missing:
        raise UsageError(
            f"These are missing: {', '.join(missing)}.", "See: strongroom document take-in --help"
        )
    if asked.reason is not None:
        raise UsageError(
            "--reason goes with --supersedes.", "Leave it out, or name the document it supersedes."
        )


def _taken_told(register: Register, taken: TakenIn) -> str:
    known, master = register.documents[taken.document], taken.master
    told = sentence(
        "{document}, version {version}: {what}, {edition} edition, is in custody.",
        document=known.document,
        version=taken.version,
        what=documents.described(register.founded.kind(known.kind), known.agency),
        edition=known.edition,
    )
    rows: list[tuple[str, object]] = [
        ("Pages", master.pages if master.pages is not None else "could not be counted"),
        ("Bytes", master.size),
        ("SHA-256", master.sha256),
    ]
    rows += [("Note", note) for note in master.notes]
    rows.append(("Use", readable.told(master) or None))
    if known.current.needs_rendition:
        rows.append(("Rendition", _MAKE_ONE))
    if known.current.intake.discrepancy:
        rows.append(("Discrepancy", known.current.intake.discrepancy))
    return f"{told}\n{pairs(rows)}"


def _issued(known: Document) -> str:
    if known.disposed:
        return f"no: it was disposed of under {known.disposed}, and its masters are no more"
    return f"no: {known.blocked}" if known.blocked else "yes"


def _fields(register: Register, known: Document) -> dict[str, object]:
    return {
        "document": known.document,
        "review": known.review,
        "kind": known.kind,
        "label": register.founded.kind(known.kind).label,
        "agency": known.agency,
        "edition": known.edition,
        "title": known.title,
        "version": known.current.version,
        "pages": known.pages,
        "sha256": known.current.master.sha256,
        "copies": known.allotted,
        "limit": known.limit,
        "blocked": known.blocked or None,
        "disposed": known.disposed or None,
        "versions": [_version_fields(version) for version in known.versions],
    }


def _version_fields(version: Version) -> dict[str, object]:
    return {
        "version": version.version,
        "taken_in": version.taken_in,
        "sha256": version.master.sha256,
        "bytes": version.master.size,
        "pages": version.master.pages,
        "notes": list(version.master.notes),
        "works": version.master.works,
        "file_name": version.master.file_name,
        "received_from": version.intake.received_from,
        "discrepancy": version.intake.discrepancy,
        "reason": version.reason,
        "renditions": [renditions.fields_of(made) for made in version.renditions],
        "entry": version.entry,
    }
