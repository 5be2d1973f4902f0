"""February and March at the Board: a review is opened, papers come in, copies go out, the first go astray."""

from tests.endtoend.daily_desk import FIRST, SECOND, Board, a_report
from tests.paper import office_files, picture_files


def a_vault_is_made_and_two_reviews_are_opened(board: Board) -> None:
    board.on("2026-02-02")
    made = ("--board", "Invented Board", "--operator", "A. Keeper", "--returns", "Example House, Sampletown")
    board.json("vault", "create", *made)
    dates = ("--notified", "2026-01-12", "--decided", "2026-01-26")
    board.json("review", "open", "--reference", FIRST, "--authority", "Decision of the Chair", *dates)
    board.json("review", "open", "--reference", SECOND, "--authority", "Decision of the Chair")


def the_people_of_several_agencies_are_entered_with_their_roles(board: Board) -> None:
    nurse = ("Ada Nurse", "Designated Nurse", "Invented Health Trust", "1 Example Row\nSampletown")
    assert board.person(*nurse) == "P-0001"
    both = ("--role", "senior representative", "--authority", "The Trust's letter", "--to", "2026-12-31")
    board.json("person", "give-role", "P-0001", *both)
    police = ("Ben Marsh", "Detective Inspector", "Invented Constabulary", "2 Example Row, Sampletown")
    assert board.person(*police) == "P-0002"
    council = ("Cleo Quill", "Head of Service", "Invented Council", "3 Example Row, Sampletown")
    assert board.person(*council) == "P-0003"
    solicitor = ("--name", "Dov Pleader", "--post", "Solicitor", "--agency", "Pleader & Co", "--outside")
    board.json("person", "add", *solicitor, "--role", "solicitor of a party", "--authority", "Court order")
    author = ("Eve Overton", "Independent author", "None", "5 Example Row, Sampletown")
    assert board.person(*author, role="author of the overview report", review="") == "P-0005"
    teacher = ("Fay Teach", "Head teacher", "Invented School", "6 Example Row, Sampletown")
    assert board.person(*teacher, review=SECOND) == "P-0006"
    assert board.json("person", "add-standing")["people"] == ["P-0007", "P-0008", "P-0009"]


def papers_of_several_kinds_and_forms_are_taken_in(board: Board) -> None:
    board.on("2026-02-03")
    terms = a_report(board.received / "terms.pdf", "Terms of reference", 2)
    a_report(board.received / "imr-health.pdf", "Management review, health", 3)
    a_report(board.received / "imr-police.pdf", "Management review, police", 4)
    a_report(board.received / "who-is-who.pdf", "Who is who: Child A is Nobody Atall", 1)
    (board.received / "letter.odt").write_bytes(
        office_files.odt("<text:p>A letter from the agency (invented)</text:p>")
    )
    (board.received / "minutes.png").write_bytes(picture_files.saved(picture_files.picture(), "PNG"))
    assert board.take_in(terms.name, "terms-of-reference", "identified", "--pages", "2") == "D-0001"
    health = ("--agency", "Invented Health Trust", "--pages", "3")
    assert board.take_in("imr-health.pdf", "imr", "identified", *health) == "D-0002"
    police = ("--agency", "Invented Constabulary", "--pages", "5", "--discrepancy", "Page 5 is not there")
    assert board.take_in("imr-police.pdf", "imr", "identified", *police) == "D-0003"
    assert board.take_in("who-is-who.pdf", "coding-schedule", "identified") == "D-0004"
    assert board.take_in("letter.odt", "correspondence", "identified", "--title", "Letter") == "D-0005"
    assert board.take_in("minutes.png", "minutes", "identified", "--title", "Minutes 1") == "D-0006"
    assert board.take_in("terms.pdf", "terms-of-reference", "identified", review=SECOND) == "D-0007"


def a_letter_in_a_word_processor_is_printed_from_a_rendition_and_a_scan_from_one_made_here(
    board: Board,
) -> None:
    out = ("--number-of-copies", "1", "--out", board.papers)
    board.refused("copy", "print", "D-0005", *out)
    made = a_report(board.received / "letter.pdf", "A letter from the agency", 1)
    attached = board.json("document", "attach-rendition", "D-0005", made, "--checked-by", "A. Keeper")
    assert (attached["made_by"], attached["pages"]) == (None, 1)
    assert board.json("document", "render", "D-0006")["pages"] == 1
    board.json("document", "compare-rendition", "D-0006", "--checked-by", "A. Keeper")
    for document in ("D-0005", "D-0006"):
        (copy,) = board.json("copy", "print", document, *out)["copies"]
        assert copy["pages"] == 1


