"""What the Board keeps as data, and the acts that change it: kinds, categories, recipients, bodies, marking.

Rule: nothing of it is code (B4, C6, D3), and nothing of it changes without an entry that says who decided it,
what stood before and what stands now. What was recorded under an earlier setting stays as it was recorded:
a document keeps its limit, a request its category. A kind is never taken away, since documents are of it.
"""

from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import msgspec

from desktop.custody import dates, facts
from desktop.custody.board import LISTED, Gate, Kind, Settings, StandingRecipient
from desktop.custody.errors import AlreadyThereError, FactMissingError, UnknownReferenceError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.limits import MOST
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register

List = Literal["category", "briefed body", "body of the process", "body told of the conclusion"]
"""The lists of plain names: of those who ask for the summary, of bodies that are told in advance, of those
to which papers are submitted in the course of a review, and of those told of its conclusion."""

GATES: dict[str, Gate] = {gate or "none": gate for gate in get_args(Gate)}
FIELDS: dict[List, str] = {
    "category": "categories",
    "briefed body": "briefed_bodies",
    "body of the process": "submitted_to",
    "body told of the conclusion": "told_of_conclusion",
}
"""Where each list stands among the settings."""
_LONGEST_NAME = 120
_LONGEST_MARKING = 60


class KindAdded(Event, frozen=True, kw_only=True, tag="kind-added"):
    """There is one more kind of document."""

    added: Kind
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the kind at the end of the list."""
        _set(register, kinds=(*register.founded.settings.kinds, self.added))

    def said(self) -> str:
        """Return what it is."""
        return f"The kind “{self.added.label}” was added: {terms(self.added)}. Authority: {self.authority}."


class KindChanged(Event, frozen=True, kw_only=True, tag="kind-changed"):
    """A kind of document is called or treated otherwise."""

    before: Kind
    after: Kind
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Put the kind in the place it had."""
        kinds = (self.after if k.kind == self.after.kind else k for k in register.founded.settings.kinds)
        _set(register, kinds=tuple(kinds))

    def said(self) -> str:
        """Return what it was and what it is."""
        before, after = (f"“{kind.label}” ({terms(kind)})" for kind in (self.before, self.after))
        return (
            f"The kind {self.after.kind} was changed from {before} to {after}. Authority: {self.authority}."
        )


class ListChanged(Event, frozen=True, kw_only=True, tag="list-changed"):
    """A list of names got one more or one less."""

    names: List
    before: tuple[str, ...]
    after: tuple[str, ...]
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Put the list in place of what it was."""
        _set(register, **{FIELDS[self.names]: self.after})

    def said(self) -> str:
        """Return the name that came or went, and how many there are."""
        added = [name for name in self.after if name not in self.before]
        name, how = (added[0], "added") if added else (self._gone(), "taken away")
        count = f"there were {len(self.before)}, there are {len(self.after)}"
        return f"The {self.names} “{name}” was {how}: {count}. Authority: {self.authority}."

    def _gone(self) -> str:
        return next(name for name in self.before if name not in self.after)


class RecipientAdded(Event, frozen=True, kw_only=True, tag="standing-recipient-added"):
    """One more office is provided with hard copies in every review."""

    words: ClassVar[str] = "{post}, {agency}, was made a standing recipient. Authority: {authority}."

    post: str
    agency: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the recipient."""
        known = register.founded.settings.standing_recipients
        _set(register, standing_recipients=(*known, StandingRecipient(self.post, self.agency)))


class RecipientRemoved(Event, frozen=True, kw_only=True, tag="standing-recipient-removed"):
    """An office gets no hard copies any more; what it has stays with it until it is recalled."""

    words: ClassVar[str] = "{post}, {agency}, is no standing recipient any more. Authority: {authority}."

    post: str
    agency: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Take the recipient away."""
        gone = StandingRecipient(self.post, self.agency)
        known = register.founded.settings.standing_recipients
        _set(register, standing_recipients=tuple(one for one in known if one != gone))


class MarkingChanged(Event, frozen=True, kw_only=True, tag="marking-changed"):
    """Copies made from now on carry another protective marking."""

    words: ClassVar[str] = (
        "The protective marking was changed from “{before}” to “{after}”. Authority: {authority}."
    )

    before: str
    after: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Set the marking."""
        _set(register, marking=self.after)


