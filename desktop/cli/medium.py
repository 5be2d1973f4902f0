"""medium: the register of backup media (A5).

Rule: a medium is registered by its first backup; here it is said where it is, and that it is no more.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, paper, recorded, sentence, table
from desktop.custody import media as register_of_media
from desktop.custody.media import Medium
from desktop.office import media


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("medium", "The register of backup media.")
    group.verb("list", list_, "list the media, and what is on them", "--vault FOLDER", common=NOW)
    moved = group.verb(
        "move",
        move,
        "say where a medium is kept now, and by whom",
        '--vault FOLDER M-0001 --kept-at "The bank" --keeper "B. Keeper"',
    )
    moved.add_argument("medium", metavar="MEDIUM", help="such as M-0001")
    moved.add_argument("--kept-at", metavar="TEXT", required=True, help="where it is kept")
    moved.add_argument("--keeper", metavar="NAME", required=True, help="who keeps it")
    gone = group.verb(
        "destroy",
        destroy,
        "record that a medium was destroyed before a witness, and make the certificate",
        '--vault FOLDER M-0001 --how "Shredded" --witness "W. Witness" --out FOLDER',
        common=NOW,
    )
    gone.add_argument("medium", metavar="MEDIUM", help="such as M-0001")
    gone.add_argument("--how", metavar="TEXT", required=True, help="how it was destroyed")
    gone.add_argument("--witness", metavar="NAME", required=True, help="who saw it; not the operator")
    gone.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the certificate goes")
    again = group.verb(
        "certificate",
        certificate,
        "make the certificate of a destroyed medium again",
        "--vault FOLDER M-0001 --out FOLDER",
        common=NOW,
    )
    again.add_argument("medium", metavar="MEDIUM", help="such as M-0001")
    again.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the certificate goes")
    return group.parser


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the media."""
    register = desk.reading().register
    former = {found.medium for found in register_of_media.before_keys(register, register.generation)}
    rows = [
        (
            found.medium,
            found.label,
            found.place,
            found.keeper,
            found.backed_up,
            found.tested,
            _standing(found, former=found.medium in former),
        )
        for found in register.media.values()
    ]
    columns = ("medium", "label", "kept at", "keeper", "backed up", "tested", "")
    text = table(columns, rows, empty="No backup has been made yet.")
    return Answer({"media": [_fields(found, former) for found in register.media.values()]}, text)


def _standing(medium: Medium, *, former: bool) -> str:
    if medium.destroyed:
        return "destroyed"
    if medium.tested and medium.problems:
        return "PROBLEMS in the last test"
    return "made under former keys" if former else ""


def _fields(medium: Medium, former: set[str]) -> dict[str, object]:
    return {
        "medium": medium.medium,
        "label": medium.label,
        "place": medium.place,
        "keeper": medium.keeper,
        "backed_up": medium.backed_up,
        "number": medium.number,
        "former_keys": medium.medium in former,
        "tested": medium.tested,
        "problems": medium.problems,
        "destroyed": medium.destroyed,
    }


def move(desk: Desk, asked: Namespace) -> Answer:
    """Say where a medium is kept now."""
    outcome = desk.do(register_of_media.move, medium=asked.medium, place=asked.kept_at, keeper=asked.keeper)
    found = desk.office().register.medium(asked.medium)
    told = sentence(
        "{medium} is kept at {place}, with {keeper}.",
        medium=found.medium,
        place=found.place,
        keeper=found.keeper,
    )
    return Answer({"medium": found.medium, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def destroy(desk: Desk, asked: Namespace) -> Answer:
    """Record the end of a medium."""
    done = desk.run(
        media.destroy(
            desk.office(), medium=asked.medium, how=asked.how, witness=asked.witness, folder=asked.out
        )
    )
    found = desk.office().register.medium(asked.medium)
    fields = {"medium": found.medium, "certificate": str(done.certificate), **recorded(done.outcome)}
    told = sentence(
        "{medium} is recorded as destroyed. Sign the certificate: {file}",
        medium=found.medium,
        file=done.certificate,
    )
    return Answer(fields, f"{told}\n{entered(done.outcome)}")


def certificate(desk: Desk, asked: Namespace) -> Answer:
    """Make the certificate again."""
    office = desk.office()
    file = desk.run(media.certificate_again(office, medium=asked.medium, folder=asked.out))
    return paper("certificate", file, office.register.head)
