"""The persons and papers of the worked example. All of it is invented, and says so wherever it is shown."""

from typing import NamedTuple

from desktop.paper.specimens import Specimen

BOARD = "Exampleshire Safeguarding Children Board (invented)"
OPERATOR = "Jo Example"
PASSPHRASE = "an invented example passphrase"  # noqa: S105 - it protects nothing but an example
REVIEW = "SCR-2026-01"


class Invented(NamedTuple):
    """A person who does not exist."""

    name: str
    post: str
    agency: str
    role: str
    authority: str
    telephone: str
    email: str
    address: str
    out_of_hours: str


class Received(NamedTuple):
    """A document as it came to the Board, so many days before today."""

    file_name: str
    kind: str
    edition: str
    agency: str
    received_from: str
    arrived: str
    days_ago: int
    specimen: Specimen
    pages_stated: int | None = None


class Asked(NamedTuple):
    """An access request, so many days before today."""

    person: str
    document: str
    purpose: str
    days_ago: int


PEOPLE = (
    Invented(
        "Amina Sample",
        "Designated Nurse",
        "Exampleshire Health Trust",
        "panel member",
        "Appointed by the Board to the panel",
        "01632 960001",
        "a.sample@health.example",
        "2 Example Street, Exampleton",
        "01632 960101",
    ),
    Invented(
        "Brendan Instance",
        "Detective Superintendent",
        "Exampleshire Police",
        "panel member",
        "Appointed by the Board to the panel",
        "01632 960002",
        "b.instance@police.example",
        "3 Example Street, Exampleton",
        "01632 960102",
    ),
    Invented(
        "Carys Specimen",
        "Head of Legal Services",
        "Exampleshire Council",
        "standing recipient",
        "Provided with a hard copy in every review",
        "01632 960003",
        "c.specimen@council.example",
        "1 Example Square, Exampleton",
        "01632 960103",
    ),
    Invented(
        "Ofsted (example entry)",
        "Inspectorate",
        "Ofsted",
        "standing recipient",
        "Provided with a hard copy in every review",
        "01632 960004",
        "",
        "",
        "",
    ),
    Invented(
        "Dorothea Pattern-Montgomery",
        "Executive Director of Children's Services",
        "Exampleshire Council",
        "standing recipient",
        "Provided with a hard copy in every review",
        "01632 960005",
        "d.pattern@council.example",
        "1 Example Square, Exampleton",
        "01632 960105",
    ),
)

INDEPENDENT = (
    Invented(
        "Eirian Independent",
        "Chair of serious case review panels",
        "No agency",
        "chair of the panel",
        "Appointed by the Chair of the Board",
        "01632 960006",
        "e.independent@chair.example",
        "6 Example Street, Exampleton",
        "01632 960106",
    ),
    Invented(
        "Ffion Writer",
        "Author of serious case reviews",
        "No agency",
        "overview author",
        "Appointed by the Chair of the Board",
        "01632 960007",
        "f.writer@author.example",
        "7 Example Street, Exampleton",
        "01632 960107",
    ),
)
"""Who chairs the panel and who writes the overview report, each by the name of the office."""

_LONG = (
    "Child A lived with an adult carer and one sibling in a place that does not exist. Services met the"
    " family at home, in clinics and at school, and each of them kept a record of what it saw. This"
    " paragraph is invented so that the page carries as much text as a page of a real report would carry."
)
_SEEN = (
    "On several occasions the child was seen, and on some of them alone. What the child said was written"
    " down in the child's own words where that was possible. The professionals involved spoke to each"
    " other, though not always in time, and the review asks what would have made that easier."
)


