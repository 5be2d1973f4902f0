"""disposal: the end of a master: prepared, signed by two people, and done by the code of the sheet (G5, G6).

Rule: what still holds a document is told with every answer; "complete" is computed, and nobody types it.
"""

from argparse import Namespace
from datetime import date

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, Parser, count, path
from desktop.cli.desk import Desk
from desktop.cli.operator import new_key_file
from desktop.cli.wording import Answer, entered, pairs, paper, recorded, sentence, table
from desktop.custody import disposal_traces, disposals
from desktop.custody.disposal_traces import FATES, Trace
from desktop.custody.disposals import Disposal
from desktop.custody.register import Register
from desktop.office import disposing, replaying

BACK_UP_NOW = (
    "Back the vault up now: its keys are new, and what was backed up before opens only with the recovery"
    " shares of its time."
)


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("disposal", "The end of a master: two people, a signed sheet, and its code.")
    _ended(group)
    _followed(group)
    _papers(group)
    shown = group.verb(
        "show", show, "show a disposal, and what still holds it", "--vault FOLDER DP-0001", common=NOW
    )
    _named(shown)
    group.verb("list", list_, "list the disposals", "--vault FOLDER", common=NOW)
    return group.parser


def _ended(group: Group) -> None:
    made = group.verb(
        "prepare",
        prepare,
        "prepare the disposal of documents, and make the sheet that two people sign",
        '--vault FOLDER D-0001 D-0002 --witness "W. Witness" --out FOLDER',
        common=NOW,
    )
    made.add_argument("documents", metavar="DOCUMENT", nargs="+", help="each by its reference")
    made.add_argument("--witness", metavar="NAME", required=True, help="the second person, who signs too")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the sheet goes")
    made = group.verb(
        "complete",
        complete,
        "destroy the keys by the code of the signed sheet; nothing brings the documents back",
        "--vault FOLDER DP-0001 --code XXXX-XXXX --out FOLDER",
        common=NOW,
    )
    _named(made)
    made.add_argument("--code", metavar="CODE", required=True, help="the code on the signed sheet")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the certificate goes")
    new_key_file(made)
    made = group.verb(
        "abandon",
        abandon,
        "give up a disposal that is not done",
        '--vault FOLDER DP-0001 --reason "A hold is coming"',
    )
    _named(made)
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")


def _followed(group: Group) -> None:
    made = group.verb(
        "account-for",
        account_for,
        "say what became of a package, an exported file or a vault put aside, by its entry",
        '--vault FOLDER 45 --fate destroyed --how "Stick shredded" --witness "W. Witness"',
    )
    made.add_argument("entry", metavar="ENTRY", type=count, help="the entry with which it left")
    fates = ", ".join(fate.replace(" ", "-") for fate in FATES)
    made.add_argument("--fate", metavar="FATE", required=True, help=fates)
    made.add_argument("--how", metavar="TEXT", required=True, help="how that is known")
    made.add_argument("--witness", metavar="NAME", required=True, help="the second person")
    made = group.verb(
        "replay-file",
        replay_file,
        "write what a restore of an older backup must be told, signed by the vault",
        "--vault FOLDER --out FILE",
        common=NOW,
    )
    made.add_argument("--out", metavar="FILE", type=path, required=True, help="a file that is not there yet")


def _papers(group: Group) -> None:
    for name, job, about in (
        ("sheet", sheet, "make the sheet of a disposal that awaits signature again"),
        ("certificate", certificate, "make the certificate again, with what holds the documents today"),
        ("final-certificate", final_certificate, "make the last certificate of a disposal that is complete"),
    ):
        made = group.verb(name, job, about, "--vault FOLDER DP-0001 --out FOLDER", common=NOW)
        _named(made)
        printers.add_place(made, "paper")


def _named(made: Parser) -> None:
    made.add_argument("disposal", metavar="DISPOSAL", help="such as DP-0001")


def prepare(desk: Desk, asked: Namespace) -> Answer:
    """Prepare a disposal."""
    office = desk.office()
    done = desk.run(
        disposing.prepare(office, documents=asked.documents, witness=asked.witness, folder=asked.out)
    )
    found = office.register.disposal(done.disposal)
    fields = {
        **_fields(office.register, found, desk.clock().date()),
        "sheet": str(done.sheet),
        **recorded(done.outcome),
    }
    lines = [
        sentence("{disposal} is prepared: nothing is destroyed yet.", disposal=found.disposal),
        sentence("Tick and sign the sheet, both of you: {file}", file=done.sheet),
        sentence("Type its code by the end of {day}; then it lapses.", day=found.last_day),
        entered(done.outcome),
    ]
    return Answer(fields, "\n".join(lines))


def complete(desk: Desk, asked: Namespace) -> Answer:
    """Destroy the keys."""
    office = desk.office()
    done = desk.run(
        disposing.complete(
            office,
            disposal=asked.disposal,
            code=asked.code,
            folder=asked.out,
            new_key_file=asked.new_key_file,
        )
    )
    found = office.register.disposal(done.disposal)
    fields = {
        **_fields(office.register, found, desk.clock().date()),
        "certificate": str(done.certificate),
        "key_file": str(asked.new_key_file) if asked.new_key_file else None,
        **recorded(done.outcome),
    }
    told = "The vault now opens with {file}. The former key file is gone: destroy every copy of it."
    keys = [sentence(told, file=asked.new_key_file)] if asked.new_key_file else []
    lines = [
        sentence("{disposal}: the keys are removed here.", disposal=found.disposal),
        sentence("Sign the certificate, both of you: {file}", file=done.certificate),
        *[sentence("Left behind: {what}", what=what) for what in done.left],
        *keys,
        _still_told(done.still),
        BACK_UP_NOW,
        entered(done.outcome),
    ]
    return Answer(fields, "\n".join(lines))