class CopyLimitChanged(Event, frozen=True, kw_only=True, tag="copy-limit-changed"):
    """Documents taken in from now on have another limit of copies."""

    words: ClassVar[str] = (
        "The limit of copies for documents taken in from now on was changed from {before} to {after}."
        " Authority: {authority}."
    )

    before: int
    after: int
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Set the limit."""
        _set(register, copy_limit=self.after)


class ReturnsChanged(Event, frozen=True, kw_only=True, tag="returns-changed"):
    """A found copy is to be returned to another address."""

    words: ClassVar[str] = (
        "The return address was changed from “{before}” to “{after}”. Authority: {authority}."
    )

    before: str
    after: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Set the address."""
        register.board = msgspec.structs.replace(register.founded, returns=self.after)


def add_kind(
    register: "Register",
    hand: Hand,
    *,
    label: str,
    authority: str,
    per_agency: bool = False,
    many: bool = False,
    copied: bool = True,
    apart: bool = False,
    gate: str = "",
) -> list[Event]:
    """Add a kind of document (B4); its short name is made from its label. One kept apart is never copied."""
    label = _name("the label", label)
    known = register.founded.settings.kinds
    short = "-".join(folded(label).split())
    if not short:
        raise FactMissingError(fact="the label", why="there is no letter or digit in it")
    for other in known:
        if {folded(short), folded(label)} & {folded(other.kind), folded(other.label)}:
            raise _there("The kind", other.label)
    added = Kind(short, label, per_agency, many, copied and not apart, apart, _gate(gate))
    return [KindAdded(added=added, authority=_authority(register, hand, authority))]


def change_kind(
    register: "Register",
    hand: Hand,
    *,
    kind: str,
    authority: str,
    label: str | None = None,
    many: bool | None = None,
    copied: bool | None = None,
    apart: bool | None = None,
    gate: str | None = None,
) -> list[Event]:
    """Change how a kind is called or treated; what is None stays. Documents of it stay what they are."""
    before = register.founded.kind(kind)
    apart = before.apart if apart is None else apart
    if copied and apart:
        raise WrongStateError(
            thing=f"the kind “{before.label}”",
            state="kept apart",
            act="printed as numbered copies",
            advice="What is kept apart has its own access decision and is not copied.",
        )
    after = Kind(
        before.kind,
        before.label if label is None else _name("the label", label),
        before.per_agency,
        before.many if many is None else many,
        (before.copied if copied is None else copied) and not apart,
        apart,
        before.gate if gate is None else _gate(gate),
    )
    for other in register.founded.settings.kinds:
        if other.kind != after.kind and folded(after.label) in {folded(other.kind), folded(other.label)}:
            raise _there("The kind", other.label)
    if after == before:
        raise _unchanged(f"the kind “{before.label}”")
    _still_fits(register, before, after)
    return [KindChanged(before=before, after=after, authority=_authority(register, hand, authority))]


def add_name(register: "Register", hand: Hand, *, names: List, name: str, authority: str) -> list[Event]:
    """Add a category of those who ask for the summary (D3), or a body that is briefed (D4) or of the process.

    From then on no gate stands before what is submitted to a body of the process (D6).
    """
    before = _names(register, names)
    name = _name(f"the {names}", name)
    for known in before:
        if folded(known) == folded(name):
            raise _there(f"The {names}", known)
    return [
        ListChanged(
            names=names, before=before, after=(*before, name), authority=_authority(register, hand, authority)
        )
    ]


def remove_name(register: "Register", hand: Hand, *, names: List, name: str, authority: str) -> list[Event]:
    """Take a category or a body off its list; what was recorded with it keeps it."""
    before = _names(register, names)
    after = tuple(known for known in before if folded(known) != folded(name))
    if after == before:
        raise UnknownReferenceError(noun=names, reference=name, listed=LISTED)
    if not after:
        raise WrongStateError(
            thing=f"“{before[0]}”", state=f"the last {names}", act="taken away", advice="Add another first."
        )
    return [
        ListChanged(names=names, before=before, after=after, authority=_authority(register, hand, authority))
    ]


def add_recipient(register: "Register", hand: Hand, *, post: str, agency: str, authority: str) -> list[Event]:
    """Add an office that is provided with hard copies in every review (C6)."""
    post, agency = _name("the post", post), _name("the agency", agency)
    if _recipient(register, post, agency):
        raise _there("The standing recipient", post)
    return [RecipientAdded(post=post, agency=agency, authority=_authority(register, hand, authority))]


