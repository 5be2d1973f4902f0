"""Who is whose child among the processes of this computer (Linux)."""

from pathlib import Path


def descendants(process: int) -> list[int]:
    """Return the children of a process, and theirs, the youngest last."""
    told = Path(f"/proc/{process}/task/{process}/children").read_text()
    children = [int(number) for number in told.split()]
    return [*children, *(further for child in children for further in descendants(child))]
