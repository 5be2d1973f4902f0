"""handover: the vault passes from one custodian to the next, with new keys and a joint sheet (A6).

Rule: the sheet awaits signature until its code is typed back.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, path
from desktop.cli.desk import Desk
from desktop.cli.operator import NEW_KEYS, new_key_file, new_key_file_told
from desktop.cli.wording import Answer, entered, paper, recorded, sentence
from desktop.custody import handover
from desktop.office import handing_over


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("handover", "The vault passes from one custodian to the next.")
    made = group.verb(
        "make",
        make,
        "make another operator the custodian, with new keys, and the joint sheet to sign",
        '--vault FOLDER --to O-0002 --authority "The Chair" --out FOLDER',
        common=NOW,
    )
    made.add_argument("--to", metavar="OPERATOR", required=True, help="the custodian to be, such as O-0002")
    made.add_argument("--authority", metavar="TEXT", required=True, help="who decided it")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the sheet is to lie")
    made.add_argument(
        "--witness", metavar="NAME", default="", help="who stands by where the custodian does not do it"
    )
    new_key_file(made)
    signed = group.verb(
        "confirm", confirm, "type the code of the sheet that both signed", "--vault FOLDER --code XXXX-XXXX"
    )
    signed.add_argument("--code", metavar="CODE", required=True, help="the code on the signed sheet")
    again = group.verb(
        "sheet", sheet, "make the sheet of the last handover again", "--vault FOLDER --out FOLDER", common=NOW
    )
    again.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the sheet is to lie")
    return group.parser


def make(desk: Desk, asked: Namespace) -> Answer:
    """Hand the vault over."""
    office = desk.office()
    made = desk.run(
        handing_over.hand_over(
            office,
            operator=asked.to,
            authority=asked.authority,
            folder=asked.out,
            new_key_file=asked.new_key_file,
            witness=asked.witness,
        )
    )
    custodian = office.register.operator(office.register.founded.custodian)
    fields = {"custodian": custodian.operator, "sheet": str(made.sheet), **recorded(made.outcome)}
    lines = [
        sentence(
            "{name} ({operator}) is now the custodian.", name=custodian.name, operator=custodian.operator
        ),
        sentence("Count everything together, and sign the sheet: {file}", file=made.sheet),
        *new_key_file_told(asked.new_key_file),
        NEW_KEYS,
        entered(made.outcome),
    ]
    return Answer(fields, "\n".join(lines))


def confirm(desk: Desk, asked: Namespace) -> Answer:
    """Confirm that the sheet came back signed."""
    outcome = desk.do(handover.confirm, code=asked.code)
    last = handover.last_handover(desk.office().register)
    told = sentence("The handover to {operator} is confirmed.", operator=last.operator)
    return Answer({"custodian": last.operator, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def sheet(desk: Desk, asked: Namespace) -> Answer:
    """Make the sheet again."""
    office = desk.office()
    return paper("sheet", desk.run(handing_over.sheet_again(office, asked.out)), office.register.head)
