"""The judge: what must hold of a vault after its program was killed (T10, the invariant).

Rule: it looks at the folder as the next start of the program finds it, asks the program only what a person
would ask it, and counts files and entries itself. It returns every fault it finds.
"""

import io
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

from desktop.custody import ledger
from desktop.custody.copies import CopyState
from desktop.custody.entries import from_bytes, to_bytes
from desktop.custody.errors import StrongroomError
from desktop.custody.hand import Event
from desktop.custody.ledger import Stored
from desktop.office import opening, verification
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.store.errors import DeviceSecretMissingError, WrongPassphraseError
from tests.crash import disclosed, plaintext, scenario
from tests.crash.acts import PAPERS, Door
from tests.crash.orders import Case, Verdict
from tests.crash.scenario import Voice
from tests.factory import CHEAP

NOTHING, WHOLE, PART = 0, 1, 2

_STRAY = "A file that no entry names"
_NOT_RIGHT = 3
_RANDOM = re.compile(r'[0-9a-f]{32,}|[0-9A-Z]{4}(?:-[0-9A-Z]{4})+|(?<="vault":")[0-9A-Z]{4}')
_HEAD = re.compile(r"^([0-9]+):[0-9a-f]{64}", re.MULTILINE)
_ELSEWHERE = re.compile(r'("former":").*?(?=key-\d)')
"""The folder in which the story lay when a device secret was changed, which a restored vault still names."""
_OPENING = re.compile(r'"kind":"(?:head-not-kept|unlocks-failed)"')
"""What an opening enters by itself; the judge's own is one, sometimes after a passphrase that was changed."""
_GOES_ON = re.compile(r'"kind":"disposal-cleared"')
"""What an opening enters once it has gone on with a disposal that was cut short."""


def judged(case: Case) -> Verdict:
    """Judge the folder of `case`, whose act was killed; then let the act be done again."""
    faults = [*_in_clear(case), *_not_let_go(case)]
    if not (case.folder / "vault" / "header.json").exists():
        return Verdict([*faults, *_no_vault(case)], NOTHING)
    kept = _kept_heads(case)
    try:
        door, office = _opened(case, later=1)
    except StrongroomError as error:
        return Verdict([*faults, f"The vault does not open: {type(error).__name__}: {error}"], PART)
    with closing(office):
        stood, found = _entries(case, office)
        faults += found
        if office.finding:
            faults.append(f"{type(office.finding).__name__}: {office.finding}")
        faults += _heads_ahead(
            office, {name: kept[name] for name in ("head", f"{door.key}.head") if name in kept}
        )
        faults += _receipts(case, office)
        faults += _verified(case, office)
        events = [from_bytes(body, n).event for n, _salt, body, _digest in office.vault.rows(case.began)]
        faults += disclosed.faults_of_files(case.folder, events)
    faults += _made_again(case, door, events)
    if stood != PART and door != scenario.doors(case.act)[stood == WHOLE]:
        faults.append(f"It is opened by {door} when the act stands as {stood}")
    faults += _backups(case, door)
    faults += _done_again(case, stood, door)
    faults += _in_clear(case)
    return Verdict(faults, stood)


def groups(case: Case, rows: Sequence[Stored]) -> list[list[str]]:
    """Return the entries, each act's together, without what is random in them.

    An act is what has one time: the clock of a case ticks at every look.
    """
    records = [from_bytes(body, number) for number, _salt, body, _digest in rows]
    return [
        [_plain(case, to_bytes(record.hand, record.event)) for record in group]
        for _hand, group in groupby(records, key=lambda record: record.hand)
    ]


def _plain(case: Case, body: bytes) -> str:
    told = body.decode().replace(str(case.folder), "FOLDER")
    return _RANDOM.sub("…", _ELSEWHERE.sub(r"\1FOLDER/", told))


def _opened(case: Case, *, later: int) -> tuple[Door, Office]:
    """Open the vault by what opened it before the act, or else by what opens it afterwards."""
    before, after = scenario.doors(case.act)
    try:
        return before, _through(case, before, later)
    except (WrongPassphraseError, DeviceSecretMissingError):
        if before == after:
            raise
        return after, _through(case, after, later)