def remove_recipient(
    register: "Register", hand: Hand, *, post: str, agency: str, authority: str
) -> list[Event]:
    """Say that an office is no standing recipient any more."""
    known = _recipient(register, post, agency)
    if known is None:
        raise UnknownReferenceError(noun="standing recipient", reference=f"{post}, {agency}", listed=LISTED)
    return [
        RecipientRemoved(
            post=known.post, agency=known.agency, authority=_authority(register, hand, authority)
        )
    ]


def change_marking(register: "Register", hand: Hand, *, marking: str, authority: str) -> list[Event]:
    """Change the protective marking that copies and papers carry (C3)."""
    before, after = register.founded.settings.marking, _name("the marking", marking, _LONGEST_MARKING)
    if after == before:
        raise _unchanged("the marking")
    return [MarkingChanged(before=before, after=after, authority=_authority(register, hand, authority))]


def change_copy_limit(
    register: "Register", hand: Hand, *, number_of_copies: int, authority: str
) -> list[Event]:
    """Change the limit of copies that documents get when they are taken in (C2)."""
    before = register.founded.settings.copy_limit
    after = facts.counted("the number of copies", number_of_copies, 0, MOST)
    if after == before:
        raise _unchanged("the limit")
    return [CopyLimitChanged(before=before, after=after, authority=_authority(register, hand, authority))]


def change_returns(register: "Register", hand: Hand, *, returns: str, authority: str) -> list[Event]:
    """Change the address to which a found copy is to be returned."""
    before, after = register.founded.returns, facts.needed("the return address", returns)
    if after == before:
        raise _unchanged("the return address")
    return [ReturnsChanged(before=before, after=after, authority=_authority(register, hand, authority))]


def terms(kind: Kind) -> str:
    """Return how a kind is treated, in words."""
    told = ["one for each agency" if kind.per_agency else "any number" if kind.many else "one for a review"]
    if kind.apart:
        told.append("kept apart")
    told.append("copied" if kind.copied else "not copied")
    if kind.gate:
        told.append(f"leaves the process only after {kind.gate}")
    return ", ".join(told)


def _still_fits(register: "Register", before: Kind, after: Kind) -> None:
    """Refuse a change by which documents in custody would break a rule."""
    of_it = [known for known in register.documents.values() if known.kind == before.kind]
    copied = next((known for known in of_it if known.allotted), None)
    if after.apart and copied:
        raise WrongStateError(
            thing=f"the kind “{before.label}”",
            state=f"that of {copied.document}, of which copies have numbers",
            act="kept apart",
            advice="Add another kind for what is to be kept apart.",
        )
    if after.many:
        return
    seen: dict[tuple[str, str, str], str] = {}
    for known in of_it:
        other = seen.setdefault((known.review, known.edition, folded(known.agency)), known.document)
        if other != known.document:
            raise AlreadyThereError(
                noun=f"Beside {other}, the current document",
                reference=known.document,
                advice="Leave the kind as one of which there may be any number.",
            )


def _set(register: "Register", **changes: object) -> None:
    founded = register.founded
    settings: Settings = msgspec.structs.replace(founded.settings, **changes)
    register.board = msgspec.structs.replace(founded, settings=settings)


def _names(register: "Register", names: List) -> tuple[str, ...]:
    known: tuple[str, ...] = getattr(register.founded.settings, FIELDS[names])
    return known


def _recipient(register: "Register", post: str, agency: str) -> StandingRecipient | None:
    for known in register.founded.settings.standing_recipients:
        if (folded(known.post), folded(known.agency)) == (folded(post), folded(agency)):
            return known
    return None


def _name(fact: str, text: str, most: int = _LONGEST_NAME) -> str:
    name = " ".join(facts.needed(fact, text).split())
    facts.counted(f"the length of {fact}", len(name), 1, most)
    return name


def _gate(text: str) -> Gate:
    return GATES[facts.one_of("the gate", text or "none", tuple(GATES))]


def _authority(register: "Register", hand: Hand, text: str) -> str:
    founded = register.founded.founded_on
    dates.not_before("The day of the change", hand.day, founded, "the vault was founded later")
    return facts.needed("the authority", text)


def _there(noun: str, name: str) -> AlreadyThereError:
    return AlreadyThereError(noun=noun, reference=name, advice="Give another name, or change that one.")


def _unchanged(thing: str) -> WrongStateError:
    return WrongStateError(
        thing=thing, state="as it is wanted already", act="changed to the same", advice="Nothing was changed."
    )
