"""The pages of a paper that comes back: each names its paper, its part, and which page of how many it is.

Rule: a page's code holds of the paper's own code only a check of it, enough to know the same paper again, so
it files a page and confirms nothing. A part whose words nobody else may see has no such code, nor has a paper
without a code of its own (C14).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from desktop.custody import codes
from desktop.custody.blocks import Code, Part, Words

_WHOLE = re.compile(r"[A-Z]{2}\d [0-9A-Z]{4} \S+ \S+", re.ASCII)
_PAGE = re.compile(
    r"([A-Z]{2}\d [0-9A-Z]{4} \S+) (([A-Z]?)(\d{1,4})/(\d{1,4})(S?)) ([0-9A-HJKMNP-TV-Z]{4})", re.ASCII
)
_LETTERS = "ABCDEFGH"


class PaperPage(NamedTuple):
    """One page of one paper."""

    paper: str
    """What is kept of the paper's own code; see `kept`."""
    part: str
    """The letter of its part; empty: the paper is all one."""
    number: int
    """Which page of its part it is, from 1."""
    of: int
    """How many pages its part has."""
    signed: bool
    """Whether the paper's own code, beside which it is signed, stands on it."""

    @property
    def token(self) -> str:
        """Which page it is, as its code says it."""
        return f"{self.part}{self.number}/{self.of}{'S' if self.signed else ''}"

    @property
    def payload(self) -> str:
        """Its code."""
        body, _, check = self.paper.rpartition(" ")
        return f"{body} {self.token} {check}"

    @property
    def named(self) -> str:
        """Which page it is, in words, as it stands on the page."""
        page = f"page {self.number} of {self.of}"
        return f"part {self.part}, {page}" if self.part else page


def kept(payload: str) -> str:
    """Return what is kept of a paper's own code: enough to know the paper again, but not what is typed."""
    body, _, code = " ".join(payload.split()).upper().rpartition(" ")
    return f"{body} {codes.check(codes.plain(code), 4)}"


def read(text: str) -> PaperPage | None:
    """Return the page whose code a text is, or None if it is no such code."""
    match = _PAGE.fullmatch(" ".join(text.split()).upper())
    if match is None or not 1 <= int(match[4]) <= int(match[5]):
        return None
    return PaperPage(f"{match[1]} {match[7]}", match[3], int(match[4]), int(match[5]), bool(match[6]))


def of_paper(paper: str, token: str) -> PaperPage | None:
    """Return the page of a paper, as `kept` and `token` tell them; None without a token."""
    body, _, check = paper.rpartition(" ")
    return read(f"{body} {token} {check}") if token else None


def coded(parts: Sequence[Part]) -> list[Part]:
    """Return the parts of a form so that each of their pages carries its code, if the form has one."""
    blocks = [block for part in parts for block in part.blocks]
    own = [block.payload for block in blocks if isinstance(block, Code) and _WHOLE.fullmatch(block.payload)]
    if not own:
        return list(parts)
    letters = _LETTERS if len(parts) > 1 else [""]
    return [
        part
        if any(isinstance(block, Words) for block in part.blocks)
        else msgspec.structs.replace(part, paper=kept(own[0]), letter=letter)
        for part, letter in zip(parts, letters, strict=False)
    ]


def missing(
    pages: Sequence[PaperPage], known: Sequence[PaperPage], unnumbered: Sequence[str]
) -> list[PaperPage]:
    """Return the pages that are lacking of every part of which one of `pages` is a page.

    `known` are pages that were filed before; `unnumbered` is what is kept of the codes of papers of which a
    page is there that does not say which it is, so one more may be there than is known.
    """
    there = {one._replace(signed=False) for one in [*pages, *known]}
    lacking = []
    for page in dict.fromkeys(one._replace(signed=False, number=1) for one in pages):
        gone = [one for at in range(page.of) if (one := page._replace(number=at + 1)) not in there]
        if len(gone) > unnumbered.count(page.paper):
            lacking += gone
    return lacking
