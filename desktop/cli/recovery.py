"""recovery: shares on paper that together open the vault where nothing else does (A4).

Rule: a share is never an argument. It comes from a file, or is typed without being shown.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, count, path
from desktop.cli.desk import Desk
from desktop.cli.operator import NEW_KEYS, new_key_file, new_key_file_told, new_passphrase
from desktop.cli.shares import OR_ASKED, share_files, shares_typed
from desktop.cli.wording import Answer, entered, head, pairs, recorded, sentence
from desktop.custody import ledger
from desktop.office import recovery


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("recovery", "Shares on paper that together open the vault.")
    made = group.verb(
        "make",
        make,
        "make a set of shares, one sheet for each holder; a set before it is revoked",
        '--vault FOLDER --needed 2 --holder "A. Chair" --holder "B. Lawyer" --holder "C. Keeper" --out X',
        common=NOW,
    )
    made.add_argument("--needed", metavar="K", type=count, required=True, help="how many open the vault")
    made.add_argument(
        "--holder", metavar="NAME", action="append", required=True, help="who gets a share; once for each"
    )
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the sheets are to lie")
    new_key_file(made)
    tried = group.verb(
        "drill", drill, "prove that shares open the vault", "--vault FOLDER --share-file FILE", common=NOW
    )
    share_files(tried, OR_ASKED)
    tried.add_argument("--out", metavar="FOLDER", type=path, help="where a record to sign is to lie")
    ended = group.verb(
        "revoke", revoke, "make the shares useless", '--vault FOLDER --reason "A sheet was lost"', common=NOW
    )
    ended.add_argument("--reason", metavar="TEXT", required=True, help="why")
    new_key_file(ended)
    used = group.verb(
        "use",
        use,
        "open a vault with shares alone, and give an operator a new passphrase",
        "--vault FOLDER --share-file FILE --operator O-0001 --key-file NEW-FILE",
        common=NOW,
    )
    share_files(used, OR_ASKED)
    used.add_argument("--name", metavar="NAME", help="a new operator of this name, in place of --operator")
    new_passphrase(used)
    return group.parser


def make(desk: Desk, asked: Namespace) -> Answer:
    """Make a set of shares."""
    made = desk.run(
        recovery.make_shares(
            desk.office(),
            needed=asked.needed,
            holders=asked.holder,
            folder=asked.out,
            new_key_file=asked.new_key_file,
        )
    )
    fields = {
        "recovery": made.recovery,
        "sheets": [str(sheet) for sheet in made.sheets],
        **recorded(made.outcome),
    }
    told = sentence(
        "Set {number}: any {needed} of {of} shares open the vault. The sheets are in {folder}.",
        number=made.recovery,
        needed=asked.needed,
        of=len(made.sheets),
        folder=asked.out,
    )
    desk.console.advise("Whoever reads the sheets can open the vault: print them, then delete the files.")
    renewed = any(getattr(event, "new_device_secret", False) for event in made.outcome.events)
    file = asked.new_key_file if renewed else None  # a first set leaves the device secret as it is
    lines = [told, *new_key_file_told(file), NEW_KEYS, entered(made.outcome)]
    return Answer(fields, "\n".join(lines))


def drill(desk: Desk, asked: Namespace) -> Answer:
    """Prove that shares open the vault."""
    found = desk.run(recovery.drill(desk.office(), shares_typed(desk, asked.share_file), asked.out))
    fields = {
        "shares": list(found.shares),
        "record": str(found.record) if found.record else None,
        **recorded(found.outcome),
    }
    told = sentence(
        "Shares {numbers} open the vault.", numbers=", ".join(str(number) for number in found.shares)
    )
    return Answer(fields, f"{told}\n{entered(found.outcome)}")


def revoke(desk: Desk, asked: Namespace) -> Answer:
    """Make the shares useless."""
    outcome = desk.run(recovery.revoke(desk.office(), asked.reason, new_key_file=asked.new_key_file))
    told = "The shares open nothing any more, but for backups that were made before."
    lines = [told, *new_key_file_told(asked.new_key_file), NEW_KEYS, entered(outcome)]
    return Answer(recorded(outcome), "\n".join(lines))


def use(desk: Desk, asked: Namespace) -> Answer:
    """Open a vault with shares alone."""
    shares = shares_typed(desk, asked.share_file)
    office = desk.keep(
        recovery.recover(
            desk.folder,
            shares=shares,
            passphrase=desk.new_passphrase("--new-passphrase-file", asked.new_passphrase_file),
            operator=asked.operator,
            name=asked.name,
            key_file=asked.key_file,
            bounds=desk.bounds,
            clock=desk.clock,
        )
    )
    last = office.register.head
    fields = {"operator": office.vault.operator, "entry": last.number, "head": head(last)}
    facts = [
        ("Operator", office.vault.operator),
        ("Name", office.register.operator(office.vault.operator).name),
        ("Ledger entry", ledger.checkpoint(last)),
    ]
    advice = "The vault opens with the new passphrase. Add the other operators again, and make new shares."
    return Answer(fields, f"{pairs(facts)}\n{advice}")
