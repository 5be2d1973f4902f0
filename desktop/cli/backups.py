"""The backups of a vault: made, drilled, and restored from (A5): commands of the noun vault.

Rule: what a restore could not bring back is told first, and nobody has to look for it.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, path
from desktop.cli.desk import Desk
from desktop.cli.shares import read_shares, share_files
from desktop.cli.wording import Answer, counted, entered, head, pairs, paper, recorded, sentence, table
from desktop.custody import ledger
from desktop.office import backing_up, papers, restoring
from desktop.office.backing_up import Drilled
from desktop.office.restoring import Restored

NOT_RIGHT = 3
"""The exit code when the check itself went well and what was checked is not right."""


def add_verbs(group: Group) -> None:
    """Add the commands to those of the vault."""
    made = group.verb(
        "backup",
        backup,
        "back the vault up to a folder or drive; what is there already is not copied again",
        '--vault FOLDER --to /media/drive/backup --label "Drive 1" --kept-at "Bank" --keeper "B. Keeper"',
        common=NOW,
    )
    made.add_argument("--to", metavar="FOLDER", type=path, required=True, help="a folder on the medium")
    made.add_argument("--label", metavar="TEXT", default="", help="what is written on a new medium")
    made.add_argument("--kept-at", metavar="TEXT", default="", help="where a new medium is kept")
    made.add_argument("--keeper", metavar="NAME", default="", help="who keeps a new medium")
    tried = group.verb(
        "drill",
        drill,
        "restore a backup to a private place, verify all of it, and take it away again",
        "--vault FOLDER --from /media/drive/backup",
        common=NOW,
    )
    tried.add_argument("--from", metavar="FOLDER", dest="source", type=path, required=True, help="the backup")
    tried.add_argument(
        "--private", metavar="FOLDER", type=path, help="where there is room for it; else the temporary folder"
    )
    _add_restore(group)
    _add_record(group)


def _add_record(group: Group) -> None:
    made = group.verb(
        "restore-record",
        restore_record,
        "make the record of the last restore, for operator and witness to sign",
        "--vault FOLDER --out FOLDER",
        common=NOW,
    )
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the record is to lie")


def _add_restore(group: Group) -> None:
    back = group.verb(
        "restore",
        restore,
        "restore a vault from a backup; a vault that is there is put aside",
        "--from /media/drive/backup --to FOLDER --key-file FILE",
        common=[name for name in NOW if name != "vault"],
    )
    back.add_argument("--from", metavar="FOLDER", dest="source", type=path, required=True, help="the backup")
    back.add_argument("--to", metavar="FOLDER", type=path, required=True, help="where the vault is to lie")
    back.add_argument(
        "--newer",
        metavar="FOLDER",
        type=path,
        help="a vault put aside, or a later backup, from which later entries are taken over",
    )
    share_files(back, "in place of passphrase and device secret: a file with a recovery share on each line")
    back.add_argument("--slip", metavar="TEXT", help="number and code of the latest paper at hand")
    back.add_argument("--witness", metavar="NAME", default="", help="who stands by where entries are lost")
    back.add_argument("--reason", metavar="TEXT", default="", help="why entries are given up")
    back.add_argument(
        "--replay",
        metavar="FILE",
        type=path,
        action="append",
        default=[],
        help="a replay file: disposals and holds that the backup may not know of; may be given again",
    )
    back.add_argument(
        "--disposed",
        metavar="DOCUMENT",
        action="append",
        default=[],
        help="a document that a certificate of disposal names; its key is taken out of what is restored",
    )


def backup(desk: Desk, asked: Namespace) -> Answer:
    """Back the vault up."""
    office = desk.office()
    made = desk.run(
        backing_up.back_up(office, asked.to, label=asked.label, place=asked.kept_at, keeper=asked.keeper)
    )
    fields = {
        "backup": made.medium,
        "files_copied": made.files_copied,
        "bytes_copied": made.bytes_copied,
        "missing": made.missing,
        "kept": made.kept,
        **recorded(made.outcome),
    }
    told = sentence(
        "Backed up to {folder} ({medium}): {files} copied, and compared after writing.",
        folder=asked.to,
        medium=made.medium,
        files=counted(made.files_copied, "file"),
    )
    lacking = [
        sentence("Not in the vault, and so not in the backup: {name}", name=name) for name in made.missing
    ]
    lacking += [
        sentence("The vault has lost or changed this master; the backup still has it: {name}", name=name)
        for name in made.kept
    ]
    return Answer(fields, "\n".join([*lacking, told, entered(made.outcome)]), NOT_RIGHT if lacking else 0)


def drill(desk: Desk, asked: Namespace) -> Answer:
    """Prove that a backup can be restored."""
    found = desk.run(backing_up.drill(desk.checking(read_only=False), asked.source, asked.private))
    fields = {
        "backup": found.medium,
        "ok": found.ok,
        "entries": found.head.number,
        "masters": found.masters,
        "behind": found.behind,
        "lacking": found.lacking,
        "problems": [problem._asdict() for problem in found.problems],
        **(recorded(found.outcome) if found.outcome else {}),
    }
    return Answer(fields, _drilled(found), 0 if found.ok else NOT_RIGHT)


def _drilled(found: Drilled) -> str:
    told = sentence(
        "{medium} was restored to a private place and verified: {entries} and {masters}.",
        medium=found.medium,
        entries=counted(found.head.number, "ledger entry"),
        masters=counted(found.masters, "master"),
    )
    behind = (
        sentence("Entries made since: {number}. They are in no backup but a newer one.", number=found.behind)
        if found.behind
        else "It holds everything that the vault holds."
    )
    problems = table(
        ("where", "problem"),
        [(problem.where, problem.what) for problem in found.problems],
        empty="No problem was found.",
    )
    lacking = [sentence("Not in this backup: {document}", document=document) for document in found.lacking]
    return "\n".join([told, problems, behind, *lacking])


def restore(desk: Desk, asked: Namespace) -> Answer:
    """Restore a vault."""
    with desk.console.progress() as draw:
        found = restoring.restore(
            asked.source,
            asked.to,
            passphrase="" if asked.share_file else desk.passphrase(),
            shares=read_shares(asked.share_file or []),
            key_file=asked.key_file,
            operator=asked.operator,
            newer=asked.newer,
            slip=asked.slip,
            witness=asked.witness,
            reason=asked.reason,
            replay=asked.replay,
            disposed=asked.disposed,
            bounds=desk.bounds,
            clock=desk.clock,
            progress=lambda part: draw("Restoring", part),
        )
    fields = {
        "vault": str(asked.to),
        "entries": found.entries,
        "replayed": found.replayed,
        "lost": found.lost,
        "missing": found.missing,
        "disposed": list(found.disposed),
        "holds": list(found.held),
        "put_aside": str(found.put_aside) if found.put_aside else None,
        "entry": found.outcome.entry,
        "head": head(found.outcome.head),
    }
    text = _restored(found, asked)
    if asked.share_file:
        text += "\nNow give an operator a new passphrase: recovery use --vault FOLDER --share-file FILE"
    return Answer(fields, text, NOT_RIGHT if found.missing else 0)


def restore_record(desk: Desk, asked: Namespace) -> Answer:
    """Make the record of the last restore."""
    office = desk.office()
    return paper("record", desk.run(papers.restore_paper(office, asked.out)), office.register.head)


def _restored(found: Restored, asked: Namespace) -> str:
    missing = [sentence("A master was nowhere to be found: {name}", name=name) for name in found.missing]
    facts = [
        ("Restored to", asked.to),
        ("Entries in the backup", found.number),
        ("Entries taken over from a newer ledger", found.replayed),
        ("Entries lost", "not known" if found.lost is None else found.lost),
        ("Disposed of again", ", ".join(found.disposed) or None),
        ("Holds that stand again", ", ".join(found.held) or None),
        ("The vault that was there", found.put_aside),
        ("Ledger entry", ledger.checkpoint(found.outcome.head)),
    ]
    advice = (
        []
        if found.lost == 0
        else [
            "Before new numbers are printed of a document, say which was its last: copy account-for.",
        ]
    )
    if found.lost != 0:
        advice.append(
            "Look for certificates of disposal and replay files made since the backup: nothing else tells."
        )
    known = "From now on this is the vault: another one, such as the one before, opens for reading only."
    return "\n".join([*missing, pairs(facts), known, *advice])
