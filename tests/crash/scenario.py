"""The acts that are killed, in the order of a story: each starts where the one before it ended.

Rule: an act is words said to the program's own command line, as a person says them, with nothing cheapened
but the key derivation. In words, `{folder}` is the case's folder and `{slip_code}` what an earlier answer
told under that name. The clock is the act's own and ticks with every look, so that all entries of one act
carry one time, and no two acts the same.
"""

import io
import itertools
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from desktop.cli import program
from desktop.store.age import Identity
from tests.crash import ended
from tests.crash.acts import PAPERS, Act, Door, Words, ready
from tests.crash.acts import act as _act
from tests.crash.everyday import CHAPTER
from tests.crash.orders import Case
from tests.factory import CHEAP, PASSPHRASE, REVIEW
from tests.office.share_holders import words_on
from tests.paper.office_files import rtf
from tests.paper.picture_files import picture, saved

HIDDEN = "Quillfeather"
"""Stands in the documents, and nowhere else."""
NAMED = "Thistlewood"
"""Stands in the ledger, and in papers made from it."""
RECIPIENT = Identity(bytes(range(32))).recipient()
"""Whom a package is sealed for."""

_HOLIDAYS = {
    "source": "Invented",
    "days": [{"day": f"{date(2036, 1, 7) + timedelta(weeks=n)}", "name": f"Monday {n}"} for n in range(12)],
}
_BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_BETWEEN = timedelta(minutes=10)
_LATER = timedelta(minutes=4)
_PADDING = 2_300_000  # bytes: sealed in more than two blocks, so that its stages overlap in threads


class Voice(NamedTuple):
    """How commands are said: the clock, where answers and refusals go, and what opens the vault.

    Without a `door` it is what opens the vault before the case's act.
    """

    now: Callable[[], datetime]
    answers: TextIO
    errors: TextIO
    door: Door | None = None


def _typed(case: Case) -> int:
    """Type the words of two sheets, as their holders would."""
    sheets = sorted((case.folder / PAPERS / "shares").iterdir())
    (case.folder / "typed").write_text("\n".join(map(words_on, sheets[1:])), "utf-8")
    return 0


def _lost(case: Case) -> int:
    """Lose the computer with all that lies by the vault, and what was entered after the last backup."""
    (case.folder / "lost").mkdir()
    for folder in case.folder.glob("vault*"):
        folder.rename(case.folder / "lost" / folder.name)
    answers = told(case)[:-1]
    case.answers.write_text("\n".join(json.dumps(answer) for answer in answers), "utf-8")
    return 0


_MAKE_SHARES = "recovery make --needed 2 --holder Ann --holder Bea --holder Cal --out"
_BACK_UP = "vault backup --label Blue --kept-at Safe --keeper Ann --to"
_RESTORE = "vault restore --witness Wilma --reason Drilled --to {folder}/vault --from"
_ASK = "request record --person P-0001 --document {document} --purpose Meeting --mode hard-copy"
_DECIDE = "request decide {request} --agreed --by Chair --reason Panel"
_TAKE_IN = f"document take-in {{folder}}/received/report.pdf --review {REVIEW} --receipt-to {{folder}}/papers"

