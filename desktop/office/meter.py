"""Progress of a job that counts bytes, as a procedure's progress, which is told the part done."""

from collections.abc import Callable

from desktop.office.procedure import Progress


class Meter:
    """Adds up what is done of `total` bytes; what `progress` raises ends the job."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = max(total, 1)
        self._done = 0

    def told(self, count: int) -> None:
        """Add `count` bytes to what is done."""
        self._done += count
        self._progress(min(1.0, self._done / self._total))

    def of_one(self) -> Callable[[int], None]:
        """Return progress for one file, which is told each time how many bytes of it are done."""
        last = 0

        def so_far(done: int) -> None:
            nonlocal last
            self.told(done - last)
            last = done

        return so_far
