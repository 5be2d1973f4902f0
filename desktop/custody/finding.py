"""Finding anything in the register: a scanned code, a reference, or words (K2).

Rule: every word must match; capitals, accents and punctuation do not matter. What is named exactly comes
first, then what words begin in, then what only belongs to something that matches. Nothing of a document that
is kept apart is ever found (B6). A search that was made is an entry (H3); of a code, only whose it is.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from desktop.custody import codes, dates, facts, findable, marks, paper_pages
from desktop.custody.copies import Loan
from desktop.custody.errors import FactMissingError
from desktop.custody.findable import NOUNS, Noun
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.handover import HANDOVER_CODE
from desktop.custody.slips import SLIP_CODE

if TYPE_CHECKING:
    from desktop.custody.register import Register

MOST = 50
"""Rows that a search returns."""
LONGEST = 200
"""Characters of a search."""
ITS_REFERENCE = "its reference"
"""Why something was found that the search names."""

_REFERENCE = re.compile(r"([A-Z]{1,2})[- ]?(\d{1,12})(?: ?/ ?(\d{1,9}))?", re.ASCII)
_WORD_REFERENCE = re.compile(r"([A-Z]{1,2})-(\d{1,12})(?:/(\d{1,9}))?", re.ASCII)
_SLIP = re.compile(rf"{SLIP_CODE} (\S{{4}}) (D-\d{{4,12}}/\d{{1,9}}) (\S+)", re.ASCII)
_UNHEARD = re.compile(
    r"['\u2019\u02bc\u00ad\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
"""Apostrophes, accents and points over and under letters, and marks that nobody sees."""
_APART = re.compile(r"[\W_]+")
_SHEET = re.compile(
    rf"(?!(?:SR1|{SLIP_CODE}|{HANDOVER_CODE}) )[A-Z]{{2}}\d"
    r" (\S{4}) ([A-Z]{1,2}-\d{4,12}(?:/\d{1,9})?) \S+",
    re.ASCII,
)
"""The code of any other sheet that is signed, of whatever noun."""
_CHECKPOINT = re.compile(r"\d ?: ?\w{4}")
_SLIP_LETTERS = 8
_PLAIN = str.maketrans({c: " " for c in map(chr, range(128)) if not c.isalnum()} | {"'": ""})
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th", "ð": "d"}
)


class Found(NamedTuple):
    """Something that was found: its noun, its reference, what it is in one line, and why it was found."""

    noun: str
    reference: str
    line: str
    why: str


NOWHERE = "words that stand in no register"
"""What the ledger keeps of words that found nothing: they may be names of the coding schedule (B6)."""


class Search(NamedTuple):
    """What came of a search: the best rows, how many there are in all, and a word of advice if there is one.

    `words` is what was typed, or says whose code it was.
    """

    words: str
    found: list[Found]
    total: int
    advice: str = ""


class RegisterSearched(Event, frozen=True, kw_only=True, tag="register-searched"):
    """Somebody searched the register (H3)."""

    words: ClassVar[str] = "The register was searched for “{sought}”. Found: {found}."

    sought: str
    found: int

    def change(self, register: "Register", line: Line) -> None:
        """Nothing in custody moved."""


class _Words:
    """The words of one noun's rows, folded: its own, and with them those that it borrows."""

    def __init__(self, noun: Noun) -> None:
        self.noun = noun
        self.references: list[str] = []
        self.own: list[str] = []
        self.whole: list[str] = []
        self._rows: list[Any] = []

    def read(self, register: "Register", apart: frozenset[str], *, anew: bool) -> bool:
        """Read the rows that changed, or all of them; return whether what others borrow has changed."""
        rows = self.noun.rows(register)
        now = list(rows.values())
        if not anew and now == self._rows:  # rows are frozen, and most are the very same
            return False
        before = self.own
        same = () if anew else takewhile(_is_one, zip(now, self._rows, strict=False))
        first = sum(1 for _pair in same)
        memory: dict[str, str] = {}
        read = [
            self._folded(register, reference, row, apart, memory)
            if at >= len(self._rows) or anew or row is not self._rows[at]
            else (self.own[at], self.whole[at])
            for at, (reference, row) in enumerate(islice(rows.items(), first, None), first)
        ]
        self.references = list(rows)
        self.own = [*before[:first], *(own for own, _whole in read)]
        self.whole = [*self.whole[:first], *(whole for _own, whole in read)]
        self._rows = now
        return self.noun.lends and self.own[: len(before)] != before

    def hits(self, words: list[str]) -> list[int]:
        """Return the places of the rows in which every word stands."""
        first, *others = words
        found = [at for at, text in enumerate(self.whole) if first in text]
        for word in others:
            found = [at for at in found if word in self.whole[at]]
        return found

    def _folded(
        self, register: "Register", reference: str, row: Any, apart: frozenset[str], memory: dict[str, str]
    ) -> tuple[str, str]:
        if apart and findable.hidden(register, self.noun, row, apart):
            return "", ""
        own = f" {reference.lower()}"
        for word in self.noun.own(register, row):
            own += memory.get(word) or memory.setdefault(word, f" {_folded(word)}")
        whole = own
        for word in self.noun.borrowed(register, row):
            whole += memory.get(word) or memory.setdefault(word, f" {word.lower()} {_folded(word)}")
        return own, whole