def _chapters(*headings: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((heading, (_LONG, _SEEN, _LONG, _SEEN)) for heading in headings)


DOCUMENTS = (
    Received(
        "imr-health.pdf",
        "imr",
        "identified",
        "Exampleshire Health Trust",
        "Amina Sample, Exampleshire Health Trust",
        "By hand, in a sealed envelope",
        90,
        Specimen(
            "Individual Management Review: health",
            "Exampleshire Health Trust (invented)",
            _chapters("Introduction", "What happened", "What was learned"),
        ),
        3,
    ),
    Received(
        "integrated-chronology.pdf",
        "integrated-chronology",
        "anonymised",
        "",
        "The panel",
        "On an encrypted drive",
        75,
        Specimen(
            "Integrated chronology",
            "The panel (invented)",
            (("Contacts of all agencies", (_LONG,)),),
            (
                ("Day", "Agency", "What was seen or done"),
                *((f"Day {day}", "An agency (invented)", _SEEN) for day in range(1, 13)),
            ),
            on_its_side=True,
        ),
    ),
    Received(
        "overview-report.pdf",
        "overview-report",
        "anonymised",
        "",
        "The independent author",
        "By hand",
        62,
        Specimen(
            "Overview report",
            "The independent author (invented)",
            _chapters("Introduction", "The facts", "Analysis", "Conclusions", "Recommendations"),
        ),
        5,
    ),
    Received(
        "executive-summary.pdf",
        "executive-summary",
        "anonymised",
        "",
        "The independent author",
        "By hand",
        61,
        Specimen(
            "Executive summary",
            "The independent author (invented)",
            _chapters("About the review", "Key issues"),
        ),
    ),
)

ENDED = "SCR-2024-02"
"""The review of the example that has ended."""
AGENCIES = ("Exampleshire Health Trust", "Exampleshire Police", "Exampleshire Council")
"""Those that contributed to it."""
ENDED_DOCUMENTS = (
    *(
        Received(
            f"imr-{name}.pdf",
            "imr",
            "identified",
            agency,
            f"A courier of {agency}",
            "By hand, in a sealed envelope",
            825,
            Specimen(
                f"Individual Management Review: {name}",
                f"{agency} (invented)",
                _chapters("What happened", "What was learned"),
            ),
        )
        for name, agency in zip(("health", "police", "council"), AGENCIES, strict=True)
    ),
    Received(
        "overview-report.pdf",
        "overview-report",
        "anonymised",
        "",
        "The independent author",
        "By hand",
        740,
        Specimen(
            "Overview report",
            "The independent author (invented)",
            _chapters("The facts", "Analysis", "Recommendations"),
        ),
    ),
    Received(
        "executive-summary.pdf",
        "executive-summary",
        "anonymised",
        "",
        "The independent author",
        "By hand",
        739,
        Specimen("Executive summary", "The independent author (invented)", _chapters("Key issues")),
    ),
)
PLAN = (
    (
        "Midwives are told of a parent's earlier convictions",
        "A risk is known before a child is born",
        "Agree how the police tell the health trust, and train both",
        "The Designated Nurse",
    ),
    (
        "A child who is missing is spoken to by somebody they know",
        "What a child says reaches all who need it",
        "Write a protocol of return interviews, and test it on ten of them",
        "The Detective Superintendent",
    ),
    (
        "A conference is called within days of a third report",
        "No family is discussed by letter alone",
        "Count the days each quarter, and report them to the Board",
        "The Head of Safeguarding",
    ),
)
"""The action plan of the review that has ended: an objective for each agency."""
ENDED_INTEREST = (
    ("A grandparent (invented)", "family", "paper", "To understand what happened.", 705),
    ("Exampleton Gazette (invented)", "press", "paper", "For an article.", 690),
    ("Radio Example (invented)", "press", "electronic", "For a broadcast.", 688),
    ("A councillor (invented)", "elected member", "electronic", "For the scrutiny committee.", 672),
    ("A student (invented)", "researcher", "electronic", "For a dissertation.", 668),
    ("A neighbour (invented)", "public", "paper", "Out of concern.", 655),
)
"""Who asked for its executive summary, in what form, why, and how many days ago."""
