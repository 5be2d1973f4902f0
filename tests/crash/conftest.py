"""One rig for all tests here, and its counts at the end of the run."""

from collections.abc import Iterator

import pytest

from tests.crash.rig import Rig, Sweep
from tests.crash.scenario import STORY

_TALLY = pytest.StashKey[dict[str, Sweep]]()


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Rig]:
    """Return the rig, its story played."""
    with Rig(tmp_path_factory.mktemp("crash")) as rig:
        request.config.stash[_TALLY] = rig.tally
        yield rig


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how often each act was killed, and what then stood of it."""
    tally = config.stash.get(_TALLY, {})
    if not tally:
        return
    terminalreporter.section("killed at a call that changes a file")
    for act, sweep in tally.items():
        nothing, whole, part = (sweep.stood[n] for n in range(3))
        terminalreporter.write_line(
            f"{act:30} killed {sweep.killed:4}; then stood nothing of it {nothing:4}, a part {part:3},"
            f" all {whole:3}; faults {len(sweep.faults)}"
        )
    killed = sum(tally[act.name].killed for act in STORY if act.name in tally)
    terminalreporter.write_line(f"{'all but the unsafe on purpose':30} killed {killed:4}")
