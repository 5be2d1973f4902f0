"""Recovery shares: any k of n give the secret back, fewer never, and a slip of the finger is named."""

import itertools
import json
import random
import secrets
from pathlib import Path

import pytest
import shamir_mnemonic
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.custody.errors import FactMissingError, RuleError
from desktop.resources import resource
from desktop.store import shares, shares_worker
from desktop.store.share_words import ShareMistypedError, SharesDoNotFitError, read
from desktop.store.shares import combine, split
from desktop.store.shares_messages import Combine, Combined, Made, Refused, Split
from tests.store.share_sets import Set, a_set

ROOT = Path(__file__).resolve().parents[2]
VECTORS = json.loads((ROOT / "tests/store/slip39/vectors.json").read_text(encoding="utf-8"))
WORDS = resource("slip39/words.txt").read_text(encoding="ascii").split()
SECRETS = st.binary(min_size=16, max_size=16)


@pytest.fixture(scope="module")
def three_of_five() -> Set:
    secret = secrets.token_bytes(16)
    return Set(secret, tuple(split(secret, 3, 5)), 3)


@st.composite
def sets(draw: st.DrawFn) -> Set:
    of = draw(st.integers(2, 16))
    return a_set(draw(SECRETS), draw(st.integers(2, of)), of)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector[0].partition(".")[0])
def test_each_published_vector_is_combined_or_refused_as_published(
    vector: tuple[str, list[str], str, str],
) -> None:
    _what, texts, secret, _key = vector
    answer = shares._asked(Combine(tuple(texts), b"TREZOR"))
    wanted = Combined(bytes.fromhex(secret)) if secret else Refused()
    assert answer == wanted


def test_all_45_vectors_are_there() -> None:
    assert len(VECTORS) == 45
    assert sum(bool(secret) for _what, _texts, secret, _key in VECTORS) == 15


@pytest.mark.parametrize(
    "texts", [pytest.param(texts, id=what) for what, texts, secret, _key in VECTORS if not secret]
)
def test_no_invalid_vector_opens_anything(texts: list[str]) -> None:
    with pytest.raises(RuleError):
        combine(texts)


def test_every_three_of_five_give_the_secret_back(three_of_five: Set) -> None:
    for chosen in itertools.combinations(three_of_five.texts, 3):
        assert combine(chosen) == three_of_five.secret


def test_more_shares_than_needed_all_take_part(three_of_five: Set) -> None:
    assert combine(three_of_five.texts) == three_of_five.secret
    assert combine(three_of_five.texts[::-1]) == three_of_five.secret


