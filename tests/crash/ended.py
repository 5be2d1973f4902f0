"""The chapter of the story about the end of a review: first of its copies, then of a master.

Rule: a batch is destroyed whole or not at all, and its sheet and certificate can be made again. The disposal
is killed at as many points as anything: its keys go whole or not at all, and what was left of it goes with
the next opening.
"""

import functools
import json
import re

import pypdfium2

from tests.crash.acts import PAPERS, Door, act, ready
from tests.crash.orders import Case

_OLD = "SCR-2020-09"
_MINUTES = "--kind minutes --edition anonymised"
_OUT = "--out {folder}/papers"
_AGAIN = "--out {folder}/papers/again"
_TOLD = "--told Ofsted Desk letter --told 'Government Office' Desk letter"
_RULE = "--name Ours --rule-version 1 --rule-authority Board --source to-be-checked --conclusion 35"
_AGREED = "--agreed-with Rory --authority Board"
_REVIEWED = "--decision destroy --reason Time --first Hanna --second Rory --authority Board"


_BEGIN = "--witness Wilma --method Shredder --place Office"
_HOLDER = "--on 2026-03-04 --method Shredder --witness Lou --pages 2"


def _read(case: Case, sheet: str, name: str) -> int:
    """Read the code of a signed sheet, as whoever brings it back does."""
    (file,) = (case.folder / PAPERS).glob(sheet)
    with pypdfium2.PdfDocument(file) as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    (code,) = re.findall(r"(?m)^([0-9A-Z]{4}-[0-9A-Z]{4})\s*$", text)
    with case.answers.open("a", encoding="utf-8") as answers:
        answers.write(json.dumps({name: code}) + "\n")
    return 0


CHAPTER = (
    ready(
        "an-ended-review",
        f"review open --reference {_OLD} --authority Chair",
        f"document take-in {{folder}}/received/report.pdf --review {_OLD} {_MINUTES}",
        "request record --person P-0001 --document {document} --purpose Reading --mode hard-copy",
        "request decide {request} --agreed --by Chair --reason Panel",
        "copy print {document} --number-of-copies 2 --out {folder}/papers",
        "copy sign-out {document}/2 --person P-0001 --request {request} --due 2026-03-20"
        " --out {folder}/papers",
        "copy confirm {document}/2 --slip-code {slip_code}",
        f"plan none --review {_OLD} --authority Board --reason Nothing",
        f"review conclude {_OLD} --authority Chair {_TOLD}",
        f"destruction begin {_BEGIN}",
        "destruction tick DB-0001 {document}/1 --pages 2",
    ),
    act(
        "destruction-sheet",
        f"destruction sheet DB-0001 {_OUT}",
        instead=f"destruction sheet DB-0001 {_AGAIN}",
        points=2,
    ),
    ready("sign-destruction", work=functools.partial(_read, sheet="DB-*-sheet.pdf", name="batch_code")),
    act(
        "destroy-copies",
        f"destruction complete DB-0001 --code {{batch_code}} {_OUT}",
        instead=f"destruction certificate DB-0001 {_AGAIN}",
    ),
    act(
        "holder-certificate",
        f"destruction holder-certificate {{document}}/2 {_OUT}",
        instead=f"destruction holder-certificate-again {{document}}/2 {_AGAIN}",
        points=2,
    ),
    ready(
        "sign-certificate",
        work=functools.partial(_read, sheet="*-holder-certificate.pdf", name="holder_code"),
    ),
    act(
        "destroyed-by-holder",
        f"destruction by-holder {{document}}/2 --code {{holder_code}} {_HOLDER}",
        instead="copy show {document}/2",
        points=3,
    ),
    ready(
        "a-closed-review",
        f"review close {_OLD} --authority Chair",
        f"retention adopt {_RULE} {_AGREED}",
        f"retention show {_OLD}",
    ),
    ready(
        "an-ended-record",
        f"retention confirm {_OLD} --date {{computed}} --agreed-by Rory",
        f"retention review {_OLD} {_REVIEWED} {_OUT}",
    ),
    ready(
        "a-decided-record",
        "retention decide {record_review} --code {record_code}",
        work=functools.partial(_read, sheet="RR-*.pdf", name="record_code"),
    ),
    act(
        "prepare-disposal",
        f"disposal prepare {{document}} --witness Wilma {_OUT}",
        instead=f"disposal sheet DP-0001 {_AGAIN}",
        points=2,
    ),
    ready("sign-disposal", work=functools.partial(_read, sheet="DP-*.pdf", name="disposal_code")),
    act(
        "dispose",
        f"disposal complete DP-0001 --code {{disposal_code}} {_OUT} --new-key-file {{folder}}/key-7",
        instead=f"disposal certificate DP-0001 {_AGAIN}",
        then=Door(key="key-7"),
        points=12,
    ),
)
