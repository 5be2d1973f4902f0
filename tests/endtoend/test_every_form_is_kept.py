"""Every form of the worked example is a file that an archive takes, in ordinary and in large print (K5)."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.endtoend.test_demo import python
from tests.paper.test_kept_forms import JARS, NEEDED, as_before_object_streams, judged

DOCUMENT = re.compile(r"D-\d+-copy-\d+\.pdf|E-\d+-executive-summary\.pdf")
"""A document as it left, with its marks: what somebody else drew."""
LEAST = 40
"""Forms in the example."""


@pytest.mark.long
@pytest.mark.parametrize("print_", [(), ("--large-print",)], ids=["ordinary", "large"])
def test_an_archive_takes_every_form_of_the_worked_example(tmp_path: Path, print_: tuple[str, ...]) -> None:
    demo, judge = tmp_path / "demo", tmp_path / "judged"
    done = python("-m", "desktop", "demo", str(demo), *print_, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    forms = [file for file in (demo / "papers").rglob("*.pdf") if not DOCUMENT.fullmatch(file.name)]
    assert len(forms) >= LEAST
    judge.mkdir()
    assert "is a valid PDF/A-1b file" in judged(as_before_object_streams(forms[0].read_bytes()), tmp_path)
    for number, file in enumerate(forms):
        (judge / f"{number}-{file.name}").write_bytes(as_before_object_streams(file.read_bytes()))
    path = ":".join(str(JARS / f"{jar}.jar") for jar in NEEDED)
    command = ["java", "-cp", path, "org.apache.pdfbox.preflight.Validator_A1b", "batch", str(judge)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    told = said.stdout + said.stderr
    unfit = [file.name for file in judge.iterdir() if f"{file.name} is a valid PDF/A-1b file" not in told]
    assert unfit == [], told
