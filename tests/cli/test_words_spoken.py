"""How the program speaks: streams, passphrases, refusals, its own bugs, and what it loads to answer."""

import argparse
import getpass
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import __version__, cli
from desktop.cli import arguments, mishap, program, wording
from desktop.cli.console import Console
from tests.cli.spoken import CHEAP, NOW, PASSPHRASE, REVIEW, Desk, ready_to_conclude

ROOT = Path(__file__).resolve().parents[2]


def test_common_options_may_stand_before_the_noun_before_the_verb_and_at_the_end(desk: Desk) -> None:
    opened = [
        *("--vault", str(desk.vault)),
        *("--key-file", str(desk.folder / "key")),
        *("--passphrase-file", str(desk.folder / "passphrase")),
        "--json",
    ]
    places = [[*opened, "vault", "status"], ["vault", *opened, "status"], ["vault", "status", *opened]]
    answers = [desk.plain(*words).json for words in places]
    assert answers[0] == answers[1] == answers[2]
    mixed = desk.plain(*opened[:2], "vault", *opened[2:4], "status", *opened[4:])
    assert mixed.json == answers[0]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "", "\nand a second line\n"])
def test_the_passphrase_is_the_first_line_of_its_file_without_the_line_break(desk: Desk, ending: str) -> None:
    (desk.folder / "passphrase").write_bytes(f"{PASSPHRASE}{ending}".encode())
    assert desk("vault", "status").code == 0


def test_a_passphrase_file_with_the_mark_that_windows_writes_is_read(desk: Desk) -> None:
    (desk.folder / "passphrase").write_text(PASSPHRASE, "utf-8-sig")
    assert desk("vault", "status").code == 0


def test_a_hyphen_takes_the_passphrase_from_standard_input(desk: Desk) -> None:
    opened = ("--vault", desk.vault, "--key-file", desk.folder / "key", "--passphrase-file", "-")
    said = desk.plain(*opened, "vault", "status", stdin=io.StringIO(f"{PASSPHRASE}\n"))
    assert said.code == 0
    assert desk.plain(*opened, "vault", "status", stdin=io.StringIO("")).code == 40


@pytest.mark.parametrize(
    "make", [lambda file: file.mkdir(), lambda file: file.write_bytes(b"\xff\xfe"), lambda _: None]
)
def test_a_passphrase_file_that_cannot_be_read_is_named(desk: Desk, make: Callable[[Path], object]) -> None:
    file = desk.folder / "another"
    make(file)
    opened = ("--vault", desk.vault, "--key-file", desk.folder / "key", "--passphrase-file", file)
    said = desk.plain(*opened, "vault", "status", "--json")
    assert (said.code, said.refusal["error"]) == (2, "UsageError")
    assert str(file) in said.refusal["message"]


@pytest.mark.skipif(os.name != "posix", reason="only there have files such a mode")
def test_a_passphrase_file_that_everybody_can_read_is_remarked_upon(desk: Desk) -> None:
    assert desk("vault", "status").err == ""
    (desk.folder / "passphrase").chmod(0o644)
    assert "Everybody on this computer can read" in desk("vault", "status").err
    assert desk("vault", "status", "--quiet").err == ""
    assert desk("vault", "status", "--json").err == ""


