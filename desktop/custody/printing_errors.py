"""What a person is told when something cannot be printed, or a scanned paper cannot be filed.

Rule: as in `errors`. A printer that is not used is a rule's answer; one that fails is the world's.
"""

from desktop.custody.errors import RuleError, VaultError


class PrinterRefusedError(RuleError):
    """C1, T13: pages sent there would lie somewhere in clear, or on somebody else's machine."""

    sentence = "{printer} is not used: {why}."
    hint_text = (
        "Choose a printer that is joined to this computer; or, with an authority and a reason, enter"
        " {printer} as an exception. Nothing was printed."
    )
    exit_code = 117


class PaperNotFiledError(RuleError):
    """C14: a scanned page that cannot be filed where it was to go."""

    sentence = "This page was not filed: {why}."
    hint_text = "{advice}"
    exit_code = 118


class PrinterNotReadyError(VaultError):
    """The printer is not there, or does not print."""

    sentence = "{printer} does not print: {why}."
    hint_text = "Look at the printer, mend the cause, and print again. {left}"
    exit_code = 120

    def __init__(self, *, left: str = "Nothing is left waiting in it.", **facts: object) -> None:
        """Keep the facts; `left` says what may still come out."""
        super().__init__(left=left, **facts)


class NoPrintSystemError(VaultError):
    """The system's printing does not answer."""

    sentence = "The printing of this computer does not answer: {why}."
    hint_text = "Have it looked at, or save files in a folder instead. Nothing was printed."
    exit_code = 121