STORY = (
    _act("create", f"vault create --board Board --operator {NAMED}", instead="vault status", then=Door()),
    _act(
        "open-review",
        f"review open --reference {REVIEW} --authority Chair",
        instead=f"review show {REVIEW}",
    ),
    _act("add-person", f"person add --name {NAMED} --post Nurse --agency Trust --role member"),
    _act(
        "take-in",
        f"{_TAKE_IN} --edition identified --kind imr --agency Trust",
        instead="document receipt D-0001 --out {folder}/papers/again",
    ),
    _act(
        "supersede",
        "document take-in {folder}/received/better.pdf --supersedes D-0001 --reason Better"
        " --receipt-to {folder}/papers",
    ),
    _act("ask", _ASK),
    _act("decide", _DECIDE, instead="request list"),
    _act("print", "copy print D-0001 --number-of-copies 2 --out {folder}/papers"),
    _act(
        "sign-out",
        "copy sign-out D-0001/1 --person P-0001 --request R-0001 --due 2026-03-20 --out {folder}/papers",
        instead="copy slip-again D-0001/1 --out {folder}/papers/again",
    ),
    _act(
        "confirm",
        "copy confirm D-0001/1 --slip-code {slip_code}",
        instead="copy show D-0001/1",
    ),
    _act(
        "export",
        "document view D-0001 --purpose Advice --out {folder}/papers/export.pdf",
        instead="document view D-0001 --purpose Advice --out {folder}/papers/export-2.pdf",
    ),
    _act(
        "access-log",
        f"report access-log --review {REVIEW} --out {{folder}}/papers/log.pdf",
        instead=f"report access-log --review {REVIEW} --out {{folder}}/papers/log-2.pdf",
    ),
    _act(
        "return",
        "copy return D-0001/1 --pages 2 --condition Good --receipt-to {folder}/papers",
        instead="copy receipt D-0001/1 --out {folder}/papers/again",
    ),
    _act("verify", "vault verify"),
    _act(
        "add-operator",
        "operator add --name Deputy --new-passphrase-file {folder}/second",
        instead="operator list",
    ),
    _act(
        "change-passphrase",
        "operator change-passphrase --new-passphrase-file {folder}/third",
        instead="operator list",
        then=Door(passphrase="third"),  # noqa: S106 - the name of a file
    ),
    _act(
        "remove-operator",
        "operator remove O-0002 --reason Left --new-key-file {folder}/key-2",
        instead="operator list",
        then=Door(key="key-2", passphrase="third"),  # noqa: S106 - the name of a file
    ),
    _act(
        "make-shares",
        f"{_MAKE_SHARES} {{folder}}/papers/shares",
        instead="operator list",
    ),
    ready("type-the-shares", work=_typed),
    _act("drill-shares", "recovery drill --share-file {folder}/typed --out {folder}/papers/drills"),
    _act("first-backup", f"{_BACK_UP} {{folder}}/medium"),
    _act(
        "a-morning",
        f"{_TAKE_IN} --edition redacted --kind overview-report",
        _ASK,
        _DECIDE,
        "copy print {document} --number-of-copies 1 --out {folder}/papers",
        "copy sign-out {copy} --person P-0001 --request {request} --due 2026-03-20 --out {folder}/papers",
        "copy confirm {copy} --slip-code {slip_code}",
        instead="vault status",
    ),
    *CHAPTER,
    _act("next-backup", f"{_BACK_UP} {{folder}}/medium"),
    _act(
        "package",
        "package make --to {folder}/handed/package --recipient {recipient} --authority Board",
        instead="package make --to {folder}/handed/again --recipient {recipient} --authority Board",
    ),
    _act("drill-backup", "vault drill --from {folder}/medium --private {folder}/private"),
    _act("restore-over", f"{_RESTORE} {{folder}}/medium"),
    _act(
        "add-successor",
        "operator add --name Successor --new-passphrase-file {folder}/second",
        instead="operator list",
    ),
    _act(
        "hand-over",
        "handover make --to O-0003 --authority Board --out {folder}/papers --new-key-file {folder}/key-3",
        instead="operator list",
        then=Door(key="key-3", passphrase="third"),  # noqa: S106 - the name of a file
    ),
    _act(
        "recover",
        "recovery use --share-file {folder}/typed --key-file {folder}/key-4"
        " --new-passphrase-file {folder}/passphrase",
        instead="operator list",
        then=Door(key="key-4"),
    ),
    _act(
        "make-shares-again",
        f"{_MAKE_SHARES} {{folder}}/papers/more-shares --new-key-file {{folder}}/key-5",
        instead="operator list",
        then=Door(key="key-5"),
    ),
    _act(
        "revoke-shares",
        "recovery revoke --reason Seen --new-key-file {folder}/key-6",
        instead="operator list",
        then=Door(key="key-6"),
    ),
    *ended.CHAPTER,
    _act("last-backup", f"{_BACK_UP} {{folder}}/other --label Red"),
    ready("lose-the-vault", work=_lost),
    _act("restore-lost", f"{_RESTORE} {{folder}}/other"),
)


def acts() -> dict[str, Act]:
    """Return every act by its name: the story's, those that are unsafe on purpose, and the rest."""
    from tests.crash import everything, unsafe  # noqa: PLC0415 - they are written with what stands here

    return {act.name: act for act in (*STORY, everything.REST, *unsafe.ACTS)}


def doors(act: str) -> tuple[Door, Door]:
    """Return what opens the vault before an act and after it; the unsafe ones start early in the story."""
    before, story = Door(), [told.name for told in STORY]
    for told in list(acts().values())[: len(story) + 1]:
        after = told.then or before
        if told.name == act:
            return before, after
        before = after
    return Door(), Door()


