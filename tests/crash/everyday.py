"""The chapter of the story about copies and requests: what is handed on, chased, sent, answered and counted.

Rule: each act that joins bytes or papers to its entries is here; what it needs is made ready by acts that
are not killed.
"""

import json
import re

import msgspec
import pypdfium2

from desktop.custody.board import Settings
from desktop.resources import resource
from tests.crash.acts import PAPERS, act, ready
from tests.crash.orders import Case
from tests.factory import REVIEW

_OUT = "--out {folder}/papers"
_AGAIN = "--out {folder}/papers/again"
_ASK = "request record --purpose Meeting"
_DECIDE = "request decide {request} --agreed --by Chair --reason Panel"
_TAKE_IN = f"document take-in --review {REVIEW} --edition anonymised"
_INTEREST = "interest record --category public --reason Interest"
_BODIES = " ".join(
    f"--body '{body}'"
    for body in msgspec.json.decode(resource("board.json").read_bytes(), type=Settings).briefed_bodies
)
_QUICK = 2


def _read_the_sheet(case: Case) -> int:
    """Read the code of the count sheet, as whoever brings it back does."""
    (sheet,) = (case.folder / PAPERS).glob("MU-0001*.pdf")
    with pypdfium2.PdfDocument(sheet) as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    (code,) = re.findall(r"(?m)^([0-9A-Z]{4}-[0-9A-Z]{4})\s*$", text)
    with case.answers.open("a", encoding="utf-8") as answers:
        answers.write(json.dumps({"muster_code": code}) + "\n")
    return 0


CHAPTER = (
    ready(
        "a-second-holder",
        "person add --name Brook --post Doctor --agency Trust --role member",
        f"{_ASK} --person P-0002 --document D-0002 --mode hard-copy",
        _DECIDE,
        "copy sign-out D-0001/2 --person P-0001 --request R-0001 --due 2026-03-20 --out {folder}/papers",
    ),
    act(
        "transfer",
        "copy transfer D-0002/1 --person P-0002 --request R-0003 --due 2026-03-20 --pages 2 --condition Good"
        f" {_OUT}",
        instead=f"copy slip-again D-0002/1 {_AGAIN}",
        points=_QUICK,
    ),
    act(
        "recall",
        f"copy recall D-0001/2 D-0002/1 --reason Wanted {_OUT}",
        instead=f"letter again LE-0002 {_AGAIN}",
        points=_QUICK,
    ),
    act("chase", f"letter chase {_OUT}", days=2, points=_QUICK),
    act(
        "escalate",
        f"copy escalate D-0002/1 --to Chair --reason Silence {_OUT}",
        instead="copy chased D-0002/1",
        points=_QUICK,
    ),
    ready(
        "an-electronic-request",
        f"{_ASK} --person P-0001 --document D-0001 --mode electronic",
        _DECIDE,
    ),
    act("send", f"copy send D-0001 --person P-0001 --request R-0004 --delete-by 2026-03-20 {_OUT}"),
    ready(
        "a-published-summary",
        f"{_TAKE_IN} {{folder}}/received/report.pdf --kind executive-summary",
        f"publication decide {REVIEW} --document D-0003 --by Board",
        f"publication consider {REVIEW} --by Panel --gist None",
        f"publication brief {REVIEW} --not-needed Told {_BODIES}",
        f"publication check-anonymisation {REVIEW} --by Checker",
        f"{_INTEREST} --name Reader --format paper",
        f"{_INTEREST} --name Buyer --format electronic",
        f"{_INTEREST} --name Teller --format electronic",
        f"publication publish {REVIEW} --where Website",
    ),
    act(
        "answer-waiting",
        f"interest answer-waiting {_OUT}",
        instead=f"interest file-again E-0003 {_AGAIN}",
        points=_QUICK,
    ),
    act(
        "submission",
        f"submission record --document D-0003 --to Ofsted --how Courier {_OUT}",
        instead=f"submission sheet SU-0001 {_AGAIN}",
        points=_QUICK,
    ),
    ready(
        "documents-that-are-no-pdf",
        f"{_TAKE_IN} {{folder}}/received/notes.rtf --kind minutes",
        f"{_TAKE_IN} {{folder}}/received/scan.png --kind correspondence",
    ),
    act(
        "attach-rendition",
        "document attach-rendition D-0004 {folder}/received/better.pdf --checked-by Bea",
        points=_QUICK,
    ),
    act("render", "document render D-0005", points=_QUICK),
    act(
        "begin-muster",
        f"muster begin --first Ann --second Bob {_OUT}",
        instead=f"muster sheet {_AGAIN}",
        points=_QUICK,
    ),
    ready("count", "muster count D-0001/1 --seen not-seen", work=_read_the_sheet),
    act(
        "finish-muster",
        f"muster finish --code {{muster_code}} {_OUT}",
        instead=f"muster discrepancies MU-0001 {_AGAIN}",
        points=_QUICK,
    ),
    act(
        "inform",
        f"foi record --name Asker --asked Everything --way e-mail --review {REVIEW}",
        f"foi letter F-0001 --kind acknowledgement {_OUT}",
        f"foi working F-0001 {_OUT}",
        instead=f"foi letter F-0001 --kind acknowledgement {_AGAIN}",
        points=_QUICK,
    ),
    act(
        "settle",
        "board change-copy-limit 25 --authority Chair",
        "holidays import {folder}/received/holidays.json",
        "closed-day add --day 2026-12-29 --why Closed",
        instead="board show",
        points=_QUICK,
    ),
    act(
        "leave",
        f"person leave P-0002 --reason Moved {_OUT}",
        instead="person list",
        points=_QUICK,
    ),
    act(
        "extract",
        "ledger export --about D-0001 --out {folder}/papers/extract.pdf",
        instead="ledger export --about D-0001 --out {folder}/papers/extract-2.pdf",
        points=_QUICK,
    ),
)
