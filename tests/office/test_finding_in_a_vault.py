"""A search in a vault: recorded where something can be, refused on the record, and read without a trace."""

import pytest

from desktop.custody.errors import FactMissingError
from desktop.custody.finding import NOWHERE, Index, RegisterSearched
from desktop.custody.observations import ActRefused
from desktop.office import finding
from desktop.office.office import Office
from desktop.office.procedure import run
from tests.factory import REVIEW
from tests.office.at_work import agrees_with_the_disk, last, unlocked


def test_a_search_that_found_nothing_is_an_entry_without_its_words(office: Office) -> None:
    found = run(finding.search(office, "nobody at all"))
    assert found.search.found == []
    assert last(office) == RegisterSearched(sought=NOWHERE, found=0)
    assert found.outcome is not None
    assert found.outcome.entry == office.register.head.number
    assert agrees_with_the_disk(office)


def test_one_index_serves_many_searches(office: Office, document: str) -> None:
    index = Index()
    for text in (REVIEW, document):
        searched = run(finding.search(office, text, index))
        assert searched.search.found[0].reference == text


def test_a_refused_search_is_an_entry_of_its_own(office: Office) -> None:
    with pytest.raises(FactMissingError):
        run(finding.search(office, " "))
    refused = last(office)
    assert isinstance(refused, ActRefused)
    assert refused.act == "find"


def test_a_vault_that_is_read_only_is_searched_without_an_entry(office: Office) -> None:
    reading = unlocked(office.vault.folder, read_only=True)
    head = reading.register.head
    searched = run(finding.search(reading, REVIEW))
    reading.close()
    assert searched.search.found[0].reference == REVIEW
    assert (searched.outcome, reading.register.head) == (None, head)
