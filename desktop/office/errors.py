"""What a person is told when a paper or a print did not come out as asked.

Rule: the sentence says what stands in the ledger all the same, so that nobody repeats an act that was done.
"""

from desktop.custody.errors import RuleError, VaultError


class OutputInVaultError(RuleError):
    """What is written for a person never lies in the vault's own folder."""

    sentence = "{file} would lie in the folder of the vault."
    hint_text = "Choose a file or folder outside the vault. Nothing was written."
    exit_code = 27


class PaperNotWrittenError(VaultError):
    """The act stands; its paper is missing."""

    sentence = "{done} That is in the ledger, but {paper} was not written: {why}"
    hint_text = "Do not repeat the act. Mend the cause, then have {paper} made again."
    exit_code = 60


class PaperNotPrintedError(VaultError):
    """The act stands; its paper did not come out."""

    sentence = "{done} That is in the ledger, but {paper} was not printed: {why}"
    hint_text = (
        "Do not repeat the act. Destroy what came out of it, mend the cause, then have {paper} made again."
    )
    exit_code = 122


class PrintStoppedError(VaultError):
    """A print ended before its last copy; what came out counts, the other numbers are spoilt."""

    sentence = "{why} The print stopped. Copies made: {made}. Numbers spoilt: {spoilt}."
    hint_text = (
        "What was made counts. Destroy what came out of the spoilt ones, mend the cause, then print the"
        " others under new numbers."
    )
    exit_code = 61


class RowStoppedError(VaultError):
    """Copies that were to go out one after the other stopped half way; what came out stands."""

    sentence = "{why} The row stopped. {left}"
    hint_text = (
        "Do not repeat what is done. Mend the cause, then print the rest as a new row. A copy in the safe is"
        " signed out on its own; a missing slip is made again with “Slip once more” (copy slip-again)."
    )
    exit_code = 123
    longest_fact = 2_000


class NotSentError(VaultError):
    """An electronic copy was not made whole; nothing of it is left but its number."""

    sentence = "{why} The electronic copy {copy} was not made: its number is spoilt, and no file is left."
    hint_text = "Mend the cause, then send it again under a new number and with a new passphrase."
    exit_code = 69


class FileInTheWayError(VaultError):
    """A paper never takes the place of a file that is there."""

    sentence = "{file} is there already."
    hint_text = "Choose another name or folder, or move that file away. Nothing was written."
    exit_code = 62


class KeyFileNeededError(RuleError):
    """A new device secret needs a new key file where the one before lies in a file."""

    sentence = "The keys of this vault are to be new, and so a new key file is needed."
    hint_text = "Name a file that does not exist yet: --new-key-file FILE. Nothing was changed."
    exit_code = 38
