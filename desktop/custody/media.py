"""Backup media: where each one is, who keeps it, what it holds, when it was tested, how it ended (A5).

Rule: every medium has a reference and a label that no other ever had. A destroyed medium stays in the
register and is never written again. A backup made under former keys still opens with what was known then:
it is listed until it is made anew or destroyed.
"""

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import AlreadyThereError, FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.register import Register

_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_BYTES = 2**63 - 1


class Whole(msgspec.Struct, frozen=True):
    """A test that found a backup whole: the last entry in that backup tells what it could still hold."""

    day: date
    number: int


class Medium(msgspec.Struct, frozen=True):
    """One medium, and the backup it holds: the entry `number` and `digest` of the head in it."""

    medium: str
    label: str
    """What is written on it."""
    place: str
    keeper: str
    registered: date
    backed_up: date | None = None
    entry: int = 0
    """The entry of its last backup."""
    number: int = 0
    digest: str = ""
    generation: int = 0
    """The generation of the keys that open the backup."""
    files: int = 0
    size: int = 0
    """Bytes of the whole backup."""
    tested: date | None = None
    problems: int = 0
    """Found by the last test."""
    tested_entry: int = 0
    """The entry of its last test."""
    behind: int = 0
    """Entries by which the last test found it behind the vault."""
    whole: tuple[Whole, ...] = ()
    """The tests since the last one that found a problem; none, if the last one did."""
    destroyed: date | None = None
    how: str = ""
    destroyed_by: str = ""
    """The operator who entered the destruction."""
    witness: str = ""


class MediumRegistered(Event, frozen=True, kw_only=True, tag="medium-registered"):
    """A medium was entered in the register."""

    words: ClassVar[str] = "{medium}, labelled “{label}”, was registered for backups: {place}, with {keeper}."

    medium: str
    label: str
    place: str
    keeper: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the medium."""
        register.media[self.medium] = Medium(self.medium, self.label, self.place, self.keeper, line.hand.day)


class MediumMoved(Event, frozen=True, kw_only=True, tag="medium-moved"):
    """A medium is kept elsewhere, or by somebody else."""

    words: ClassVar[str] = "{medium} is now kept at {place}, with {keeper}."

    medium: str
    place: str
    keeper: str

    def change(self, register: "Register", line: Line) -> None:
        """Note where it is."""
        _noted(register, self.medium, place=self.place, keeper=self.keeper)


class BackupMade(Event, frozen=True, kw_only=True, tag="backup-made"):
    """A backup was written to a medium; what was new on it was read back. A drill proves the rest."""

    words: ClassVar[str] = "A backup was made on {medium}: entries 1 to {number}, {files} files."

    medium: str
    number: int
    digest: str
    generation: int
    files: int
    size: int

    def change(self, register: "Register", line: Line) -> None:
        """Note what the medium holds."""
        _noted(
            register,
            self.medium,
            backed_up=line.hand.day,
            entry=line.number,
            number=self.number,
            digest=self.digest,
            generation=self.generation,
            files=self.files,
            size=self.size,
        )


class MediumTested(Event, frozen=True, kw_only=True, tag="medium-tested"):
    """A medium's backup was restored to a private place and verified whole."""

    words: ClassVar[str] = (
        "{medium} was tested: entries 1 to {number}, {behind} fewer than the vault; problems: {problems}."
    )

    medium: str
    number: int
    problems: int
    behind: int

    def change(self, register: "Register", line: Line) -> None:
        """Note what the test found."""
        whole = Whole(line.hand.day, self.number)
        _noted(
            register,
            self.medium,
            tested=line.hand.day,
            tested_entry=line.number,
            problems=self.problems,
            behind=self.behind,
            whole=() if self.problems else (*register.media[self.medium].whole, whole),
        )


class MediumDestroyed(Event, frozen=True, kw_only=True, tag="medium-destroyed"):
    """A medium was destroyed before a witness."""

    words: ClassVar[str] = "{medium} was destroyed: {how}. Witness: {witness}."

    medium: str
    how: str
    witness: str

    def change(self, register: "Register", line: Line) -> None:
        """Keep the medium, with its end."""
        hand = line.hand
        _noted(
            register,
            self.medium,
            destroyed=hand.day,
            how=self.how,
            destroyed_by=hand.by,
            witness=self.witness,
        )


