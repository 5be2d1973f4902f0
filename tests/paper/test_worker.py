"""The process that opens documents: confined, watched, and replaced when it fails (T11)."""

import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from desktop.paper.channel import Channel, ConversationError, Data, DeadlineError
from desktop.paper.errors import WorkerFailedError, WorkerTimeoutError
from desktop.paper.messages import PIECE, Limits, Need, Step
from desktop.paper.reading_room import ReadingRoom
from desktop.paper.work import Work
from tests.paper import pdfs
from tests.paper.processes import descendants

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can confine a process so")


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as open_room:
        yield open_room


def process_of(room: ReadingRoom) -> int:
    """Return the worker itself, inside its wall if there is one."""
    process = room.worker_process
    assert process is not None
    return [process, *(descendants(process) if sys.platform == "linux" else [])][-1]


def test_the_worker_starts_at_first_use_and_is_kept(room: ReadingRoom) -> None:
    assert room.worker_process is None
    room.inspect(io.BytesIO(pdfs.one_page()))
    first = process_of(room)
    room.mark(io.BytesIO(pdfs.one_page()), pdfs.mark(), io.BytesIO())
    assert process_of(room) == first


def test_the_worker_ends_with_the_room() -> None:
    with ReadingRoom() as room:
        room.inspect(io.BytesIO(b""))
        process = process_of(room)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_worker_killed_in_the_middle_is_told_and_the_next_job_works(room: ReadingRoom) -> None:
    def kill(_done: int, _total: int) -> None:
        os.kill(process_of(room), signal.SIGKILL)

    with pytest.raises(WorkerFailedError, match="D-0001") as caught:
        room.mark(io.BytesIO(pdfs.pages(2000)), pdfs.mark(), io.BytesIO(), progress=kill, name="D-0001")
    assert caught.value.exit_code == 53
    assert room.mark(io.BytesIO(pdfs.pages(2)), pdfs.mark(), io.BytesIO()).pages == 2


@ON_LINUX
def test_a_worker_that_hangs_is_stopped_at_its_time() -> None:
    with ReadingRoom(Limits(seconds=1.0, seconds_per_page=0.0)) as room:
        room.inspect(io.BytesIO(pdfs.one_page()))
        os.kill(process_of(room), signal.SIGSTOP)
        with pytest.raises(WorkerTimeoutError) as caught:
            room.inspect(io.BytesIO(pdfs.one_page()), name="D-0001")
        assert caught.value.exit_code == 54
        assert room.inspect(io.BytesIO(pdfs.one_page())).pages == 1


class CancelledError(Exception):
    pass


def test_a_job_is_cancelled_from_its_progress(room: ReadingRoom) -> None:
    def cancel(done: int, _total: int) -> None:
        if done == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        room.mark(io.BytesIO(pdfs.pages(5)), pdfs.mark(), io.BytesIO(), progress=cancel)
    assert room.worker_process is None
    assert room.inspect(io.BytesIO(pdfs.one_page())).pages == 1


def test_progress_goes_up_to_the_end(room: ReadingRoom) -> None:
    seen: list[tuple[int, int]] = []
    room.mark(io.BytesIO(pdfs.pages(5)), pdfs.mark(), io.BytesIO(), progress=lambda *step: seen.append(step))
    assert seen == sorted(seen)
    assert seen[0] == (1, 10)
    assert seen[-1] == (10, 10)


class FailingDocument(io.BytesIO):
    def readinto(self, place: "WriteableBuffer", /) -> int:
        raise OSError(5, "the drive was pulled out", place)


def test_an_error_of_the_document_itself_comes_through(room: ReadingRoom) -> None:
    with pytest.raises(OSError, match="pulled out"):
        room.inspect(FailingDocument(pdfs.one_page()))
    assert room.inspect(io.BytesIO(pdfs.one_page())).pages == 1


def test_a_document_that_turns_out_shorter_than_it_said_ends_the_job(room: ReadingRoom) -> None:
    class Shrinking(io.BytesIO):
        def readinto(self, _place: "WriteableBuffer", /) -> int:
            return 0

    with pytest.raises(WorkerFailedError):
        room.inspect(Shrinking(pdfs.one_page()))


def confined(code: str) -> subprocess.CompletedProcess[str]:
    """Run `code` as the worker would after it has given up what it gives up."""
    start = (
        "import ctypes, os, socket, sys\n"
        "from desktop.paper.confinement import confine\n"
        "from desktop.paper.messages import Limits\n"
        "confine(Limits(memory_bytes=512 * 2**20), 3)\n"
    )
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=False)


@ON_LINUX
@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/tmp/strongroom-must-not-be', 'w')",
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "os.pipe()",
        "os.listdir('/')",
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)); open('/etc/hostname')",
        "bytearray(2**30)",
    ],
)
def test_a_confined_process_can_open_nothing_and_grow_no_further(attempt: str) -> None:
    tried = confined(
        f"try:\n    {attempt}\nexcept (OSError, ValueError, MemoryError):\n    print('refused')\n"
    )
    assert tried.stdout == "refused\n", tried.stderr
    assert not Path("/tmp/strongroom-must-not-be").exists()  # noqa: S108 - the very file it must not make


