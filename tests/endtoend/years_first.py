"""The first year, January to July 2026: the death is notified, the review decided, and its papers come in."""

from tests.endtoend.years_desk import AGENCIES, PEOPLE, REPORT, SCR, SUMMARY, Years, many

CHAIR = ("--authority", "The Chair (invented)")


def january_a_death_is_notified(board: Years) -> None:
    board.on("2026-01-12")
    made = ("--board", "Invented Board", "--operator", "A. Keeper", "--returns", "Example House, Sampletown")
    board.json("vault", "create", *made)
    board.json("review", "open", "--reference", SCR, *CHAIR, "--notified", "2026-01-09")
    child = ("--code", "Child A", "--born", "2012-02-29", "--died", "2026-01-02", "--died-in-custody")
    board.json("review", "child-add", SCR, *child)
    found = board.json(
        "review", "child-add", SCR, "--code", "Sibling 1", "--born", "2015-06-30", "--relation", "sibling"
    )
    assert [one["code"] for one in found["children"]] == ["Child A", "Sibling 1"]
    inquest = ("--kind", "inquest", "--before", "HM Coroner (invented)", "--opened", "2026-01-08")
    assert board.json("proceedings", "open", "--review", SCR, *inquest)["holds"] == ["H-0001"]
    trial = ("--kind", "criminal", "--before", "Example Crown Court", "--opened", "2026-01-10")
    assert board.json("proceedings", "open", "--review", SCR, *trial)["holds"] == []


def february_the_review_is_decided_within_its_month(board: Years) -> None:
    board.on("2026-02-02")
    found = board.json("review", "decide", SCR, *CHAIR)
    due = {one["what"]: one for one in found["deadlines"]}
    assert (due["decision"]["due"], due["decision"]["state"]) == ("2026-02-09", "met")
    assert due["completion"]["due"] == "2026-08-02"


def february_everybody_is_told_of_the_decision(board: Years) -> None:
    board.on("2026-02-04")
    bodies = board.json("review", "checklist", SCR)["to_tell"]
    assert {"Youth Justice Board", "Prisons and Probation Ombudsman"} <= set(bodies)
    needless = [body for body in bodies if "Parents" in body]
    told = many("--body", *(body for body in bodies if body not in needless))
    board.json("review", "told", SCR, *told, "--by", "The Chair", "--how", "By letter")
    for body in needless:
        board.json("review", "told", SCR, "--body", body, "--not-needed", "Told by the police, in person")
    board.kept["checklist"] = board.json("review", "checklist", SCR, *board.out)["file"]


def february_twelve_agencies_name_their_people_and_are_asked_for_their_reports(board: Years) -> None:
    for number, agency in enumerate(AGENCIES):
        who = (
            f"Person {chr(65 + number)} Invented",
            "Safeguarding lead",
            agency,
            f"{number + 1} Example Row",
        )
        assert board.person(*who, role="senior representative", review=SCR) == PEOPLE[number]
        board.json("review", "agency-add", SCR, "--agency", agency)
    assert board.json("person", "add-standing")["people"] == ["P-0013", "P-0014", "P-0015"]
    for office, name in (("chair of the panel", "Una Chairing"), ("overview author", "Vic Author")):
        who = (name, "Independent", "None", "30 Example Row")
        person = board.person(*who, role="adviser", review=SCR)
        proof = ("--independence", "No ties to any agency", *CHAIR)
        board.json("review", "appoint", SCR, "--office", office, "--person", person, *proof)
    board.on("2026-02-09")
    board.json("review", "imr-request", SCR, *many("--agency", *AGENCIES))


def march_the_first_reports_come(board: Years) -> None:
    board.on("2026-03-16")
    assert board.receive("Terms of reference", 2, "terms-of-reference") == "D-0001"
    assert board.receive("Who is who", 1, "coding-schedule") == "D-0002"
    for agency in AGENCIES[:7]:
        board.receive("Management review", 2, "imr", "identified", "--agency", agency)
        board.receive("Chronology", 1, "chronology", "identified", "--agency", agency)


def april_two_agencies_are_late(board: Years) -> None:
    board.on("2026-04-08")
    for agency in AGENCIES[7:10]:
        board.receive("Management review", 2, "imr", "identified", "--agency", agency)
        board.receive("Chronology", 1, "chronology", "identified", "--agency", agency)
    board.on("2026-04-13")
    late = [
        one["agency"]
        for one in board.json("review", "clock", SCR)["deadlines"]
        if (one["what"], one["state"]) == ("imr", "overdue")
    ]
    assert late == list(AGENCIES[10:])
    board.on("2026-04-27")
    for agency in AGENCIES[10:]:
        board.receive("Management review", 2, "imr", "identified", "--agency", agency)
        board.receive("Chronology", 1, "chronology", "identified", "--agency", agency)
    came = {one["agency"]: one["came"] for one in board.json("review", "show", SCR)["agencies"]}
    assert (came[AGENCIES[0]], came[AGENCIES[11]]) == ("2026-03-16", "2026-04-27")


def may_the_panel_meets_and_its_papers_are_kept(board: Years) -> None:
    board.on("2026-05-11")
    board.receive("Integrated chronology", 3, "integrated-chronology", "anonymised")
    board.receive("Health overview", 2, "health-overview-report")
    for meeting in range(1, 9):
        board.receive(f"Minutes {meeting}", 1, "minutes")
    for number in range(1, 5):
        board.receive(f"Interview {number}", 1, "interview-record")


def june_the_overview_report_is_written(board: Years) -> None:
    board.on("2026-06-15")
    assert board.receive("Overview report", 4, "overview-report", "anonymised") == REPORT
    assert board.receive("Executive summary", 2, "executive-summary", "anonymised") == SUMMARY
    board.receive("Overview report with names", 4, "overview-report")
    board.receive("Letter of the coroner", 1, "correspondence")
    board.receive("Advice on publication", 1, "legal-advice")


def july_more_time_is_given_and_the_government_office_is_told(board: Years) -> None:
    board.on("2026-07-20")
    plan = ("--why", "The trial is not over", "--plan", "The revised plan of 20 July", *CHAIR)
    board.json("review", "extend", SCR, "--until", "2026-11-30", *plan)
    assert "extension to be told of" in board.matters()
    board.json("review", "extension-told", SCR, "--told", "Government Office")
    assert "extension to be told of" not in board.matters()
    board.kept["clock"] = board.json("review", "clock", SCR, *board.out)["file"]
    board.kept["calendar"] = board.json("review", "calendar", "--out", board.papers / "due.ics")["file"]


FIRST_HALF = (
    january_a_death_is_notified,
    february_the_review_is_decided_within_its_month,
    february_everybody_is_told_of_the_decision,
    february_twelve_agencies_name_their_people_and_are_asked_for_their_reports,
    march_the_first_reports_come,
    april_two_agencies_are_late,
    may_the_panel_meets_and_its_papers_are_kept,
    june_the_overview_report_is_written,
    july_more_time_is_given_and_the_government_office_is_told,
)
