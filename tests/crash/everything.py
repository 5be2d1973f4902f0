"""Every command that the story does not say, so that what each leaves behind is looked at.

Rule: they follow the story's last act. A command that a rule refuses here has run all the same.
"""

from tests.crash.orders import Case
from tests.crash.scenario import STORY, Act, Voice, clock, say
from tests.factory import REVIEW

_COMMANDS = f"""
review list
review show {REVIEW}
person list
person contact P-0001 --email nobody@example.org
person give-role P-0001 --role Reader --authority Chair
person end-role P-0001 --role Reader
person add-standing
operator list
document list
document show D-0001
document receipt D-0001 --out {{folder}}/papers/more
document view D-0001 --purpose Advice --out {{folder}}/papers/more/export.pdf
request list
copy list
copy show D-0001/1
copy slip-again D-0002/1 --out {{folder}}/papers/more
copy return D-0002/1 --pages 1 --condition Torn --receipt-to {{folder}}/papers/more
copy receipt D-0001/1 --out {{folder}}/papers/more
copy printed D-0001/1
copy spoil D-0001/1 --reason Jam
incident list
incident close I-0001 --found Behind
interest record --name Reader --category public --format paper --reason Interest
interest answer E-0001 --outcome sent
interest list
report access-log --review {REVIEW} --out {{folder}}/papers/more/log.csv
ledger list
ledger export --out {{folder}}/papers/more/ledger.jsonl
slip check 1:0000
medium list
medium move M-0001 --kept-at Bank --keeper Bea
medium destroy M-0001 --how Shredded --witness Wilma --out {{folder}}/papers/more
medium certificate M-0001 --out {{folder}}/papers/more
handover sheet --out {{folder}}/papers/more
handover confirm --code 0000-0000
copy account-for D-0001 --last 2
vault status
vault restore-record --out {{folder}}/papers/more
review conclude {REVIEW} --authority Chair
demo {{folder}}/papers/demo
"""
COMMANDS = [tuple(line.split()) for line in _COMMANDS.strip().splitlines()]
_REFUSALS = {*range(10, 40), *range(90, 120)}
"""The codes of rules that refused (desktop.custody.errors)."""


def _say_them(case: Case) -> int:
    with case.answers.open("a", encoding="utf-8") as answers, case.errors.open("a", encoding="utf-8") as told:
        voice = Voice(clock(case), answers, told)
        for command in COMMANDS:
            code = say(case, command, voice)
            if code and code not in _REFUSALS:
                return code
    return 0


REST = Act("the-rest", (), work=_say_them)


def said() -> set[tuple[str, ...]]:
    """Return the noun and the verb of every command that the story or the rest says."""
    commands = [*COMMANDS, *(command for act in STORY for command in act.commands)]
    return {command[: 1 if command[0] == "demo" else 2] for command in commands}
