"""The conclusion as a procedure: the act with its letters of recall, and their papers (E7, F1).

Rule: the letters are written by the act that concludes, whether or not a folder is named for their papers;
each paper can be made again from its entry.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import conclusion
from desktop.custody.conclusion import Telling
from desktop.office import letters, papers, wordings
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure


class Concluded(NamedTuple):
    """The act, and the papers of its letters in their order; none where no folder was named."""

    outcome: Outcome
    letters: list[Path]

    @property
    def references(self) -> list[str]:
        """The references of the letters."""
        return letters.written(self.outcome.events)


def conclude(
    office: Office,
    review: str,
    authority: str,
    *,
    telling: Sequence[Telling] = (),
    by: date | None = None,
    folder: Path | None = None,
    at: datetime | None = None,
) -> Procedure[Concluded]:
    """Conclude a review, recall every copy that is out, and make the letters in `folder`."""
    if folder is not None:
        yield from papers.ready(office, [folder / "letter.pdf"], any_name=True)
    outcome = yield from office.act(
        conclusion.conclude,
        at=at,
        review=review,
        authority=authority,
        telling=tuple(telling),
        by=by,
        wording=wordings.letter(office.register, "recall"),
    )
    made = list[Path]()
    if folder is not None:
        for letter in letters.written(outcome.events):
            made.append(papers.file_of((yield from letters.paper(office, letter, folder))))
    return Concluded(outcome, made)