def a_second_review_of_one_agency_is_refused_and_a_corrected_one_is_a_new_version(board: Board) -> None:
    board.on("2026-02-05")
    facts = (
        "--review",
        FIRST,
        "--kind",
        "imr",
        "--edition",
        "identified",
        "--agency",
        "Invented Constabulary",
    )
    whole = a_report(board.received / "imr-police-whole.pdf", "Management review, police, whole", 5)
    assert board.refused("document", "take-in", whole, *facts)["error"] == "AlreadyThereError"
    corrected = ("--supersedes", "D-0003", "--reason", "Page 5 was missing", "--pages", "5")
    told = board.json("document", "take-in", whole, *corrected, "--receipt-to", board.papers)
    assert (told["document"], told["version"], told["pages"]) == ("D-0003", 2, 5)


def who_may_see_what_is_asked_and_decided(board: Board) -> None:
    board.on("2026-02-06")
    assert board.agreed("P-0001", "D-0003", terms="Not to leave the office of the Trust") == "R-0001"
    assert board.agreed("P-0002", "D-0002") == "R-0002"
    asked = ("--person", "P-0003", "--document", "D-0004", "--purpose", "Curious", "--mode", "view")
    assert board.json("request", "record", *asked)["request"] == "R-0003"
    refused = ("--refused", "--by", "G. Chair", "--reason", "The schedule is not needed for this")
    assert board.json("request", "decide", "R-0003", *refused)["decision"] == "refused"
    assert board.agreed("P-0003", "D-0003") == "R-0004"
    assert board.agreed("P-0005", "D-0003", mode="electronic") == "R-0005"
    assert board.agreed("P-0005", "D-0001", mode="view") == "R-0006"
    board.json("request", "view-here", "R-0006")
    elsewhere = ("--person", "P-0006", "--document", "D-0003", "--purpose", "Curious", "--mode", "view")
    assert board.json("request", "record", *elsewhere)["request"] == "R-0007"
    why = ("--agreed", "--by", "G. Chair", "--reason", "Asked")
    assert board.refused("request", "decide", "R-0007", *why)["error"] == "AccessEndedError"


def numbered_copies_are_printed_up_to_a_limit_and_over_it_with_authority(board: Board) -> None:
    board.on("2026-02-09")
    out = ("--out", board.papers)
    printed = board.json("copy", "print", "D-0003", "--number-of-copies", "5", *out)["copies"]
    assert [one["copy"] for one in printed] == [f"D-0003/{number}" for number in range(1, 6)]
    board.json("copy", "print", "D-0002", "--number-of-copies", "2", *out)
    board.json(
        "document", "limit", "D-0003", "--copies", "5", "--authority", "G. Chair", "--reason", "Enough"
    )
    board.refused("copy", "print", "D-0003", "--number-of-copies", "1", *out)
    over = ("--authority", "G. Chair", "--reason", "The court asks for one")
    board.json("copy", "print", "D-0003", "--number-of-copies", "1", *out, *over)
    board.refused("copy", "spoil", "D-0002/2", "--reason", "Page 2 was torn in the printer")


def copies_go_out_on_signed_slips(board: Board) -> None:
    board.on("2026-02-10")
    told = board.sign_out("D-0003/1", "P-0001", "R-0001", "2026-03-14")
    assert (told["due"], told["state"]) == ("2026-03-16", "awaiting signature")
    assert "Saturday" in told["due_why"]
    board.sign_out("D-0003/2", "P-0003", "R-0004", "2026-03-20")
    board.sign_out("D-0002/1", "P-0002", "R-0002", "2026-02-27")
    other = board.refused("copy", "confirm", "D-0003/2", "--slip-code", board.kept["D-0003/1"])
    assert "D-0003/1" in other["message"] + other["hint"]
    board.on("2026-02-11")
    board.confirm("D-0003/1")
    board.confirm("D-0003/2")
    board.refused("copy", "confirm", "D-0003/2", "--slip-code", board.kept["D-0003/2"])


def a_slip_that_does_not_come_back_is_asked_for(board: Board) -> None:
    board.on("2026-02-16")
    (unsigned,) = board.json("copy", "list", "--unsigned")["copies"]
    assert unsigned["copy"] == "D-0002/1"
    (letter,) = board.json("letter", "chase", "--out", board.papers)["letters"]
    assert letter["letter"] == "LE-0001"
    board.on("2026-02-17")
    board.confirm("D-0002/1")


