"""Wrong passphrases of every odd kind: one class, one message, one noted attempt, the same work (A1).

What may differ is only what a passphrase's own length and form decide, before any key is touched: nobody
learns from the answer, from the count, or from the work done, how near a guess came.
"""

import unicodedata
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desktop.custody.errors import UnknownReferenceError
from desktop.office import keys, opening
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.store.errors import WrongPassphraseError
from desktop.store.slots import LONGEST_PASSPHRASE
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE
from tests.tamper.conftest import Count

RIGHT = "Écrits inventés \u00e0 lire: \u1e9b\u0323 ﬁn \u4e00\u5341"
"""With letters that have several spellings: composed, decomposed, of compatibility."""

SAME = {
    "as chosen": RIGHT,
    **{form: unicodedata.normalize(form, RIGHT) for form in ("NFC", "NFD", "NFKC", "NFKD")},
    "no-break spaces": RIGHT.replace(" ", "\u00a0"),
    "ideographic spaces": RIGHT.replace(" ", "\u3000"),
    "wide letters": RIGHT.replace("lire", "\uff4c\uff49\uff52\uff45"),
}
"""What a keyboard may make of the same passphrase; each opens the vault."""

NEAR = {
    "a trailing newline": f"{RIGHT}\n",
    "a trailing carriage return": f"{RIGHT}\r",
    "a trailing space": f"{RIGHT} ",
    "a leading space": f" {RIGHT}",
    "a tab for a space": RIGHT.replace(" ", "\t", 1),
    "two spaces for one": RIGHT.replace(" ", "  ", 1),
    "no spaces": RIGHT.replace(" ", ""),
    "a zero-width space more": f"{RIGHT}\u200b",
    "a byte order mark before": f"\ufeff{RIGHT}",
    "a right-to-left mark more": f"{RIGHT}\u200f",
    "an override before": f"\u202e{RIGHT}",
    "backwards": RIGHT[::-1],
    "capitals": RIGHT.upper(),
    "small letters": RIGHT.lower(),
    "without accents": "".join(
        letter for letter in unicodedata.normalize("NFD", RIGHT) if not unicodedata.combining(letter)
    ),
    "a letter less": RIGHT[:-1],
    "the first letter less": RIGHT[1:],
    "a letter more": f"{RIGHT}x",
    "twice": RIGHT * 2,
    "a null more": f"{RIGHT}\0",
    "nulls": "\0" * 12,
    "one letter": "x",
    "one space": " ",
    "Arabic": "\u0643\u0644\u0645\u0629 \u0633\u0631 \u0645\u062e\u062a\u0631\u0639\u0629",
    "beyond the first plane": "\U0001f5dd\ufe0f" * 8,
    "format characters": "%s%n{0}{passphrase}\\x00$(reboot)",
    "the longest": "x" * LONGEST_PASSPHRASE,
    "marks to put in order": "a" + "\u0345\u0334" * 500,
}
OUTSIDE = {
    "empty": "",
    "one more than the longest": "x" * (LONGEST_PASSPHRASE + 1),
    "10 MB": "x" * 10_000_000,
    "10 MB of marks": "a" + "\u0345\u0334" * 5_000_000,
    "the right one, too long": RIGHT + "x" * LONGEST_PASSPHRASE,
    "a lone surrogate": f"{RIGHT}\ud800",
    "a lone low surrogate": "\udfff" * 12,
    "surrogates as for undecodable bytes": RIGHT.encode("latin-1", "replace").decode(
        "ascii", "surrogateescape"
    ),
}
"""What no passphrase can be, by its form alone."""

WRONG = NEAR | OUTSIDE


class Work:
    """Counts derivations: the costly part, and the only one whose time anybody could notice."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done = 0

        def counted(*, salt: bytes, length: int, iterations: int, lanes: int, memory_cost: int) -> Argon2id:
            self.done += 1
            return Argon2id(
                salt=salt, length=length, iterations=iterations, lanes=lanes, memory_cost=memory_cost
            )

        monkeypatch.setattr("desktop.store.slots.Argon2id", counted)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with two operators, of whom the second chose the odd passphrase."""
    place = tmp_path_factory.mktemp("odd")
    office = opening.create(
        place / "vault",
        passphrase=PASSPHRASE,
        board_name=BOARD,
        operator=OPERATOR,
        key_file=place / "key",
        bounds=CHEAP,
    )
    run(keys.add_operator(office, name="Blake Example", passphrase=RIGHT))
    office.close()
    return place


def unlock(place: Path, passphrase: str, operator: str | None = None) -> Office:
    return opening.unlock(
        place / "vault", passphrase=passphrase, key_file=place / "key", operator=operator, bounds=CHEAP
    )


def noted(place: Path) -> int:
    """Return how many attempts were noted since this was last asked."""
    file = place / "vault" / "attempts"
    times = len(file.read_text("ascii").splitlines()) if file.exists() else 0
    file.unlink(missing_ok=True)
    return times


@pytest.mark.parametrize("passphrase", SAME.values(), ids=SAME)
@pytest.mark.parametrize("operator", [None, "O-0002"])
def test_every_spelling_of_the_right_passphrase_opens(
    place: Path, passphrase: str, operator: str | None
) -> None:
    office = unlock(place, passphrase, operator)
    office.close()
    assert office.vault.operator == "O-0002"
    assert noted(place) == 0


@pytest.mark.parametrize("passphrase", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("operator", [None, "O-0001", "O-0002"])
def test_every_wrong_passphrase_has_one_answer(
    place: Path, count: Count, passphrase: str, operator: str | None
) -> None:
    with pytest.raises(WrongPassphraseError) as refusal:
        unlock(place, passphrase, operator)
    told = refusal.value
    assert type(told) is WrongPassphraseError
    assert (told.message, told.facts) == ("That passphrase does not open this vault.", {})
    assert told.hint == WrongPassphraseError.hint_text
    chain = [told.__cause__, told.__context__]
    assert not any(isinstance(error, UnicodeError) for error in chain), "it would carry the passphrase"
    assert noted(place) == 1
    count("a wrong passphrase", refusal.type)


@pytest.mark.parametrize("passphrase", NEAR.values(), ids=NEAR)
def test_each_wrong_passphrase_that_could_be_one_costs_the_same_work(
    place: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str
) -> None:
    for operator, derivations in ((None, 2), ("O-0001", 1), ("O-0002", 1)):
        work = Work(monkeypatch)
        with pytest.raises(WrongPassphraseError):
            unlock(place, passphrase, operator)
        assert work.done == derivations
        monkeypatch.undo()
    noted(place)


@pytest.mark.parametrize("passphrase", OUTSIDE.values(), ids=OUTSIDE)
def test_what_can_be_no_passphrase_is_refused_by_its_form_alone(
    place: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str
) -> None:
    work = Work(monkeypatch)
    with pytest.raises(WrongPassphraseError):
        unlock(place, passphrase)
    assert work.done == 0
    noted(place)


def test_the_right_passphrase_of_an_operator_who_is_not_there_is_no_other_answer(place: Path) -> None:
    with pytest.raises(UnknownReferenceError, match="O-0009"):
        unlock(place, RIGHT, "O-0009")
    assert noted(place) == 0
