"""plan: the plan as a paper, and as a workbook both ways (E6).

Rule: `import` shows what a workbook would add and change; only --enter enters it, all of it or nothing.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, path
from desktop.cli.desk import Desk
from desktop.cli.interest import only_review
from desktop.cli.plan_answers import wording_fields
from desktop.cli.wording import Answer, counted, entered, recorded, sentence, table
from desktop.cli.wording import paper as made_paper
from desktop.custody import objectives
from desktop.custody.ending_errors import PlanSheetError
from desktop.custody.plan_import import Preview
from desktop.office import action_plans, plan_workbooks


def add(group: Group) -> None:
    """Add these verbs to the noun `plan`."""
    made = group.verb(
        "paper",
        paper,
        "make the plan as a paper, in its seven columns",
        "--vault FOLDER --out FOLDER",
        common=NOW,
    )
    _review(made)
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the paper goes")
    made = group.verb(
        "export",
        export,
        "write the plan as a workbook, for agencies to fill in",
        "--vault FOLDER --out plan.xlsx",
        common=NOW,
    )
    _review(made)
    made.add_argument(
        "--out", metavar="FILE", type=path, required=True, help="the workbook, such as plan.xlsx"
    )
    made = group.verb(
        "import",
        import_,
        "say what a workbook would add and change; with --enter, enter it",
        '--vault FOLDER plan.xlsx --enter --reason "Agreed at the panel"',
    )
    made.add_argument("file", metavar="FILE", type=path, help="the workbook (.xlsx)")
    _review(made)
    made.add_argument("--agency", metavar="NAME", default="", help="whose rows are that name no agency")
    made.add_argument("--enter", action="store_true", help="enter all of it; without this nothing is")
    made.add_argument(
        "--reason", metavar="TEXT", default="", help="why rows are changed, or come after the approval"
    )


def _review(made: Parser) -> None:
    made.add_argument("--review", metavar="R", help="of which review; not needed while there is only one")


def paper(desk: Desk, asked: Namespace) -> Answer:
    """Make the plan as a paper."""
    office = desk.office()
    review = asked.review or only_review(desk)
    return made_paper("plan", desk.run(action_plans.paper(office, review, asked.out)), office.register.head)


def export(desk: Desk, asked: Namespace) -> Answer:
    """Write the plan as a workbook."""
    office = desk.office()
    review = asked.review or only_review(desk)
    file = desk.run(plan_workbooks.export(office, review, asked.out))
    return made_paper("workbook", file, office.register.head)


def import_(desk: Desk, asked: Namespace) -> Answer:
    """Say what a workbook would do, or enter it."""
    office = desk.office()
    review = asked.review or only_review(desk)
    found = desk.run(plan_workbooks.read(office, review, asked.file, agency=asked.agency))
    fields, told = _fields(found.preview), _told(found.preview)
    if not asked.enter:
        can_be = not (found.preview.problems or found.preview.nothing)
        to_do = "Nothing was entered yet: add --enter." if can_be else "Nothing was entered."
        return Answer({**fields, "entered": False}, f"{told}\n{to_do}", _wrong(found.preview))
    outcome = desk.run(plan_workbooks.enter(office, found, reason=asked.reason, at=asked.at))
    return Answer({**fields, "entered": True, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def _wrong(found: Preview) -> int:
    return PlanSheetError.exit_code if found.problems else 0


def _told(found: Preview) -> str:
    rows = [
        *((one.row, "to be added", one.wording.action) for one in found.added),
        *(
            (one.row, f"{one.before.objective} to be changed", _changes(one.before.wording, one.after))
            for one in found.changed
        ),
        *((one.row, f"{one.objective}: progress", one.evidence) for one in found.noted),
        *((one.row, "problem", one.what) for one in found.problems),
    ]
    text = table(("row", "what", "how"), sorted(rows), empty="The workbook says what the register says.")
    notes = [
        sentence(
            "{count} as they are: {names}.",
            count=counted(len(found.same), "objective"),
            names=", ".join(found.same),
        )
        if found.same
        else "",
        sentence("Without a row, and left as they are: {names}.", names=", ".join(found.missing))
        if found.missing
        else "",
        sentence("Columns that are not read: {names}.", names=", ".join(found.unread))
        if found.unread
        else "",
        sentence("{count} without anything in them.", count=counted(found.empty, "row"))
        if found.empty
        else "",
    ]
    return "\n".join([text, *filter(None, notes)])


def _changes(before: objectives.Wording, after: objectives.Wording) -> str:
    return "; ".join(
        sentence("{field}: {was} becomes {now}", field=field, was=was or "nothing", now=now or "nothing")
        for field, was, now in objectives.differences(before, after)
    )


def _fields(found: Preview) -> dict[str, object]:
    return {
        "review": found.review,
        "sheet": found.sheet,
        "added": [
            {"row": one.row, **wording_fields(one.wording), "evidence": one.evidence or None}
            for one in found.added
        ],
        "changed": [
            {
                "row": one.row,
                "objective": one.before.objective,
                "before": wording_fields(one.before.wording),
                "after": wording_fields(one.after),
            }
            for one in found.changed
        ],
        "progress": [
            {"row": one.row, "objective": one.objective, "evidence": one.evidence} for one in found.noted
        ],
        "same": list(found.same),
        "missing": list(found.missing),
        "problems": [{"row": one.row or None, "what": one.what} for one in found.problems],
        "unread": list(found.unread),
        "empty_rows": found.empty,
    }
