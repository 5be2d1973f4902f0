"""What every page of a copy carries (C3), and the code that names the page to a scanner.

Rule: a page can be traced to its copy by eye and by machine, and no mark names a child: the review
is shown by its reference alone. The code's last four characters are a check, so that a page code
that was misread or mistyped is noticed, never taken for another page.
"""

import re

import msgspec

from desktop.custody import codes

_CODE = re.compile(r"SR1 ([0-9A-Z]{4}) (D-\d{4,12}/\d{1,9}|E-\d{4,12}) (\d{1,9}) ([0-9A-HJKMNP-TV-Z]{4})")


class Mark(msgspec.Struct, frozen=True):
    """The words on each page of one copy; page numbers and codes are added page by page."""

    vault: str
    """Four characters that tell this vault's codes from another's."""
    copy: str
    """The copy's reference, such as D-0001/3, or that of the request it was made for, such as E-0001."""
    number: int
    """The copy number, shown large and light across the page; 0: made for a request, without a number."""
    marking: str
    """The protective marking, top and bottom of every page."""
    review: str
    document: str
    """Kind and edition in words, such as "Overview report, anonymised edition"."""
    holder: str
    """Who the copy is for, or "Held in safe"."""
    day: str
    """The day of printing, such as "2 March 2026"."""
    returns: str
    """Where a found copy is to be returned; of one made for a request, who published it."""

    @property
    def across(self) -> str:
        """What stands large and light across every page."""
        return f"COPY {self.number}" if self.number else self.copy

    @property
    def named(self) -> str:
        """How the line at the foot names the copy."""
        document = self.copy.rpartition("/")[0]
        return f"Copy {self.number} of {document}" if self.number else f"Sent for {self.copy}"

    @property
    def foot(self) -> str:
        """What the last line says: a numbered copy goes back, a published one says whose it is."""
        return f"If found, return to: {self.returns}" if self.number else f"Published by: {self.returns}"


class PageCode(msgspec.Struct, frozen=True):
    """One page of one copy, as its code names it."""

    vault: str
    copy: str
    page: int


def page_code(vault: str, copy: str, page: int) -> str:
    """Return the text of the machine-readable code of page `page` (from 1) of `copy` ("D-0001/3")."""
    body = f"SR1 {vault} {copy} {page}"
    return f"{body} {codes.check(body, 4)}"


def read_page_code(text: str) -> PageCode | None:
    """Return the page that `text` names, or None if it is no page code or its check is wrong."""
    match = _CODE.fullmatch(text.strip())
    if match is None or codes.check(text.strip()[:-5], 4) != match[4]:
        return None
    return PageCode(vault=match[1], copy=match[2], page=int(match[3]))