def register_medium(register: "Register", hand: Hand, *, label: str, place: str, keeper: str) -> list[Event]:
    """Enter a medium under the label written on it."""
    label = facts.needed("the label", label)
    for known in register.media.values():
        if folded(known.label) == folded(label):
            raise AlreadyThereError(
                noun=f"A medium labelled “{label}”,",
                reference=known.medium,
                advice="A label is never used twice, even after a medium was destroyed: choose another.",
            )
    return [
        MediumRegistered(
            medium=register.next_reference("M", register.media),
            label=label,
            place=facts.needed("the place", place),
            keeper=facts.needed("the keeper", keeper),
        )
    ]


def move(register: "Register", _hand: Hand, *, medium: str, place: str, keeper: str) -> list[Event]:
    """Say where a medium is kept from now on, and by whom."""
    return [
        MediumMoved(
            medium=_whole(register, medium, "moved").medium,
            place=facts.needed("the place", place),
            keeper=facts.needed("the keeper", keeper),
        )
    ]


def back_up(
    register: "Register",
    hand: Hand,
    *,
    medium: str,
    number: int,
    digest: str,
    generation: int,
    files: int,
    size: int,
) -> list[Event]:
    """Record a backup of the vault at entry `number`; `digest` is that entry's, in hexadecimal."""
    found = check_back_up(register, hand, medium=medium)
    if not _DIGEST.fullmatch(digest):
        raise FactMissingError(fact="the digest of the backup", why="it is not 64 hexadecimal digits")
    return [
        BackupMade(
            medium=found.medium,
            number=facts.counted("the last entry of the backup", number, 1, register.head.number),
            digest=digest,
            generation=facts.counted("the generation of the keys", generation, 1, register.generation),
            files=facts.counted("the number of files", files, 1, _MOST_BYTES),
            size=facts.counted("the size", size, 0, _MOST_BYTES),
        )
    ]


def check_back_up(register: "Register", _hand: Hand, *, medium: str) -> Medium:
    """Return the medium; refuse a destroyed one before anything is written."""
    return _whole(register, medium, "backed up to")


def test(
    register: "Register", hand: Hand, *, medium: str, number: int, problems: int, behind: int
) -> list[Event]:
    """Record a drill: the backup was restored to a private place, and this was found (A5)."""
    found = check_test(register, hand, medium=medium)
    return [
        MediumTested(
            medium=found.medium,
            number=facts.counted("the last entry of the backup", number, 0, register.head.number),
            problems=facts.counted("the number of problems", problems, 0, _MOST_BYTES),
            behind=facts.counted("the number of entries it is behind", behind, 0, register.head.number),
        )
    ]


def check_test(register: "Register", _hand: Hand, *, medium: str) -> Medium:
    """Return the medium; refuse to test a destroyed one before anything is read."""
    return _whole(register, medium, "tested")


def destroy(register: "Register", hand: Hand, *, medium: str, how: str, witness: str) -> list[Event]:
    """Record that a medium was destroyed before a witness."""
    found = _whole(register, medium, "destroyed again")
    return [
        MediumDestroyed(
            medium=found.medium,
            how=facts.needed("how it was destroyed", how),
            witness=second_person(register, hand, witness),
        )
    ]


def before_keys(register: "Register", generation: int) -> list[Medium]:
    """Return the media not destroyed whose backups were made before the keys of that generation."""
    return [
        medium
        for medium in register.media.values()
        if medium.destroyed is None and medium.backed_up is not None and medium.generation < generation
    ]


def holding(register: "Register", documents: "Sequence[str]") -> list[Medium]:
    """Return the media not destroyed whose backups were made since any of these documents came (G5)."""
    first = min(register.documents[one].versions[0].entry for one in documents)
    return [
        medium
        for medium in register.media.values()
        if medium.destroyed is None and medium.backed_up is not None and medium.number >= first
    ]


def _whole(register: "Register", medium: str, act: str) -> Medium:
    """Return the medium; refuse a destroyed one.

    Days are not compared: entries tell the order. A clock that was ahead once must not keep a medium from
    being written, tested and destroyed until that day has come.
    """
    found = register.medium(medium)
    told = f"{found.medium} “{found.label}”"
    if found.destroyed is not None:
        raise WrongStateError(
            thing=told,
            state=f"destroyed since {dates.day(found.destroyed)}",
            act=act,
            advice=(
                "Register another medium under a label of its own. If this is that one, it was not destroyed:"
                " open an incident, and see that it is."
            ),
        )
    return found


def _noted(register: "Register", medium: str, **changes: object) -> None:
    register.media[medium] = msgspec.structs.replace(register.media[medium], **changes)
