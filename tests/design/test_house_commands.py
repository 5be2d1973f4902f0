"""The commands people type are the same in the Makefile, in scripts/make.py and in the README."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def offered() -> set[str]:
    command = [sys.executable, str(ROOT / "scripts" / "make.py"), "help"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return {line.split()[1] for line in lines}


def test_the_makefile_and_the_script_offer_the_same_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^([a-z -]+):$", makefile, re.MULTILINE)
    assert targets is not None
    assert set(targets[1].split()) == offered()


def test_the_readme_names_only_commands_that_exist_and_the_two_that_matter() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(
        re.findall(
            r"\bmake(?:\.cmd)? ([a-z][a-z-]*)", " ".join(re.findall(r"```.*?```|`[^`]+`", readme, re.DOTALL))
        )
    )
    assert {"run", "test"} <= named <= offered()


def test_an_unknown_command_is_refused_with_those_that_exist() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make.py"), "frobnicate"]
    refused = subprocess.run(command, check=False, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "frobnicate" in refused.stderr
    assert "make run" in refused.stdout
