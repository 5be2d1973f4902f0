"""What a person is told when a backup cannot be made, read or restored.

Rule: nothing that holds the only copy of something is ever written over; the sentence names what was in
the way, and the hint says how to go on without losing it.
"""

from desktop.custody.errors import RuleError, TamperError, VaultError


class BackupRefusedError(RuleError):
    """The folder chosen cannot take the backup of this vault."""

    sentence = "The backup cannot be made in {folder}: {why}."
    hint_text = "{advice} Nothing in that folder was changed."
    exit_code = 30


class RestoreRefusedError(RuleError):
    """The restore would take the place of something, or lacks what it needs to be told."""

    sentence = "The vault cannot be restored to {folder}: {why}."
    hint_text = "{advice} Nothing was changed there."
    exit_code = 31


class LossNotWitnessedError(RestoreRefusedError):
    """Entries would be lost, or might be, and nobody stands by."""

    sentence = "The vault cannot be restored to {folder} without a witness: {why}."
    exit_code = 39


class NotABackupError(VaultError):
    """The folder holds no backup that this program can read."""

    sentence = "{folder} is not a backup: {why}."
    hint_text = "Choose the folder in which the backup was made; it holds a file named manifest.json."
    exit_code = 64


class ManifestAlteredError(TamperError):
    """The list of what a backup holds is not what the program wrote."""

    sentence = "The manifest of the backup in {folder} was altered or damaged: {why}."
    hint_text = "Do not rely on this backup. Keep it as it is, and make another one in another folder."
    exit_code = 78


class BackupDamagedError(TamperError):
    """A file of a backup is not what was copied there."""

    sentence = "{file} in the backup is not what was copied there: {why}."
    hint_text = "Keep this backup as it is, and use or make another one. Nothing was changed."
    exit_code = 79


class OtherHistoryError(TamperError):
    """Two ledgers of one vault that differ at the same entry: one was rewritten, or went its own way."""

    sentence = "The ledger in {other} and the one being restored differ at entry {number}: two histories."
    hint_text = (
        "One of them was rewritten, or both were worked with after a restore. Compare printed slips with"
        " each before going on; keep both as they are."
    )
    exit_code = 85
