"""operator: people with a passphrase of their own (A2).

Rule: an operator chooses the passphrase; nobody else is shown it.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, head, sentence, table
from desktop.custody import ledger
from desktop.office import keys


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("operator", "People with a passphrase of their own.")
    made = group.verb(
        "add",
        add,
        "give a deputy a passphrase of their own",
        '--vault FOLDER --name "A. Deputy" --new-passphrase-file FILE',
        common=NOW,
    )
    made.add_argument("--name", metavar="NAME", required=True, help="the deputy's name in full")
    made.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        help="the deputy's passphrase is the first line of FILE (-: the next line of standard input); "
        "otherwise it is asked for",
    )
    group.verb("list", list_, "list the operators", "--vault FOLDER", common=NOW)
    return group.parser


def add(desk: Desk, asked: Namespace) -> Answer:
    """Give a deputy a passphrase."""
    office = desk.office()
    passphrase = desk.new_passphrase("--new-passphrase-file", asked.new_passphrase_file)
    operator = desk.run(keys.add_operator(office, name=asked.name, passphrase=passphrase))
    last = office.register.head
    told = sentence("{name} is now operator {operator}.", name=asked.name, operator=operator)
    advice = f"The deputy opens the vault with: --operator {operator}"
    fields = {"operator": operator, "entry": last.number, "head": head(last)}
    return Answer(fields, f"{told}\n{advice}\nLedger entry {ledger.checkpoint(last)}")


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the operators."""
    found = desk.reading().register.operators.values()
    text = table(("operator", "name"), [(known.operator, known.name) for known in found], empty="")
    return Answer({"operators": [{"operator": o.operator, "name": o.name} for o in found]}, text)