def abandon(desk: Desk, asked: Namespace) -> Answer:
    """Give a disposal up."""
    outcome = desk.do(disposals.abandon, disposal=asked.disposal, reason=asked.reason)
    found = desk.office().register.disposal(asked.disposal)
    told = sentence("{disposal} is abandoned; nothing was destroyed.", disposal=found.disposal)
    return Answer({"disposal": found.disposal, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def account_for(desk: Desk, asked: Namespace) -> Answer:
    """Account for what left the vault."""
    outcome = desk.do(
        disposal_traces.settle, entry=asked.entry, fate=asked.fate, how=asked.how, witness=asked.witness
    )
    known = desk.office().register.settled[asked.entry]
    told = sentence("What left with entry {entry}: {fate}.", entry=known.entry, fate=known.fate)
    fields = {"accounted_for": known.entry, "fate": known.fate, **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def replay_file(desk: Desk, asked: Namespace) -> Answer:
    """Write the replay file."""
    office = desk.office()
    file = desk.run(replaying.write(office, asked.out))
    return paper("replay file", file, office.register.head)


def sheet(desk: Desk, asked: Namespace) -> Answer:
    """Make the sheet again."""
    office = desk.office()
    made = desk.run(disposing.sheet_again(office, asked.disposal, printers.place(asked)))
    return printers.paper("sheet", made, office)


def certificate(desk: Desk, asked: Namespace) -> Answer:
    """Make the certificate again."""
    return _certificate(desk, asked, final=False)


def final_certificate(desk: Desk, asked: Namespace) -> Answer:
    """Make the last certificate."""
    return _certificate(desk, asked, final=True)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show a disposal."""
    register, day = desk.reading().register, desk.clock().date()
    found = register.disposal(asked.disposal)
    facts: list[tuple[str, object]] = [
        ("Disposal", found.disposal),
        ("State", disposal_traces.state(register, found, day)),
        ("Documents", ", ".join(found.documents)),
        ("Prepared", found.prepared),
        ("Second person", found.second),
        *([("Sheet counts until", found.last_day)] if found.waits else []),
        ("Keys removed", found.done),
        ("Complete since", disposal_traces.completed(register, found)),
        *([("Left behind", "; ".join(found.left))] if found.left else []),
        *([("Abandoned", found.reason)] if found.abandoned else []),
    ]
    rows = [
        (trace.reference, trace.what, trace.where, trace.settled or f"STILL HOLDS: {trace.to_do}")
        for trace in disposal_traces.traces(register, found)
    ]
    text = table(("", "what", "where", "how it stands"), rows, empty="Nothing else is known to hold it.")
    return Answer(_fields(register, found, day), f"{pairs(facts)}\n\n{text}")


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the disposals."""
    register, day = desk.reading().register, desk.clock().date()
    every = register.disposals.values()
    rows = [
        (
            one.disposal,
            disposal_traces.state(register, one, day),
            one.prepared,
            one.done,
            ", ".join(one.documents),
        )
        for one in every
    ]
    columns = ("disposal", "state", "prepared", "keys removed", "documents")
    text = table(columns, rows, empty="No disposal was prepared yet.")
    return Answer({"disposals": [_fields(register, one, day) for one in every]}, text)


def _certificate(desk: Desk, asked: Namespace, *, final: bool) -> Answer:
    office = desk.office()
    where = printers.place(asked)
    made = desk.run(disposing.certificate_again(office, disposal=asked.disposal, where=where, final=final))
    return printers.paper("certificate", made, office)


def _still_told(still: list[Trace]) -> str:
    if not still:
        return "Nothing else is known to hold them."
    rows = [(trace.reference, trace.what, trace.where, trace.to_do) for trace in still]
    return f"Not complete: these still hold them.\n{table(('', 'what', 'where', 'to do'), rows, empty='')}"


def _fields(register: Register, found: Disposal, day: date) -> dict[str, object]:
    known = register.operators.get(found.operator)
    return {
        "disposal": found.disposal,
        "state": disposal_traces.state(register, found, day),
        "documents": list(found.documents),
        "grounds": [
            {
                "document": one.document,
                "decision": one.decision,
                "rule": one.rule,
                "authority": one.authority,
            }
            for one in found.items
        ],
        "first": known.name if known else found.operator,
        "second": found.second,
        "prepared": found.prepared,
        "until": found.last_day,
        "keys_removed": found.done,
        "complete": disposal_traces.completed(register, found),
        "masters": len(found.masters),
        "left": list(found.left),
        "still_held": [
            {"reference": one.reference, "what": one.what, "where": one.where, "to_do": one.to_do}
            for one in disposal_traces.unsettled(register, found)
        ]
        if found.done
        else [],
    }
