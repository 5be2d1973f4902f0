"""What the tests of tampering share: one vault on two days, another vault, and a count of what was tried."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desktop.store.errors import WrongPassphraseError
from desktop.store.lock import VaultLock
from tests.store.conftest import secret_service as secret_service  # noqa: PLC0414 - a fixture for here too
from tests.tamper import scene
from tests.tamper.ledger_rows import put_after
from tests.tamper.scene import Scene

TRIED = pytest.StashKey[Counter[tuple[str, str]]]()


@dataclass(frozen=True)
class Days:
    """The same vault yesterday and today."""

    yesterday: Scene
    today: Scene


class Count:
    """Counts what was done to which part, and what the person was told of it."""

    def __init__(self, tried: Counter[tuple[str, str]]) -> None:
        self._tried = tried

    def __call__(self, part: str, told: type[Exception] | str | None) -> None:
        answer = told if isinstance(told, str) else told.__name__ if told else "harmless, all reads as before"
        self._tried[part, answer] += 1


@pytest.fixture(scope="session")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    """The vault as two nights left it. Nobody may change these: take a copy."""
    folder = tmp_path_factory.mktemp("days")
    office = scene.made(folder / "place")
    office.close()
    yesterday = scene.as_it_stands(office := scene.Scene(folder / "place", (), {}).office())
    office.close()
    yesterday = yesterday.copied(folder / "yesterday")
    office = yesterday.copied(folder / "now").office()
    scene.another_day(office, folder / "minutes.txt")
    today = scene.as_it_stands(office, corrected=True)
    office.close()
    return Days(yesterday, today)


@pytest.fixture(scope="session")
def history(days: Days, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The ledger's file as it was at moments between yesterday and today, each genuine."""
    place = days.yesterday.copied(tmp_path_factory.mktemp("history") / "place")
    moments = [place.ledger.read_bytes()]
    rows = days.today.rows
    for first in range(len(place.rows), len(rows), 6):
        put_after(place, rows[first : first + 6])
        moments.append(place.ledger.read_bytes())
    return moments


@pytest.fixture(scope="session")
def renewed(days: Days, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Today's vault after its operator changed the passphrase, and with it the keys."""
    return scene.renewed(days.today.copied(tmp_path_factory.mktemp("renewed") / "place"))


@pytest.fixture(scope="session")
def rekeyed(days: Days, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Today's vault after an operator was removed, and with them the device secret."""
    return scene.rekeyed(days.today.copied(tmp_path_factory.mktemp("rekeyed") / "place"))


@pytest.fixture(scope="session")
def left_by_a_crash(days: Days, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Today's vault after a wrong passphrase and a crash: with attempts and a lock's text."""
    crashed = days.today.copied(tmp_path_factory.mktemp("crash") / "open")
    with pytest.raises(WrongPassphraseError):
        replace(crashed, passphrase=scene.RENEWED).office()
    with VaultLock(crashed.vault):
        return crashed.copied(crashed.place.with_name("left"))


@pytest.fixture(scope="session")
def backed_up(days: Days, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Today's vault with a backup beside it, in `backup`, and one of an hour before in `earlier`."""
    made = days.today.copied(tmp_path_factory.mktemp("backed up") / "place")
    office = made.office()
    scene.back_up(office)
    shutil.copytree(made.place / "backup", made.place / "earlier")
    scene.enter_people(office, "third")
    rows = scene.back_up(office)
    office.close()
    return replace(made, rows=rows)


@pytest.fixture(scope="session")
def another(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Another vault of the same make."""
    office = scene.made(tmp_path_factory.mktemp("another") / "place")
    stands = scene.as_it_stands(office)
    office.close()
    return stands


@pytest.fixture
def today(days: Days, tmp_path: Path) -> Scene:
    """Today's vault, to be changed."""
    return days.today.copied(tmp_path / "today")


@pytest.fixture
def count(request: pytest.FixtureRequest) -> Count:
    """Where a test says what it tried and what came of it."""
    return Count(request.config.stash.setdefault(TRIED, Counter()))


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Path]:
    """A place for copies that is emptied at once: thousands are made."""
    place = tmp_path / "fresh"
    yield place
    shutil.rmtree(place, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tried = terminalreporter.config.stash.get(TRIED, None)
    if not tried:
        return
    terminalreporter.section("tampering: what was tried, and what the person was told")
    for (part, told), times in sorted(tried.items()):
        terminalreporter.line(f"{times:7,}  {part}: {told}")
    terminalreporter.line(f"{sum(tried.values()):7,}  in all")