class Index:
    """The register's words, folded once and again only where a row changed; for one register."""

    def __init__(self) -> None:
        self._words = [_Words(noun) for noun in NOUNS]
        self._board: object = None

    def read(self, register: "Register") -> frozenset[str]:
        """Read what changed since it was last read; return the documents that are kept apart."""
        anew = register.board is not self._board  # the Board's settings name the kinds
        self._board = register.board
        apart = findable.kept_apart(register)
        for words in self._words:
            # Those that lend stand before those that borrow.
            anew = words.read(register, apart, anew=anew) or anew
        return apart

    def search(self, register: "Register", text: str) -> Search:
        """Return what `text` finds. Raises FactMissingError for nothing to look for, and for too much."""
        typed = " ".join(facts.needed("what to look for", text).split())
        if len(typed) > LONGEST:
            raise FactMissingError(fact="what to look for", why=f"longer than {LONGEST} characters")
        return _by_code(register, typed) or self._by_words(register, typed)

    def _by_words(self, register: "Register", typed: str) -> Search:
        exact = _named(register, typed, self.read(register))
        words = _words(typed)
        ranks: list[list[tuple[Noun, str]]] = [[], [], []]
        total = len(exact)
        for known in self._words if words else ():
            named = {reference for noun, reference in exact if noun is known.noun}
            hits = known.hits(words)
            if named:
                hits = [at for at in hits if known.references[at] not in named]
            total += len(hits)
            if len(ranks[0]) >= MOST:
                continue  # none of these can be shown any more
            begins = [f" {word}" for word in words]
            for rank, fits in zip(ranks, (_all(begins, known.own), _all(words, known.own)), strict=False):
                best = list(islice((at for at in hits if fits(at)), MOST - len(rank)))
                rank += [(known.noun, known.references[at]) for at in best]
                hits = [at for at in hits if not fits(at)] if len(best) < MOST else []
            ranks[2] += [(known.noun, known.references[at]) for at in hits[: MOST - len(ranks[2])]]
        why = ("its words", "its words", "what it belongs to")
        found = [_found(register, noun, reference, ITS_REFERENCE) for noun, reference in exact]
        for rank, said in zip(ranks, why, strict=True):
            found += [_found(register, *one, said) for one in rank[: max(MOST - len(found), 0)]]
        return Search(typed, found[:MOST], total, "" if found else _advice(typed))


def _is_one(pair: tuple[object, object]) -> bool:
    return pair[0] is pair[1]


def _all(words: list[str], texts: list[str]) -> Callable[[int], bool]:
    """Return what says whether all of `words` stand in the text of a place."""
    if len(words) == 1:
        (word,) = words
        return lambda at: word in texts[at]
    return lambda at: all(word in texts[at] for word in words)


def find(register: "Register", text: str) -> list[Found]:
    """Return what `text` finds, best first, at most 50; for one question (an Index is for many)."""
    return Index().search(register, text).found


def named(register: "Register", reference: str) -> Found | None:
    """Return what a reference names, or None if nothing findable has it."""
    exact = _named(register, reference, findable.kept_apart(register))
    return _found(register, *exact[0], ITS_REFERENCE) if exact else None


def searched(register: "Register", hand: Hand, *, sought: str, found: int) -> list[Event]:
    """Record that the register was searched, for what if it is there, and how much was found (H3)."""
    words = facts.needed("what to look for", sought)
    return [RegisterSearched(sought=words if found else NOWHERE, found=found)]