def load() -> None:
    """Load what acts need, so that no child spends its time on it."""
    import keyring  # noqa: F401, PLC0415

    from desktop.cli import desk  # noqa: F401, PLC0415
    from desktop.paper import forms  # noqa: PLC0415

    for noun in program.GROUPS:
        program.group_parser(noun)
    forms.__name__  # noqa: B018 - loaded


def prepare(folder: Path) -> None:
    """Lay out what a person has before there is a vault: documents, and passphrases in files."""
    for name in ("received", "tmp", "home", "handed", "private", PAPERS):
        (folder / name).mkdir(parents=True)
    for name in ("passphrase", "second", "third"):
        (folder / name).write_text(f"{PASSPHRASE}: {name}\n", "utf-8")
        (folder / name).chmod(0o600)
    (folder / "received" / "report.pdf").write_bytes(a_document())
    (folder / "received" / "better.pdf").write_bytes(a_document(_PADDING))
    (folder / "received" / "notes.rtf").write_bytes(rtf(HIDDEN))
    (folder / "received" / "scan.png").write_bytes(saved(picture(), "PNG"))
    (folder / "received" / "holidays.json").write_text(json.dumps(_HOLIDAYS), "utf-8")
    (folder / "received" / "wording.txt").write_text("subject: Please bring it back\nIt is due.\n", "utf-8")
    (folder / "answers").touch(mode=0o600)


def a_document(padding: int = 0) -> bytes:
    """Return a document that holds the hidden word in every form: as it is, and in a compressed page."""
    made, whole = io.BytesIO(), io.BytesIO()
    canvas = Canvas(made, invariant=True, pageCompression=1)
    for _ in range(2):
        canvas.drawString(72, 700, f"{HIDDEN} lived in a house that was never built. " * 3)
        canvas.showPage()
    canvas.save()
    made.seek(0)
    with pikepdf.open(made) as pdf:
        pdf.docinfo["/Subject"] = HIDDEN
        if padding:
            pdf.Root.Padding = pdf.make_stream(random.Random(padding).randbytes(padding))  # noqa: S311
        # As most programs write them: reportlab's own letters around a compressed page would hide the word.
        pdf.save(whole, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, recompress_flate=True)
    return whole.getvalue()


def told(case: Case) -> list[dict[str, Any]]:
    """Return every answer that came out whole, the first first."""
    text, found, place = case.answers.read_text("utf-8"), [], 0
    decoder = json.JSONDecoder()
    while place < len(text):
        try:
            answer, place = decoder.raw_decode(text, place)
        except ValueError:
            break  # the program died while it answered
        found.append(answer)
        while place < len(text) and text[place].isspace():
            place += 1
    return found


def clock(case: Case, *, later: int = 0) -> Callable[[], datetime]:
    """Return the clock of an act, which ticks a second at every look; `later` for what comes after it."""
    told = list(acts())
    before = told[: told.index(case.act) + 1]
    begin = _BEGIN + _BETWEEN * (len(before) - 1) + _LATER * later
    begin += timedelta(days=sum(act.days for act in STORY if act.name in before))
    ticks: Iterator[int] = itertools.count()
    return lambda: begin + timedelta(seconds=next(ticks))


def run(case: Case, answers: TextIO, errors: TextIO) -> int:
    """Run the case's act to its end and return its exit code."""
    act = acts()[case.act]
    if act.work is not None and (code := act.work(case)):
        return code
    voice = Voice(clock(case), answers, errors)
    for command in act.commands:
        if code := say(case, command, voice):
            return code
    return 0


def say(case: Case, command: Words, voice: Voice) -> int:
    """Say one command to the case's vault, as a person would, and return its exit code."""
    values: dict[str, object] = {"folder": case.folder, "recipient": RECIPIENT}
    for answer in told(case):
        values |= {name: value for name, value in answer.items() if isinstance(value, str)}
        if isinstance(printed := (answer.get("copies") or [None])[-1], dict):
            values["copy"] = printed["copy"]
    door = voice.door or doors(case.act)[0]
    opened = ["--vault", case.folder / "vault", "--key-file", case.folder / door.key, "--json"]
    known = ["--passphrase-file", case.folder / door.passphrase]
    if command[:2] != ("vault", "create"):
        known += ["--operator", door.operator]
    words = [word.format_map(values) for word in command]
    return program.main(
        [*map(str, opened + known), *words],
        bounds=CHEAP,
        clock=voice.now,
        stdin=io.StringIO(),
        stdout=voice.answers,
        stderr=voice.errors,
    )
