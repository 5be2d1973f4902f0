"""What a restored vault must be told again: destructions and holds that its backup does not know of (T16).

Rule: before anybody is given a restored vault, every disposal that is known from anywhere stands in it again
and its keys are taken away again, and every hold that is known stands again. What tells of them is a newer
ledger, a replay file that the vault itself signed, or certificates from which two people type. A replay only
ever adds a disposal or a hold: it lifts nothing and brings nothing back.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from desktop.custody import disposals, documents, holds, media
from desktop.custody.disposal_grounds import Item
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from desktop.custody.register import Register

BY_HAND = "typed from certificates"
NEWER_LEDGER = "a newer ledger, which has its keys no more"


class Ended(msgspec.Struct, frozen=True, omit_defaults=True):
    """A disposal as a replay tells it. `masters` are the sealed names whose keys it took away."""

    disposal: str
    documents: tuple[str, ...]
    masters: tuple[str, ...]
    done: date | None = None
    rule: str = ""
    authority: str = ""
    operator: str = ""
    second: str = ""


class Held(msgspec.Struct, frozen=True, omit_defaults=True):
    """A hold as a replay tells it."""

    hold: str
    about: tuple[str, ...]
    authority: str
    reason: str
    look_again: date | None = None


class Replay(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that a vault knew of disposals and holds at entry `number`, whose digest is in hexadecimal."""

    vault: str
    number: int
    digest: str
    made: date
    disposals: tuple[Ended, ...] = ()
    holds: tuple[Held, ...] = ()


class DisposalReplayed(Event, frozen=True, kw_only=True, tag="disposal-replayed"):
    """A restored vault was told of a disposal again; the keys that came with the backup were taken away."""

    disposal: str
    documents: tuple[str, ...]
    masters: tuple[str, ...]
    source: str
    media: tuple[str, ...] = ()
    done: date | None = None
    rule: str = ""
    authority: str = ""
    operator: str = ""
    """The name of who prepared it."""
    second: str = ""
    generation: int = 0

    def change(self, register: "Register", line: Line) -> None:
        """Keep it as the disposal it was."""
        before = register.disposals.get(self.disposal)
        register.disposals[self.disposal] = disposals.Disposal(
            self.disposal,
            tuple(Item(one, "", self.rule, self.authority) for one in self.documents),
            self.operator,
            self.second,
            self.done or line.hand.day,
            line.number,
            "",
            done=self.done or line.hand.day,
            done_by=line.hand.by,
            done_entry=line.number,
            generation=self.generation,
            masters=tuple(dict.fromkeys((*(before.masters if before else ()), *self.masters))),
            media=self.media,
            recovery=register.recovery.recovery if register.recovery else 0,
            replayed=True,
        )
        disposals.disposed(register, self.documents, self.disposal)

    def said(self) -> str:
        """Return what was disposed of again, and from where that is known."""
        names, source = ", ".join(self.documents), self.source
        return (
            f"Disposal {self.disposal} was replayed: the keys of {names} were removed. Known from {source}."
        )


def told(register: "Register", vault: str, day: date) -> Replay:
    """Return what a restore of an older backup must be told: each disposal done, and the holds in force."""
    number, digest = register.head
    return Replay(
        vault,
        number,
        digest.hex(),
        day,
        tuple(
            Ended(
                known.disposal,
                known.documents,
                known.masters,
                known.done,
                known.items[0].rule,
                known.items[0].authority,
                _name(register, known.operator),
                known.second,
            )
            for known in register.disposals.values()
            if known.done
        ),
        tuple(
            Held(known.hold, known.about, known.authority, known.reason, known.look_again)
            for known in holds.in_force(register)
        ),
    )


def typed(register: "Register", references: Sequence[str]) -> list[Ended]:
    """Return disposals as they are typed from certificates: documents by their references.

    Raises UnknownReferenceError: a document that came after the backup needs no replay, and is left out.
    """
    found = [register.document(one) for one in references]
    return [
        Ended("", (one.document,), tuple(kept.master.sealed for kept in documents.masters_of([one])))
        for one in {one.document: one for one in found if not one.disposed}.values()
    ]


def check_typed(register: "Register", hand: Hand, references: Sequence[str], witness: str) -> None:
    """Refuse documents typed from certificates without a second person, before anything is entered."""
    if references:
        second_person(register, hand, witness)


def lacking(register: "Register", known: Sequence[Ended], besides: Collection[str] = ()) -> list[Ended]:
    """Return the disposals of which this register does not know, as far as they concern it.

    The documents in `besides` are left out: they are seen to already.
    """
    named = {kept.master.sealed: kept.document.document for kept in documents.masters(register)}
    seen = set(besides)
    found = []
    for one in known:
        here = tuple(dict.fromkeys(named[name] for name in one.masters if name in named))
        here = tuple(name for name in here if name not in seen)
        seen.update(here)
        if here:
            every = tuple(kept.master.sealed for kept in disposals.masters(register, here))
            found.append(msgspec.structs.replace(one, documents=here, masters=every))
    return found


def replay(
    register: "Register",
    hand: Hand,
    *,
    replayed: Sequence[Ended],
    held: Sequence[Held],
    source: str,
    witness: str = "",
) -> list[Event]:
    """Enter again what `lacking` found, and the holds not in force here; what was typed needs a witness."""
    if source == BY_HAND and replayed:
        second_person(register, hand, witness)
    events: list[Event] = []
    given = set(register.disposals)
    for one in replayed:
        reference = one.disposal
        if not reference or (reference in given and register.disposals[reference].documents != one.documents):
            reference = register.next_reference("DP", [*given])
        given.add(reference)
        events.append(
            DisposalReplayed(
                disposal=reference,
                documents=one.documents,
                masters=one.masters,
                source=source,
                media=tuple(medium.medium for medium in media.holding(register, one.documents)),
                done=one.done if one.done and one.done <= hand.day else None,
                rule=one.rule,
                authority=one.authority,
                operator=one.operator or register.operators[hand.by].name,
                second=one.second or witness,
                generation=register.generation,
            )
        )
    return [*events, *raised(register, held, source)]


def raised(register: "Register", held: Sequence[Held], source: str) -> list[Event]:
    """Return the holds that stand again: those that are told, and that no hold in force here is."""
    there = {(known.about, known.authority, known.reason) for known in holds.in_force(register)}
    events: list[Event] = []
    references = list(register.holds)
    for one in held:
        about = tuple(name for name in one.about if name in register.reviews or name in register.documents)
        if (one.about and not about) or (about, one.authority, one.reason) in there:
            continue
        reference = register.next_reference("H", references)
        references.append(reference)
        events.append(
            holds.HoldRaised(
                hold=reference,
                about=about,
                authority=one.authority,
                reason=f"{one.reason} (raised again as {one.hold} was; known from {source})",
                look_again=one.look_again,
            )
        )
    return events


def _name(register: "Register", operator: str) -> str:
    known = register.operators.get(operator)
    return known.name if known else operator