def _by_code(register: "Register", typed: str) -> Search | None:
    """Return the copy whose page or slip code `typed` is, or None if it is no such code."""
    upper = typed.upper()
    page = marks.read_page_code(upper)
    if page is not None:
        said = f"page {page.page:,} of it was scanned"
        return _of_copy(register, page.vault, page.copy, said, f"a page of {page.copy}")
    paper = paper_pages.read(upper)
    if paper is not None and not upper.startswith(f"{HANDOVER_CODE} "):
        _kind, vault, reference, _check = paper.paper.split()
        return _of_sheet(register, vault, reference, f"{paper.named} of its paper was scanned")
    slip = _SLIP.fullmatch(upper)
    if slip is not None and _sound(slip[3]):
        copy = register.copies.get(slip[2])
        loan = next((loan for loan in copy.loans if loan.slip_code == slip[3]), None) if copy else None
        said = _of_slip(loan) if loan else "its slip was scanned, but no loan of it has that code"
        return _of_copy(register, slip[1], slip[2], said, f"a slip of {slip[2]}")
    sheet = _SHEET.fullmatch(upper)
    if sheet is not None:
        return _of_sheet(register, sheet[1], sheet[2])
    code = codes.plain(typed)
    if _sound(code):
        for copy in register.copies.values():
            for loan in copy.loans:
                if loan.slip_code == code:
                    return _of_copy(
                        register, register.founded.vault, copy.copy, _of_slip(loan), f"a slip of {copy.copy}"
                    )
    return None


def _of_sheet(register: "Register", vault: str, reference: str, why: str = "its sheet was scanned") -> Search:
    """Return the muster, the submission, the batch or the copy whose sheet was scanned."""
    if vault != register.founded.vault:
        return Search("a code of another vault", [], 0, f"That code is of another vault ({vault}).")
    found = named(register, reference)
    words = f"the sheet of {reference}"
    if found is None:
        return Search(words, [], 0, f"That is {words}, of which this vault knows nothing.")
    return Search(words, [found._replace(why=why)], 1)


def _of_copy(register: "Register", vault: str, copy: str, why: str, words: str) -> Search:
    if vault != register.founded.vault:
        return Search("a code of another vault", [], 0, f"That code is of another vault ({vault}).")
    wanted = "executive-summary request" if copy in register.interest else "copy"
    if copy not in register.copies and copy not in register.interest:
        advice = f"That is {words}, of which this vault knows nothing: its entries may have been lost."
        return Search(words, [], 0, advice)
    noun = next(noun for noun in NOUNS if noun.noun == wanted)
    return Search(words, [_found(register, noun, copy, why)], 1)


def _of_slip(loan: Loan) -> str:
    if loan.returned is None:
        return "its present slip has that code"
    return f"the slip of its loan of {dates.day(loan.signed_out)} has that code"


def _sound(code: str) -> bool:
    """Return whether `code` may be that of a slip: its letters and its check are right."""
    return (
        len(code) == _SLIP_LETTERS
        and set(code) <= set(codes.ALPHABET)
        and codes.check(code[:-1], 1) == code[-1]
    )


def _named(register: "Register", typed: str, apart: frozenset[str]) -> list[tuple[Noun, str]]:
    """Return what `typed` is the reference of."""
    match = _REFERENCE.fullmatch(typed.upper())
    wanted = {typed.casefold(), _canonical(match).casefold() if match else ""}
    found = []
    for noun in NOUNS:
        rows = noun.rows(register)
        names = rows if noun.by_name else filter(rows.__contains__, map(str.upper, wanted))
        found += [
            (noun, name)
            for name in names
            if name.casefold() in wanted and not findable.hidden(register, noun, rows[name], apart)
        ]
    return found


def _canonical(match: re.Match[str]) -> str:
    number = f"{match[1]}-{int(match[2]):04d}"
    return f"{number}/{int(match[3])}" if match[3] else number


def _words(typed: str) -> list[str]:
    """Return the words that must match, the rarest kind first: references, then the longest."""
    words: list[str] = []
    for word in typed.split():
        match = _WORD_REFERENCE.fullmatch(word.upper())
        words += [_canonical(match).lower()] if match else _folded(word).split()
    return sorted(dict.fromkeys(words), key=len, reverse=True)


def _found(register: "Register", noun: Noun, reference: str, why: str) -> Found:
    return Found(noun.noun, reference, noun.line(register, noun.rows(register)[reference]), why)


def _folded(text: str) -> str:
    """Return text as it is compared: small letters without accents, one space for all else."""
    if text.isascii():
        return " ".join(text.lower().translate(_PLAIN).split())
    plain = _UNHEARD.sub("", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(_APART.sub(" ", plain).translate(_LETTERS).split())


def _advice(typed: str) -> str:
    """Return what may be said of a search that found nothing."""
    upper = typed.upper()
    if upper.startswith(("SR1 ", f"{SLIP_CODE} ")):
        return "That looks like a scanned code, but a letter of it is wrong: scan it again."
    if upper.startswith(f"{HANDOVER_CODE} "):
        return "That is the code of a handover sheet: it is typed where the handover is confirmed."
    if _CHECKPOINT.search(typed):
        return "If that is the number and code from the foot of a paper, check it with “Check a slip…”."
    return ""
