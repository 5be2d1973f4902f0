"""A sealed file that does not verify: the incident that is opened about whatever it keeps (B7).

Rule: one incident while it is open; only a document's current master blocks anything.
"""

from desktop.custody import incidents, scans
from desktop.custody.documents import Kept
from desktop.custody.scans import KeptScan
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure


def incident(office: Office, kept: Kept | KeptScan, what: str) -> Procedure[Outcome]:
    """Open the incident about a sealed file."""
    if isinstance(kept, KeptScan):
        return (yield from office.act(scans.scan_altered, scan=kept.scan.scan, what=what))
    return (
        yield from office.act(
            incidents.master_altered,
            document=kept.document.document,
            what=what,
            current=kept.current,
            rendition=bool(kept.rendition),
        )
    )