def _through(case: Case, door: Door, later: int) -> Office:
    return opening.unlock(
        case.folder / "vault",
        passphrase=(case.folder / door.passphrase).read_text("utf-8").strip(),
        key_file=case.folder / door.key,
        operator=door.operator,
        bounds=CHEAP,
        clock=scenario.clock(case, later=later),
    )


def _not_let_go(case: Case) -> list[str]:
    """No lock outlives its program, and the folder for temporary files stays empty."""
    vault = case.folder / "vault"
    faults = [f"{file} lies in the folder for temporary files" for file in (case.folder / "tmp").rglob("*")]
    if vault.is_dir() and opening.holder(vault) is not None:
        faults.append("The vault is locked by a program that is dead")
    return faults


def _in_clear(case: Case) -> list[str]:
    """No file holds the document or the ledger in clear but those that a person asked for."""
    folder = case.folder
    asked = [folder / "received", folder / PAPERS]
    found = [
        f"The document is in clear in {file}"
        for file in plaintext.files_with(scenario.HIDDEN, [folder], apart=asked)
    ]
    inside = [folder / name for name in ("vault", "tmp", "home")]
    found += [f"The ledger is in clear in {f}" for f in plaintext.files_with(scenario.NAMED, inside)]
    return found + [f"A paper is left unfinished: {f}" for f in folder.glob("papers/**/*.partial")]


def _entries(case: Case, office: Office) -> tuple[int, list[str]]:
    """Every act stands whole or not at all: as many of the act's parts as were ever entered one by one."""
    faults = []
    rows = list(ledger.verified(office.vault.rows()))
    own = groups(case, rows[case.began :])
    while own and all(map(_OPENING.search, own[-1])):  # a recovery enters one among its own
        del own[-1]
    if own != case.whole[: len(own)] and all(map(_GOES_ON.search, own[-1])):
        del own[-1]
    stood = WHOLE if own == case.whole else PART if own else NOTHING
    if own != case.whole[: len(own)]:
        faults.append(f"An act is half there: {own} is no beginning of {case.whole}")
    return stood, faults


def _receipts(case: Case, office: Office) -> list[str]:
    """What was answered stands: the entry it tells of under that very digest, and the files it names."""
    faults = []
    for answer in scenario.told(case):
        head = answer.get("head")
        if head and office.vault.digest(head["number"]) != bytes.fromhex(head["digest"]):
            faults.append(f"Entry {head['number']} was answered and is not there")
        faults += [
            f"{file} was answered and is not there" for file in _named(answer, case) if not file.exists()
        ]
    return faults


def _named(answer: Any, case: Case) -> Iterator[Path]:
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, list):
        for part in answer:
            yield from _named(part, case)
    elif isinstance(answer, str) and answer.startswith(f"{case.folder}/"):
        yield Path(answer)


def _kept_heads(case: Case) -> dict[str, int]:
    """Return the numbers of the heads that are kept, before anything brings them up to date."""
    files = (case.folder / "vault" / "head", *case.folder.glob("*.head"))
    told = {file.name: _HEAD.search(file.read_text("ascii")) for file in files if file.exists()}
    return {name: int(found[1]) for name, found in told.items() if found}


def _heads_ahead(office: Office, kept: dict[str, int]) -> list[str]:
    last = office.register.head.number
    return [f"{name} tells of entry {number} of {last}" for name, number in kept.items() if number > last]


def _verified(case: Case, office: Office) -> list[str]:
    """Every master verifies, and what no entry names is listed as a stray, neither more nor less."""
    found = run(verification.verify(office))
    faults = [f"{what} at {where}" for what, where in found.problems if what != _STRAY]
    listed = {where for what, where in found.problems if what == _STRAY}
    vault = case.folder / "vault"
    named = {
        f"masters/{master.sealed}"
        for document in office.register.documents.values()
        if not document.disposed  # nothing of it may be left, and it would be a stray
        for version in document.versions
        for master in (version.master, *(made.master for made in version.renditions))
    }
    ours = {"header.json", "vault.lock", "attempts", "head", office.vault.ledger_path.name} | named
    there = {str(path.relative_to(vault)) for path in vault.rglob("*") if path.is_file()}
    if there - ours != listed:
        faults.append(f"Strays are {there - ours}, and {listed} are told")
    if named - there:
        faults.append(f"Masters are missing: {named - there}")
    return faults