@given(sets(), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_any_k_of_n_give_the_secret_back(made: Set, chance: random.Random) -> None:
    chosen = tuple(chance.sample(made.texts, made.needed))
    assert shares_worker.answer(Combine(chosen)) == Combined(made.secret)


@given(sets(), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_one_share_fewer_than_needed_never_does(made: Set, chance: random.Random) -> None:
    chosen = tuple(chance.sample(made.texts, made.needed - 1))
    assert shares_worker.answer(Combine(chosen)) == Refused()
    with pytest.raises(SharesDoNotFitError, match=f"{made.needed} are needed"):
        combine(chosen)


@given(sets())
@settings(max_examples=10)
def test_each_share_says_its_number_and_how_many_are_needed(made: Set) -> None:
    found = [read(text) for text in made.texts]
    assert [share.number for share in found] == list(range(1, len(made.texts) + 1))
    assert {share.needed for share in found} == {made.needed}
    assert len({share.identifier for share in found}) == 1
    assert [share.text for share in found] == list(made.texts)


def test_the_worker_started_for_one_set_is_not_told_of_another(three_of_five: Set) -> None:
    other = split(three_of_five.secret, 3, 5)
    assert set(other).isdisjoint(three_of_five.texts)
    with pytest.raises(SharesDoNotFitError, match=r"typed in place 2 is of another set"):
        combine([three_of_five.texts[0], other[1], three_of_five.texts[2]])


def test_a_share_of_another_set_with_the_same_beginning_is_noticed() -> None:
    one, other = (_with_identifier(secrets.token_bytes(16)) for _ in range(2))
    assert read(one[0]).identifier == read(other[0]).identifier
    with pytest.raises(SharesDoNotFitError, match="not made together"):
        combine([one[0], other[1]])
    with pytest.raises(SharesDoNotFitError, match="not made together"):
        combine([one[0], one[1], other[2]])


def _with_identifier(secret: bytes, identifier: int = 4711) -> list[str]:
    sealed = shamir_mnemonic.EncryptedMasterSecret.from_master_secret(secret, b"", identifier, True, 1)  # noqa: FBT003
    (group,) = shamir_mnemonic.split_ems(1, [(2, 3)], sealed)
    return [share.mnemonic() for share in group]


def test_the_same_share_twice_is_named_by_its_number(three_of_five: Set) -> None:
    one, two = three_of_five.texts[3:]
    with pytest.raises(SharesDoNotFitError, match="share 5 was given twice"):
        combine([one, two, two.upper()])


def test_no_shares_are_no_shares() -> None:
    with pytest.raises(SharesDoNotFitError, match="none"):
        combine([])


@pytest.mark.parametrize(("needed", "of"), [(1, 1), (1, 3), (0, 3), (4, 3), (2, 17), (17, 17), (2, 1)])
def test_a_number_of_shares_that_protects_nothing_is_refused(needed: int, of: int) -> None:
    with pytest.raises(FactMissingError):
        split(bytes(16), needed, of)


def test_only_a_secret_of_16_bytes_is_split() -> None:
    with pytest.raises(ValueError, match="32"):
        split(bytes(32), 2, 3)


@pytest.mark.parametrize(
    "typed",
    [
        str.upper,
        str.title,
        lambda text: text.replace(" ", "\r\n"),
        lambda text: f"\t {text.replace(' ', '   ')} \n",
        lambda text: "\n".join(f"{n}. {word}" for n, word in enumerate(text.split(), 1)),
        lambda text: "  ".join(f"{n}) {word}," for n, word in enumerate(text.split(), 1)),
        lambda text: " ".join(f"{n:02}{word}" for n, word in enumerate(text.split(), 1)),
        lambda text: " ".join(word[:4] for word in text.split()),
        lambda text: " ".join(word[:5].upper() for word in text.split()),
        lambda text: "-".join(text.split()),
    ],
)
def test_what_does_not_matter_is_not_asked_for(three_of_five: Set, typed: object) -> None:
    assert callable(typed)
    assert read(typed(three_of_five.texts[0])) == read(three_of_five.texts[0])


def test_the_list_is_the_librarys_and_its_words_differ_in_four_letters() -> None:
    assert shamir_mnemonic.wordlist.WORDLIST == WORDS
    assert len({word[:4] for word in WORDS}) == len(WORDS) == 1024
    assert min(map(len, WORDS)) == 4


@given(text=st.text(max_size=300))
@settings(max_examples=200)
def test_whatever_is_typed_is_a_share_or_refused(text: str) -> None:
    with pytest.raises(ShareMistypedError):
        read(text)


@given(sets(), st.data())
@settings(max_examples=40)
def test_one_changed_word_is_noticed_and_its_place_named(made: Set, data: st.DataObject) -> None:
    words = made.texts[0].split()
    place = data.draw(st.integers(0, 19))
    words[place] = data.draw(st.sampled_from([word for word in WORDS if word != words[place]]))
    with pytest.raises(ShareMistypedError) as caught:
        read(" ".join(words))
    assert f"word {place + 1} " in caught.value.message


@given(sets(), st.data())
@settings(max_examples=40)
def test_two_words_that_changed_places_are_noticed(made: Set, data: st.DataObject) -> None:
    words = made.texts[-1].split()
    one, other = data.draw(st.lists(st.integers(0, 19), min_size=2, max_size=2, unique=True))
    words[one], words[other] = words[other], words[one]
    if words != made.texts[-1].split():
        with pytest.raises(ShareMistypedError):
            read(" ".join(words))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda words: words[:19], "19 words, and a share has 20"),
        (lambda words: [*words, words[0]], "21 words"),
        (lambda words: words[:1], "1 word,"),
        (lambda _words: ["1.", "2."], "no words"),
        (lambda words: [*words[:6], "acadmic", *words[7:]], "word 7 is no word of the list"),
        (lambda words: [*words[:6], "aca", *words[7:]], "word 7 is no word of the list"),
        (lambda words: [*words[:6], "academically", *words[7:]], "word 7 is no word of the list"),
        (lambda words: [*words[:19], "zzzz"], "word 20 is no word of the list"),
    ],
)
def test_what_is_wrong_with_a_typed_share_is_named(three_of_five: Set, change: object, told: str) -> None:
    assert callable(change)
    typed = "\n".join(change(three_of_five.texts[0].split()))
    with pytest.raises(ShareMistypedError, match=told) as caught:
        combine([three_of_five.texts[1], typed])
    assert caught.value.message.startswith("The share typed in place 2 is not as it is printed")


def test_a_likely_word_is_suggested_in_the_hint_and_stands_in_no_message(three_of_five: Set) -> None:
    words = three_of_five.texts[0].split()
    typed = " ".join([*words[:6], "acadmic", *words[7:]])
    with pytest.raises(ShareMistypedError) as caught:
        read(typed)
    assert "Did you mean “academic” as word 7?" in caught.value.hint
    assert not set(WORDS) & set(caught.value.message.replace("word 7", "").split())


def test_a_share_that_this_program_never_makes_is_refused() -> None:
    one_of_one = next(texts for what, texts, *_ in VECTORS if what.startswith("42. Valid extendable"))
    with pytest.raises(SharesDoNotFitError, match="none that Strongroom makes"):
        combine(one_of_one)


def test_nothing_secret_is_shown_by_what_carries_it(three_of_five: Set) -> None:
    text = three_of_five.texts[0]
    carriers = [read(text), Split(three_of_five.secret, 2, 3), Combine((text,)), Made((text,))]
    shown = " ".join(map(repr, [*carriers, Combined(three_of_five.secret)]))
    assert not set(text.split()) & set(shown.split())
    assert repr(three_of_five.secret)[2:-1] not in shown
