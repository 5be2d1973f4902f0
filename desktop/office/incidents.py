"""The report of an incident as a paper.

Rule: as every paper; it can be made as often as it is asked for, and says how the incident stands then.
"""

from pathlib import Path

from desktop.custody.incident_report import incident_report
from desktop.office import papers
from desktop.office.office import Office
from desktop.office.procedure import Procedure


def report(office: Office, incident: str, folder: Path) -> Procedure[Path]:
    """Make the report of an incident in `folder`, and record that it was made."""
    found = yield from office.asked("incident report", lambda: office.register.incident(incident))
    yield from papers.recorded(
        office, "The incident report", found.incident, [folder / "report.pdf"], any_name=True
    )
    making = papers.drawn(
        office,
        lambda register, hand: incident_report(register, hand, found.incident),
        papers.free_name(folder, f"{found.incident}-report"),
    )
    done = f"The report of {found.incident} is recorded."
    return (yield from papers.after(office, done, "the report", making))