@ON_LINUX
def test_a_confined_process_cannot_write_into_a_file_that_is_open_already(tmp_path: Path) -> None:
    file = tmp_path / "open"
    code = (
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n    os.write(1, b'x')\nexcept OSError:\n    os.write(2, b'refused')\n"
    )
    start = (
        "import ctypes, os, signal\n"
        "from desktop.paper.confinement import confine\n"
        "from desktop.paper.messages import Limits\n"
    )
    with file.open("wb") as out:
        tried = subprocess.run(
            [sys.executable, "-c", f"{start}confine(Limits(), 3)\n{code}"],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert tried.stderr == b"refused"
    assert file.read_bytes() == b""


@ON_LINUX
def test_the_worker_inherits_no_file_and_no_environment(
    room: ReadingRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRONGROOM_TEST_SECRET", "hidden")
    with (tmp_path / "key").open("wb") as kept:
        os.set_inheritable(kept.fileno(), True)  # noqa: FBT003 - the function takes no name
        room.inspect(io.BytesIO(pdfs.one_page()))
    process = Path(f"/proc/{process_of(room)}")
    limits = (process / "limits").read_text()
    assert re.search(r"^Max file size +0 +0 ", limits, re.MULTILINE)
    open_at_most = re.search(r"^Max open files +(\d+) +(\d+) ", limits, re.MULTILINE)
    assert open_at_most is not None
    assert open_at_most[1] == open_at_most[2]
    command = (process / "cmdline").read_bytes()
    assert b"-I" in command
    if os.geteuid() == 0:  # the process is not dumpable: others may not look
        open_now = {int(number.name): str(number.readlink()) for number in (process / "fd").iterdir()}
        assert set(open_now) == set(range(int(open_at_most[1])))  # so there is no room for another
        assert all(place.startswith(("pipe:", "/dev/")) for place in open_now.values())
        assert b"hidden" not in (process / "environ").read_bytes()


def test_nothing_is_imported_from_the_working_directory(
    room: ReadingRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pikepdf.py", "msgspec.py", "sitecustomize.py", "zlib.py"):
        (tmp_path / name).write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert room.inspect(io.BytesIO(pdfs.one_page())).pages == 1


def work(size: int = 100, **more: object) -> Work:
    return Work(io.BytesIO(bytes(size)), "D-0001", Limits(pages=50), target=io.BytesIO(), **more)  # type: ignore[arg-type]


def test_a_worker_may_not_read_beyond_the_document() -> None:
    assert work().piece(Need(90, 10)) == Data(bytes(10))
    with pytest.raises(ConversationError):
        work().piece(Need(90, 11))


def test_a_worker_may_not_write_without_end() -> None:
    flooded = work(most=PIECE)
    flooded.take(Data(bytes(PIECE)))
    with pytest.raises(ConversationError):
        flooded.take(Data(b"x"))


@pytest.mark.parametrize(
    ("before", "lie"),
    [
        ([], Step(1, 102)),
        ([], Step(3, 2)),
        ([Step(1, 10)], Step(1, 12)),
        ([Step(5, 10)], Step(4, 10)),
    ],
)
def test_a_worker_may_not_lie_about_its_progress(before: list[Step], lie: Step) -> None:
    job = work()
    for step in before:
        job.step(step)
    with pytest.raises(ConversationError):
        job.step(lie)


@pytest.fixture
def pipes() -> Iterator[tuple[Channel, Channel]]:
    there, back = os.pipe(), os.pipe()
    yield Channel(back[0], there[1]), Channel(there[0], back[1])
    for descriptor in (*there, *back):
        os.close(descriptor)


@pytest.mark.parametrize("length", [PIECE + 1, 2**31 - 1, 2**31 + PIECE + 1, 2**32 - 1])
def test_a_frame_longer_than_allowed_ends_the_conversation(
    pipes: tuple[Channel, Channel], length: int
) -> None:
    near, _ = pipes
    os.write(pipes[1]._out, length.to_bytes(4, "big"))
    with pytest.raises(ConversationError):
        near.receive()


@ON_LINUX
def test_silence_ends_at_the_deadline(pipes: tuple[Channel, Channel]) -> None:
    near, _ = pipes
    near.deadline = 0.0
    with pytest.raises(DeadlineError):
        near.receive()


def test_a_message_arrives_as_it_was_sent(pipes: tuple[Channel, Channel]) -> None:
    near, far = pipes
    near.send(Need(5, 7))
    body = far.receive()
    assert not isinstance(body, Data)
    assert msgspec.msgpack.decode(body, type=Need) == Need(5, 7)


def test_data_crosses_as_it_is_and_is_no_message(pipes: tuple[Channel, Channel]) -> None:
    near, far = pipes
    for data in (b"", b"x", bytes(60_000)):
        near.send(Data(data))
        assert far.receive() == Data(data)


class Counting(io.BytesIO):
    """A document that notes how much it is asked for."""

    def __init__(self, document: bytes) -> None:
        super().__init__(document)
        self.reads: list[int] = []

    def readinto(self, place: "WriteableBuffer", /) -> int:
        self.reads.append(len(memoryview(place)))
        return super().readinto(place)


def test_a_document_read_in_order_is_asked_for_in_large_pieces(room: ReadingRoom) -> None:
    document = Counting(pdfs.one_page(content=b"%" * 6 * PIECE))
    room.mark(document, pdfs.mark(), io.BytesIO())
    assert max(document.reads) == PIECE


def test_a_small_document_is_asked_for_once_from_end_to_end(room: ReadingRoom) -> None:
    whole = pdfs.one_page(content=b"%" * 3 * PIECE)
    document = Counting(whole)
    room.mark(document, pdfs.mark(), io.BytesIO())
    assert document.reads == [PIECE, PIECE, PIECE, len(whole) - 3 * PIECE]
