"""The project's own environment, `.venv`: exactly the locked packages, and nothing asked twice.

Rule: a package is installed only if its hash stands in requirements/, and only as a built wheel, so
nothing that was downloaded runs while it is being installed. A stamp in `.venv` makes the second
time instant; it holds what the environment was made from.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)


def program(name: str) -> str:
    """Return the path of the program `name` in the environment."""
    return str(BIN / (f"{name}.exe" if os.name == "nt" else name))


def prepare(lock: str) -> None:
    """Make `.venv` hold what requirements/`lock`.txt names, and the checkout itself as `strongroom`."""
    if sys.version_info[:2] < OLDEST:
        sys.exit(
            f"Python 3.11 or later is needed; this is {sys.version.split()[0]}. "
            "Name another one, such as: make PYTHON=python3.13 run"
        )
    if not PYTHON.exists():
        _create()
    stamp = VENV / f"made-from-{lock}"
    made_from = _made_from(lock)
    if stamp.exists() and stamp.read_text(encoding="ascii") == made_from:
        return
    print(f"Installing the packages of requirements/{lock}.txt into .venv …", flush=True)
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements" / f"{lock}.txt")]
    _pip(*locked)
    _pip("--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT))
    stamp.write_text(made_from, encoding="ascii")


def _create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        debian.bring_venv()
    print(f"Making an environment with Python {sys.version.split()[0]} in .venv …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("The environment could not be made; the lines above say why.")


def _made_from(lock: str) -> str:
    parts = [ROOT / "requirements" / f"{lock}.txt", ROOT / "pyproject.toml", VENV / "pyvenv.cfg"]
    digest = hashlib.sha256(str(ROOT).encode())
    for part in parts:
        digest.update(hashlib.sha256(part.read_bytes()).digest())
    return digest.hexdigest()


def _pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    done = subprocess.run([*command, *arguments], check=False)
    if done.returncode != 0:
        sys.exit("The packages could not be installed; the lines above say why.")