def an_electronic_copy_is_sent_with_its_passphrase_on_its_own_slip(board: Board) -> None:
    board.on("2026-02-18")
    asked = ("--person", "P-0005", "--request", "R-0005", "--delete-by", "2026-03-31", "--out", board.papers)
    assert board.refused("copy", "send", "D-0003", *asked)["error"] == "LimitReachedError"
    over = ("--authority", "G. Chair", "--reason", "The author works from home")
    sent = board.json("copy", "send", "D-0003", *asked, *over)
    assert (sent["copy"], sent["pages"]) == ("D-0003/7", 5)
    board.kept |= {"sent file": sent["file"], "sent slip": sent["slip"], "D-0003/7": sent["slip_code"]}
    board.on("2026-02-20")
    board.confirm("D-0003/7")


def a_court_orders_a_copy_and_the_gate_opens_only_with_legal_advice(board: Board) -> None:
    board.on("2026-02-23")
    order = ("--under", "court order", "--order", "X/12 of 20 February 2026")
    assert board.agreed("P-0004", "D-0003", *order, terms="For the hearing alone") == "R-0008"
    out = ("--person", "P-0004", "--request", "R-0008", "--due", "2026-04-03", "--out", board.papers)
    assert board.refused("copy", "sign-out", "D-0003/6", *out)["error"] == "GateClosedError"
    assert board.state("D-0003/6") == "in safe"
    advice = ("--document", "D-0003", "--adviser", "H. Counsel", "--gist", "May go to the court alone")
    consulted = ("--consulted", "Invented Constabulary: J. Lawyer agrees")
    assert board.json("advice", "record", *advice, *consulted)["advice"] == "LA-0001"
    board.json("advice", "form", "LA-0001", "--out", board.papers)
    told = board.sign_out("D-0003/6", "P-0004", "R-0008", "2026-04-03")
    assert told["due"] == "2026-04-07"
    board.confirm("D-0003/6")


def an_overdue_copy_climbs_the_ladder_over_weeks_to_its_escalation(board: Board) -> None:
    board.on("2026-03-02")
    (overdue,) = board.json("copy", "list", "--overdue")["copies"]
    assert (overdue["copy"], overdue["responsible"]) == ("D-0002/1", "P-0002")
    assert len(board.json("letter", "chase", "--out", board.papers)["letters"]) == 1
    board.json("letter", "chasing-list", "--out", board.papers / "chasing.pdf")
    board.on("2026-03-04")
    said = ("--spoke-to", "B. Marsh", "--said", "It is in the office, comes Friday")
    board.json("copy", "call", "D-0002/1", *said, "--at", "2026-03-03T16:30")
    board.on("2026-03-09")
    board.json("closed-day", "add", "--day", "2026-03-16", "--why", "The house is painted")
    board.json("letter", "due")
    assert len(board.json("letter", "chase", "--out", board.papers)["letters"]) == 1
    board.on("2026-03-16")
    assert board.json("letter", "chase", "--out", board.papers)["to_escalate"] == []
    board.on("2026-03-18")
    assert board.json("letter", "chase", "--out", board.papers)["to_escalate"] == ["D-0002/1"]
    whom = ("--to", "The Chief Constable", "--address", "9 Example Row", "--reason", "Two letters, one call")
    assert board.json("copy", "escalate", "D-0002/1", *whom, "--out", board.papers)["state"] == "escalated"


WINTER = (
    a_vault_is_made_and_two_reviews_are_opened,
    the_people_of_several_agencies_are_entered_with_their_roles,
    papers_of_several_kinds_and_forms_are_taken_in,
    a_letter_in_a_word_processor_is_printed_from_a_rendition_and_a_scan_from_one_made_here,
    a_second_review_of_one_agency_is_refused_and_a_corrected_one_is_a_new_version,
    who_may_see_what_is_asked_and_decided,
    numbered_copies_are_printed_up_to_a_limit_and_over_it_with_authority,
    copies_go_out_on_signed_slips,
    a_slip_that_does_not_come_back_is_asked_for,
    an_electronic_copy_is_sent_with_its_passphrase_on_its_own_slip,
    a_court_orders_a_copy_and_the_gate_opens_only_with_legal_advice,
    an_overdue_copy_climbs_the_ladder_over_weeks_to_its_escalation,
)