def test_without_a_file_the_passphrase_is_asked_for_and_a_new_one_twice(
    bare: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts: list[str] = []
    typed = iter([PASSPHRASE, "another one, quite different", PASSPHRASE, PASSPHRASE, PASSPHRASE])

    def ask(prompt: str, _stream: object) -> str:
        prompts.append(prompt)
        return next(typed)

    monkeypatch.setattr(getpass, "getpass", ask)
    made = (
        "--vault",
        bare.vault,
        "--key-file",
        bare.folder / "key",
        "vault",
        "create",
        "--board",
        "B",
        "--operator",
        "O",
    )
    assert bare.plain(*made, "--json").refusal["message"] == "The two passphrases are not the same."
    assert not bare.vault.exists()
    assert bare.plain(*made).code == 0
    assert bare.plain("--vault", bare.vault, "--key-file", bare.folder / "key", "vault", "status").code == 0
    assert prompts == ["New passphrase: ", "The same again: "] * 2 + ["Passphrase: "]


def test_where_there_is_no_terminal_the_person_is_told_of_the_option(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_terminal(_prompt: str, _stream: object) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", no_terminal)
    said = desk.plain("--vault", desk.vault, "vault", "status", "--json")
    assert said.code == 2
    assert "--passphrase-file" in said.refusal["hint"]


def test_a_refusal_is_two_lines_for_a_person_and_one_object_for_a_program(desk: Desk) -> None:
    plain = desk("copy", "show", "D-0001/9")
    refused = desk("copy", "show", "D-0001/9", "--json")
    assert plain.code == refused.code == 10
    assert (plain.out, refused.out) == ("", "")
    assert plain.err.splitlines() == [refused.refusal["message"], refused.refusal["hint"]]


def test_lone_surrogates_and_letters_the_terminal_has_not_are_written_as_escapes() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    assert cli.main(["frob\udcff\u00e9"], stderr=stream) == 2
    stream.flush()
    assert b"frob" in raw.getvalue()
    Console(io.StringIO(), stream, stream).tell("caf\u00e9 \udcff")
    stream.flush()
    assert raw.getvalue().endswith(b"caf\\xe9 \\udcff\n")


def test_text_from_outside_stays_on_its_line_in_sentences_pairs_and_tables() -> None:
    hostile = "a\nb\u202ec\x1b[31m"
    for text in (
        wording.sentence("{name}", name=hostile),
        wording.pairs([("Name", hostile)]),
        wording.table(("name",), [(hostile,)], empty="").splitlines()[2],
    ):
        assert text.isprintable()


def test_tables_align_wide_letters_and_put_numbers_to_the_right() -> None:
    text = wording.table(("who", "pages", "due"), [("\u5b89", 7, NOW.date()), ("Ann", 12, None)], empty="")
    assert text.splitlines() == [
        "who  pages  due",
        "---  -----  ---",
        "\u5b89       7  2 March 2026",
        "Ann     12  -",
    ]
    assert wording.table(("who",), [], empty="Nobody.") == "Nobody."


def test_an_error_nobody_foresaw_leaves_a_report_without_any_contents(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(_desk: object, _asked: argparse.Namespace) -> None:
        cause = KeyError("the child's name")
        raise ZeroDivisionError("a sentence of a document") from cause

    def parser(_noun: str) -> arguments.Parser:
        return arguments.single("demo", fault, "fault", "")

    monkeypatch.setattr(program, "group_parser", parser)
    said = desk("demo")
    assert said.code == 1
    assert said.out == ""
    assert "fault of the program" in said.err
    file = Path(said.err.split(" is in ")[1].split(". Run")[0])
    text = file.read_text("utf-8")
    assert "builtins.ZeroDivisionError" in text
    assert "builtins.KeyError" in text
    assert "desktop/cli/program.py:" in text
    assert "child" not in said.err + text
    assert "sentence" not in text
    assert str(desk.folder) not in text
    assert desk("demo", "--json").refusal["error"] == "ZeroDivisionError"


def test_a_report_that_cannot_be_written_is_no_second_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_error: BaseException, _moment: object) -> Path:
        raise OSError(28, "full")

    def broken(_noun: str) -> arguments.Parser:
        raise ZeroDivisionError

    monkeypatch.setattr(program, "group_parser", broken)
    monkeypatch.setattr(mishap, "report", full)
    said = desk("demo")
    assert said.code == 1
    assert "could not be written" in said.err


def test_an_interrupt_ends_with_130_and_leaves_nothing_half_done(desk: Desk) -> None:
    class Impatient(io.StringIO):
        def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    opened = ("--vault", desk.vault, "--key-file", desk.folder / "key", "--passphrase-file", "-")
    said = desk.plain(*opened, "review", "conclude", REVIEW, "--authority", "X", stdin=Impatient())
    assert said.code == 130
    assert desk.json("review", "show", REVIEW)["concluded"] is None


def test_a_reader_that_has_gone_is_no_error() -> None:
    class Gone(io.StringIO):
        def write(self, _text: str, /) -> int:
            raise BrokenPipeError

    err = io.StringIO()
    assert cli.main(["--version"], stdout=Gone(), stderr=err) == 141
    assert err.getvalue() == ""


def test_an_answer_that_cannot_be_written_is_no_fault_and_the_act_stands(desk: Desk) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    ready_to_conclude(desk)
    err = io.StringIO()
    opened = ["--vault", str(desk.vault), "--key-file", str(desk.folder / "key"), "--passphrase-file", "-"]
    code = cli.main(
        [*opened, "review", "conclude", REVIEW, "--authority", "Board", "--json"],
        bounds=CHEAP,
        clock=lambda: NOW,
        stdin=io.StringIO(PASSPHRASE),
        stdout=Full(),
        stderr=err,
    )
    assert code == 4
    assert "No space left" in json.loads(err.getvalue())["message"]
    assert desk.json("review", "show", REVIEW)["concluded"] == "2026-03-02"


def test_progress_is_drawn_on_a_terminal_only_and_wiped_away() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def drawn(stream: io.StringIO, *, quiet: bool) -> str:
        with Console(io.StringIO(), io.StringIO(), stream, quiet=quiet).progress() as draw:
            draw("Sealing", 0.5)
            draw("Sealing", 2)
        return stream.getvalue()

    assert drawn(Terminal(), quiet=False) == "\rSealing:  50%\rSealing: 100%\r" + " " * 13 + "\r"
    assert drawn(Terminal(), quiet=True) == drawn(io.StringIO(), quiet=False) == ""


# Starting


def fresh(*words: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(("-c", code) if code else ("-m", "desktop", *words))]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def test_the_program_says_its_version_and_its_help() -> None:
    assert fresh("--version").stdout == f"strongroom {__version__}\n"
    told = fresh("--help")
    assert (told.returncode, told.stderr) == (0, "")
    assert all(f"  {noun} " in told.stdout for noun in program.GROUPS)


def test_the_version_is_said_without_loading_a_cipher_a_database_or_a_page() -> None:
    code = (
        "import sys\nfrom desktop.__main__ import main\nmain(['--version'])\n"
        "print([name for name in ('cryptography', 'sqlcipher3', 'pikepdf', 'reportlab', 'PySide6', 'msgspec',"
        " 'keyring') if name in sys.modules])"
    )
    assert fresh(code=code).stdout.splitlines()[1] == "[]"


def test_no_group_of_commands_loads_qt() -> None:
    code = (
        "import importlib, sys\nfrom desktop.cli import program\n"
        "for noun in program.GROUPS: program.group_parser(noun)\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])"
    )
    assert fresh(code=code).stdout == "[]\n"


def test_the_program_really_started_refuses_and_answers_by_its_exit_code(bare: Desk) -> None:
    said = fresh(
        "--vault", str(bare.vault), "--passphrase-file", str(bare.folder / "passphrase"), "vault", "status"
    )
    assert (said.returncode, said.stdout) == (41, "")
    assert "is not a vault" in said.stderr
    refused = fresh("--json", "vault", "status", "--frob")
    assert (refused.returncode, json.loads(refused.stderr)["error"]) == (2, "UsageError")


def test_bounds_of_the_key_derivation_come_from_no_option_and_no_variable(bare: Desk) -> None:
    offered = {
        option for noun in program.GROUPS for option in program.group_parser(noun)._option_string_actions
    }
    assert not {option for option in offered if "kdf" in option or "memory" in option or "bound" in option}
    assert CHEAP.ceiling.memory_kib < 256 * 1024
    assert bare.json("vault", "create", "--board", "B", "--operator", "O")["entry"] == 1
    opened = ("--vault", str(bare.vault), "--key-file", str(bare.folder / "key"))
    real = fresh(*opened, "--passphrase-file", str(bare.folder / "passphrase"), "vault", "status")
    assert real.returncode == 74, "the program itself refuses a vault made with the cheap bounds of the tests"