def _made_again(case: Case, door: Door, events: Sequence[Event]) -> list[str]:
    """Whatever was entered to go out can be made again from its entry."""
    faults = []
    for command in disclosed.commands_again(events):
        code, _answer, refusal = say(case, command, later=2, door=door)
        if code:
            faults.append(f"{' '.join(command[:3])} is not to be had again: {refusal}")
    return faults


def _backups(case: Case, door: Door) -> list[str]:
    """Every backup that was there before an act on it still checks."""
    faults = []
    for name in case.backups:
        if any(f"/{name}" in word for command in scenario.acts()[case.act].commands for word in command):
            drill = ("vault", "drill", "--from", f"{{folder}}/{name}", "--private", "{folder}/private")
            code, answer, refusal = say(case, drill, later=2, door=door)
            if code:
                faults.append(f"The backup in {name} does not check: {answer} {refusal}")
    return faults


def _no_vault(case: Case) -> list[str]:
    """A vault that was never finished is none, in plain words; once it is put away, the same makes one."""
    code, _answer, refusal = say(case, ("vault", "status"), later=2)
    faults = [] if refusal.get("error") == "NotAVaultError" else [f"No vault, and told {code} {refusal}"]
    shutil.rmtree(case.folder / "vault", ignore_errors=True)
    door = scenario.doors(case.act)[0]
    faults += _done_again(case, NOTHING, door)
    return faults + (_as_before(case) if case.began else [])


def _as_before(case: Case) -> list[str]:
    """After the same restore again the vault opens, with all that was entered before."""
    with closing(_through(case, scenario.doors(case.act)[0], 5)) as office:
        finding = [f"{type(office.finding).__name__}: {office.finding}"] if office.finding else []
        return finding + _receipts(case, office)


def _done_again(case: Case, stood: int, door: Door) -> list[str]:
    """The same act can be done again and succeeds; copies whose print was cut short are resolved first."""
    act, faults = scenario.acts()[case.act], []
    if stood != NOTHING:
        faults += _resolved(case, door)
    else:
        _put_away(case)
    commands = act.instead if stood != NOTHING and act.instead else act.commands
    with case.answers.open("a", encoding="utf-8") as answers:
        errors = io.StringIO()
        voice = Voice(scenario.clock(case, later=3), answers, errors, door)
        for command in commands:
            if code := scenario.say(case, command, voice):
                return [*faults, f"Again, {' '.join(command[:2])}: {code} {errors.getvalue()}"]
            answers.flush()
    door = scenario.doors(case.act)[1] if commands == act.commands else door
    code, answer, refusal = say(case, ("vault", "verify"), later=4, door=door)
    problems = [problem for problem in answer.get("problems", ()) if problem["what"] != _STRAY]
    if code not in {0, _NOT_RIGHT} or problems:
        faults.append(f"After doing it again: {code} {problems} {refusal}")
    return faults


def _put_away(case: Case) -> None:
    """Put away a key file that opens nothing: it is never written over, so its name is taken."""
    before, after = scenario.doors(case.act)
    if before.key != after.key or case.act == scenario.STORY[0].name:
        for file in case.folder.glob(f"{after.key}*"):
            file.unlink()


def _resolved(case: Case, door: Door) -> list[str]:
    with closing(_through(case, door, 2)) as office:
        allotted = [copy.copy for copy in office.register.copies.values() if copy.state is CopyState.ALLOTTED]
    faults = []
    for copy in allotted:
        code, _answer, refusal = say(case, ("copy", "spoil", copy, "--reason", "Killed"), later=2, door=door)
        if code:
            faults.append(f"{copy} cannot be resolved: {refusal}")
    return faults


def say(
    case: Case, command: tuple[str, ...], *, later: int, door: Door | None = None
) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """Say a command; return its exit code, its answer and its refusal."""
    answer, refusal = io.StringIO(), io.StringIO()
    code = scenario.say(case, command, Voice(scenario.clock(case, later=later), answer, refusal, door))
    return code, _object(answer), _object(refusal)


def _object(stream: io.StringIO) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stream.getvalue() or "{}")
    return found
