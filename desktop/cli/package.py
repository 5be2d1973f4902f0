"""package: what a successor body or an archive is given (A7).

Rule: a package is sealed for its recipient, or it was said in so many words that it is in clear. What was
typed as a recipient is never repeated: it may be a secret key.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, UsageError, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence
from desktop.custody.package_receipt import grouped
from desktop.office import packages
from desktop.office.packages import Order, Packaged


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("package", "What a successor body or an archive is given.")
    made = group.verb(
        "make",
        make,
        "write masters, register, ledger and custody history as a BagIt package, with a receipt to sign",
        "--vault FOLDER --to /media/drive/package --recipient age1...",
        common=NOW,
    )
    made.add_argument(
        "--to", metavar="FOLDER", type=path, required=True, help="a folder that is not there yet"
    )
    made.add_argument("--recipient", metavar="AGE1", help="the public key for which everything is sealed")
    made.add_argument("--in-clear", action="store_true", help="seal nothing; needs --witness and --reason")
    made.add_argument("--witness", metavar="NAME", help="who stood by when it was made in clear")
    made.add_argument("--review", metavar="R", help="only what belongs to this review")
    made.add_argument("--authority", metavar="TEXT", help="on whose authority it is handed over")
    made.add_argument("--reason", metavar="TEXT", help="why")
    made.add_argument(
        "--coding-schedules",
        action="store_true",
        help="include coding schedules, which have an access decision of their own",
    )
    return group.parser


def make(desk: Desk, asked: Namespace) -> Answer:
    """Make a package."""
    _complete(asked)
    order = Order(
        asked.to,
        asked.recipient,
        asked.review or "",
        asked.coding_schedules,
        asked.authority or "",
        asked.reason or "",
        asked.witness or "",
    )
    made = desk.run(packages.make_package(desk.office(), order))
    if asked.in_clear:
        desk.console.advise("Nothing in the package is sealed: whoever can read the folder can read it all.")
    return Answer(_fields(made), f"{_told(made)}\n{entered(made.outcome)}")


def _complete(asked: Namespace) -> None:
    if asked.in_clear == (asked.recipient is not None):
        raise UsageError(
            "A package is sealed for a recipient, or made in clear: one of the two.",
            "Give --recipient AGE1, or --in-clear with --witness NAME and --reason TEXT.",
        )
    missing = [
        f"--{name}" for name in ("witness", "reason") if asked.in_clear and getattr(asked, name) is None
    ]
    if missing:
        raise UsageError(
            f"In clear, these are missing: {', '.join(missing)}.", "See: strongroom package make --help"
        )


def _fields(made: Packaged) -> dict[str, object]:
    handed = made.handed
    return {
        "package": str(made.folder),
        "made": handed.entry,
        "receipt": str(made.receipt),
        "documents": handed.documents,
        "versions": handed.versions,
        "files": handed.files,
        "bytes": handed.size,
        "manifest": handed.manifest,
        "recipient": handed.recipient or None,
        "fingerprint": handed.fingerprint or None,
        "coding_schedules": handed.coding_schedules if handed.with_coding_schedules else 0,
        "entries": handed.entries,
        "withheld": handed.withheld,
        **recorded(made.outcome),
    }


def _told(made: Packaged) -> str:
    handed = made.handed
    left_out = handed.coding_schedules and not handed.with_coding_schedules
    rows: list[tuple[str, object]] = [
        ("Documents", handed.documents),
        ("Versions", handed.versions),
        ("Files", handed.files),
        ("Bytes", handed.size),
        ("Manifest", grouped(handed.manifest)),
        ("Sealed for", handed.recipient or "nobody: it is in clear"),
        ("Receipt", made.receipt),
    ]
    if handed.fingerprint:
        rows.insert(-1, ("Fingerprint", grouped(handed.fingerprint)))
    if left_out:
        rows.append(("Left out", f"coding schedules: {handed.coding_schedules}"))
    told = sentence("The package is in {folder}. Have its receipt signed by both sides.", folder=made.folder)
    return f"{told}\n{pairs(rows)}"
