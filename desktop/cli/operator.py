"""operator: people with a passphrase of their own (A2).

Rule: an operator chooses the passphrase; nobody else is shown it.
"""

from argparse import Namespace
from pathlib import Path

from desktop.cli.arguments import NOW, Group, Parser, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, head, recorded, sentence, table
from desktop.custody import dates, ledger
from desktop.office import keys

NEW_KEYS = "The vault has new keys: make a new backup, since those made before open only with what was."


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
    new_passphrase(made)
    changed = group.verb(
        "change-passphrase",
        change_passphrase,
        "change one's own passphrase",
        "--vault FOLDER --new-passphrase-file FILE",
        common=NOW,
    )
    new_passphrase(changed)
    removed = group.verb(
        "remove",
        remove,
        "take an operator's passphrase away; the vault gets new keys",
        '--vault FOLDER O-0002 --reason "Left the Board"',
        common=NOW,
    )
    removed.add_argument("removed", metavar="OPERATOR", help="such as O-0002")
    removed.add_argument("--reason", metavar="TEXT", required=True, help="why")
    new_key_file(removed)
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


def change_passphrase(desk: Desk, asked: Namespace) -> Answer:
    """Change the passphrase of whoever opens the vault."""
    present = desk.passphrase()
    office = desk.office()
    passphrase = desk.new_passphrase("--new-passphrase-file", asked.new_passphrase_file)
    outcome = desk.run(keys.change_passphrase(office, present=present, passphrase=passphrase))
    told = sentence("The passphrase of {operator} was changed.", operator=office.vault.operator)
    return Answer({"operator": office.vault.operator, **recorded(outcome)}, f"{told}\n{NEW_KEYS}")


def remove(desk: Desk, asked: Namespace) -> Answer:
    """Take an operator's passphrase away."""
    office = desk.office()
    outcome = desk.run(
        keys.remove_operator(
            office, operator=asked.removed, reason=asked.reason, new_key_file=asked.new_key_file
        )
    )
    gone = office.register.operator(asked.removed)
    lines = [
        sentence("{operator} {name} is no operator any more.", operator=gone.operator, name=gone.name),
        *new_key_file_told(asked.new_key_file),
        NEW_KEYS,
    ]
    return Answer({"operator": gone.operator, **recorded(outcome)}, "\n".join(lines))


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the operators."""
    register = desk.reading().register
    found = [
        {
            "operator": known.operator,
            "name": known.name,
            "custodian": known.operator == register.founded.custodian,
            "removed": known.removed.isoformat() if known.removed else None,
        }
        for known in register.operators.values()
    ]
    rows = [
        (
            known.operator,
            known.name,
            "custodian" if known.operator == register.founded.custodian else "",
            f"removed {dates.day(known.removed)}" if known.removed else "",
        )
        for known in register.operators.values()
    ]
    return Answer({"operators": found}, table(("operator", "name", "", ""), rows, empty=""))


def new_key_file(command: Parser) -> None:
    """Add the option of acts that make a new device secret."""
    command.add_argument(
        "--new-key-file",
        metavar="FILE",
        type=path,
        help="a new file for the new device secret, where the one before lies in a file",
    )


def new_key_file_told(file: Path | None) -> list[str]:
    """Return what is to be known of a key file that an act has made, if it made one."""
    if file is None:
        return []
    told = "The vault now opens with the key file {file}. Keep the one before as long as backups from before."
    return [sentence(told, file=file)]


def new_passphrase(command: Parser) -> None:
    """Add the option of acts that take a new passphrase."""
    command.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        help="the new passphrase is the first line of FILE (-: the next line of standard input); "
        "otherwise it is asked for",
    )
