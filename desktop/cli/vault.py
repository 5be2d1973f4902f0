"""vault: make a vault, see how it stands, verify it, back it up and restore it.

Rule: how a vault stands can be asked while another program has it open; who that is, is part of the answer.
"""

from argparse import Namespace
from datetime import datetime

import msgspec

from desktop.cli import backups
from desktop.cli import today as today_
from desktop.cli.arguments import NOW, Group, Parser
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, counted, head, pairs, recorded, sentence, table, words
from desktop.custody import incidents, ledger
from desktop.custody.today import Due, Today, today
from desktop.office import opening, verification

_READ_INSIDE = "in a process of their own, inside bubblewrap"
_READ_APART = "in a process of their own, confined by itself; bubblewrap would be a second wall"


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("vault", "Make a vault, see how it stands, verify it, back it up.")
    made = group.verb(
        "create",
        create,
        "make a vault in a new or empty folder",
        '--vault FOLDER --board "Invented Board" --operator "A. Person" --key-file FILE',
        common=[name for name in NOW if name != "operator"],
    )
    made.add_argument("--board", metavar="NAME", required=True, help="the Board whose vault it is")
    made.add_argument("--operator", metavar="NAME", required=True, help="who works with it first")
    made.add_argument(
        "--returns", metavar="TEXT", default="", help="where a copy that is found is to be sent"
    )
    group.verb(
        "status", status, "say how the vault stands, and who has it open", "--vault FOLDER", common=NOW
    )
    checked = group.verb("verify", verify, "check the ledger and every master", "--vault FOLDER", common=NOW)
    checked.add_argument(
        "--read-only", action="store_true", help="write nothing, such as in a copy of the vault"
    )
    checked.add_argument(
        "--slip", metavar="TEXT", help="the number and code at the foot of one of our papers"
    )
    today_.add_verb(group)
    backups.add_verbs(group)
    return group.parser


def create(desk: Desk, asked: Namespace) -> Answer:
    """Make a vault (A1, A3)."""
    office = desk.keep(
        opening.create(
            desk.folder,
            passphrase=desk.new_passphrase("--passphrase-file", asked.passphrase_file),
            board_name=asked.board,
            operator=asked.operator,
            returns=asked.returns,
            key_file=asked.key_file,
            bounds=desk.bounds,
            clock=desk.clock,
        )
    )
    last = office.register.head
    told = sentence(
        "The vault of {board} was made in {folder}.", board=office.register.founded.name, folder=desk.folder
    )
    second = (
        sentence("The device secret is in {file}; the vault opens only with it.", file=asked.key_file)
        if asked.key_file
        else "The device secret is in this computer's keyring; the vault opens only with it."
    )
    advice = "Nobody can open the vault without the passphrase: there is no way round it."
    fields = {"vault": str(desk.folder), "entry": last.number, "head": head(last)}
    return Answer(fields, "\n".join([told, second, advice, f"Ledger entry {ledger.checkpoint(last)}"]))


def status(desk: Desk, _asked: Namespace) -> Answer:
    """Say how the vault stands."""
    holder = opening.holder(desk.folder)
    office = desk.reading()
    register = office.register
    waiting = today(register, desk.clock().date())
    out = [copy for copy in register.copies.values() if copy.out]
    fields = {
        "vault": str(desk.folder),
        "board": register.founded.name,
        "entries": register.head.number,
        "reviews": len(register.reviews),
        "documents": len(register.documents),
        "copies_out": len(out),
        "overdue": len(waiting.overdue),
        "to_resolve": len(waiting.to_resolve),
        "open_incidents": len(waiting.open_incidents),
        "incident_clocks": [{"incident": incident, "ends": ends} for incident, ends in _clocks(waiting)],
        "clocks": [
            {"reference": clock.reference, "what": clock.what, "due": clock.due, "standing": clock.why}
            for clock in waiting.clocks
        ],
        "due": {name: due.why if due else None for name, due in _due(waiting)},
        "reading": "bubblewrap" if office.room.walled else "own confinement",
        "finding": type(office.finding).__name__ if office.finding else None,
        "locked_by": msgspec.structs.asdict(holder) if holder else None,
        "head": head(register.head),
    }
    text = pairs(
        [
            ("Board", register.founded.name),
            ("Reviews", len(register.reviews)),
            ("Documents", len(register.documents)),
            ("Copies out", len(out)),
            ("Overdue", len(waiting.overdue)),
            ("Prints to resolve", len(waiting.to_resolve)),
            ("Open incidents", len(waiting.open_incidents)),
            *[(f"Clock of {incident} ends", told) for incident, told in _clocks_told(desk, waiting)],
            *[(f"{clock.reference}, {clock.what}", clock.due or clock.why) for clock in waiting.clocks],
            *[(f"{name.capitalize()} due", due.why) for name, due in _due(waiting) if due],
            ("Open elsewhere", _opened(holder)),
            ("Documents are read", _READ_INSIDE if office.room.walled else _READ_APART),
            ("Ledger entry", ledger.checkpoint(register.head)),
        ]
    )
    return Answer(fields, text)


def _opened(holder: opening.Holder | None) -> str:
    if holder is None:
        return "no"
    return sentence("by {who} on {host} (program {pid}), since {since}", **msgspec.structs.asdict(holder))


def _clocks(waiting: Today) -> list[tuple[str, datetime | None]]:
    """Return until when the Commissioner is to be told of each incident whose clock runs."""
    return [(known.incident, known.clock_ends) for known in waiting.open_incidents if known.clock_runs]


def _clocks_told(desk: Desk, waiting: Today) -> list[tuple[str, str]]:
    """Return what each clock asks for in words, and when it ends or ended."""
    return [
        (known.incident, f"{words(known.clock_ends)}: {incidents.clock_words(known, desk.clock())}")
        for known in waiting.open_incidents
        if known.clock_runs
    ]


def _due(waiting: Today) -> list[tuple[str, Due | None]]:
    return [
        ("check", waiting.check_due),
        ("backup", waiting.backup_due),
        ("recovery", waiting.recovery_due),
        ("holidays", waiting.holidays_due),
    ]


def verify(desk: Desk, asked: Namespace) -> Answer:
    """Check the ledger, every master, and a slip if one is given."""
    found = desk.run(verification.verify(desk.checking(read_only=asked.read_only), asked.slip))
    fields = {
        "ok": found.ok,
        "entries": found.entries,
        "masters": found.masters,
        "problems": [problem._asdict() for problem in found.problems],
        "slip": found.slip,
        **(recorded(found.outcome) if found.outcome else {}),
    }
    told = sentence(
        "Checked: {entries} and {masters}.",
        entries=counted(found.entries, "ledger entry"),
        masters=counted(found.masters, "master"),
    )
    problems = table(
        ("where", "problem"),
        [(problem.where, problem.what) for problem in found.problems],
        empty="No problem was found.",
    )
    lines = [told, problems, *([slip_told(found.slip)] if found.slip else [])]
    return Answer(fields, "\n".join(lines), 0 if found.ok else backups.NOT_RIGHT)


def slip_told(answer: ledger.Answer) -> str:
    """Return in words how a slip compares with the ledger."""
    return {
        "matches": "The slip matches the ledger.",
        "differs": "The slip differs from the ledger: the ledger was changed after the slip was printed.",
        "unknown": (
            "The ledger has no such entry: its end was cut off, an older vault was put back, "
            "or the slip is another vault's."
        ),
    }[answer]
