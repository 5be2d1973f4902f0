"""What a person is told when the vault's keys, files or disk say no.

Rule: one class is one cause, with one sentence, one hint and one exit code (40-69 the world, 70-89
tampering). No fact is ever a secret, and no sentence tells a guesser which part of a guess was right.
"""

from desktop.custody.errors import TamperError, VaultError


class WrongPassphraseError(VaultError):
    """A1: one plain message, whatever was wrong with the passphrase."""

    sentence = "That passphrase does not open this vault."
    hint_text = "Type it again; capitals and spaces matter. Each operator has a passphrase of their own."
    exit_code = 40


class NotAVaultError(VaultError):
    """The folder is not a vault, or not one this program made."""

    sentence = "{folder} is not a vault: {why}."
    hint_text = "Choose the folder in which the vault was created. Nothing was changed."
    exit_code = 41


class VaultBusyError(VaultError):
    """T15: another program has the vault open."""

    sentence = "This vault is already open: by {who} on {host} (program {pid}), since {since}."
    hint_text = (
        "Close it there, then open it here; or open it here for reading only."
        " If that program has crashed, simply try again."
    )
    exit_code = 42


class OtherFormatError(VaultError):
    """The vault was written in a format that this program does not read."""

    sentence = "This vault has format {found}; this program reads format {known}."
    hint_text = "Open it with the version of Strongroom that it was made with. Nothing was changed."
    exit_code = 43


class DeviceSecretMissingError(VaultError):
    """A3: the second part of the key is not here."""

    sentence = "The device secret, the second part of this vault's key, is not here: {why}."
    hint_text = (
        "Open the vault on the computer where it was created, or give its own key file with --key-file FILE:"
        " after new keys, that is the file made last."
    )
    exit_code = 44


class KeyringUnavailableError(VaultError):
    """A3: the operating system's keyring cannot be used, or did not keep what it was given."""

    sentence = "The keyring of this computer cannot be used: {why}."
    hint_text = (
        "Unlock the keyring (usually by logging in to the desktop) and try again."
        " Where there is no keyring, keep the device secret in a file: --key-file FILE."
    )
    exit_code = 45


class DiskFullError(VaultError):
    """T10: the disk, or the share of it this account may use, is full."""

    sentence = "There is no room left on the disk to write {file}."
    hint_text = "Make room on that disk and try again. Nothing was left half written."
    exit_code = 46


class CannotReadError(VaultError):
    """The operating system would not give the bytes of a file."""

    sentence = "{file} cannot be read: {why}."
    hint_text = "Check that its disk is connected and that you may read it. Nothing was changed."
    exit_code = 47


class CannotWriteError(VaultError):
    """The operating system would not take, or did not keep, the bytes of a file."""

    sentence = "{file} cannot be written: {why}."
    hint_text = "Check that the folder exists and that you may write there, or choose another disk."
    exit_code = 48


class VaultExistsError(VaultError):
    """A vault is only ever created in a new or empty folder."""

    sentence = "A vault cannot be created in {folder}: {why}."
    hint_text = "Choose a new or empty folder. Nothing was changed."
    exit_code = 49


class VaultUnfinishedError(VaultError):
    """A vault was begun there, and never had a header."""

    sentence = "In {folder} a vault was begun and not finished."
    hint_text = (
        "If the program was stopped while it made this vault, delete the folder, and the key file made with"
        " it, and try again. If the vault was in use, its header.json is missing: put it back from a backup."
    )
    exit_code = 65


class KeyFileExistsError(VaultError):
    """A key file is never written over anything."""

    sentence = "{path} exists already, and a key file is never written over anything."
    hint_text = "Give a name that does not exist yet. Nothing was changed."
    exit_code = 50


class KeyFileUnusableError(VaultError):
    """The key file cannot be read as one, or cannot be written."""

    sentence = "{path} cannot be used as a key file: {why}."
    hint_text = "Give the file that was made when the vault was created, or a true copy of it."
    exit_code = 51


class TooLittleMemoryError(VaultError):
    """The computer cannot give the memory that the key derivation was set to need."""

    sentence = "Opening this vault needs {mebibytes} MiB of free memory, and this computer has too little."
    hint_text = "Close other programs and try again, or open the vault on a computer with more memory."
    exit_code = 55


class WrongRecoverySecretError(VaultError):
    """A4: the shares fit together, but they do not open this vault."""

    sentence = "These recovery shares do not open this vault: {why}."
    hint_text = "Look at the vault's letters and the number of the set on the sheets. Nothing was changed."
    exit_code = 66


class OtherKeysError(VaultError):
    """A copy of the vault that was made before its keys were renewed."""

    sentence = "{folder} was made under former keys of this vault, which no longer open anything else."
    hint_text = (
        "Open it with a passphrase and the device secret of that time, or with the recovery shares."
        " Make a new backup of the vault in its place."
    )
    exit_code = 67


class HeaderAlteredError(TamperError):
    """T3: the header is not what the program wrote; found before any passphrase is tried."""

    sentence = "The vault's header was altered or damaged: {why}."
    hint_text = "Do not go on with this vault. Keep it as it is, and put header.json back from a backup."
    exit_code = 70


class MasterAlteredError(TamperError):
    """B7, T6: a sealed master does not verify; nothing unauthentic was released."""

    sentence = "The sealed master {file} is not what was taken into custody: {why}."
    hint_text = (
        "Issue nothing from this document. Leave the file as it is, record an incident,"
        " and compare it with the last verified backup."
    )
    exit_code = 72


class MasterMissingError(TamperError):
    """B7: a sealed master, or the key that opens it, is not where the vault keeps it."""

    sentence = "The sealed master {file} cannot be opened: {why}."
    hint_text = (
        "Issue nothing from this document. Record an incident,"
        " and get what is missing from the last verified backup."
    )
    exit_code = 73


class KeySettingsError(TamperError):
    """T3: settings of the key derivation that this program would never have written."""

    sentence = "The key settings of {operator} are outside the limits: {settings}."
    hint_text = "Do not type the passphrase again. Keep the vault as it is, and ask for advice."
    exit_code = 74


class LedgerMissingError(TamperError):
    """The vault's ledger is not there."""

    sentence = "The vault's ledger, {file}, is not in its folder."
    hint_text = (
        "Look for it where the folder was copied from; put it back from the last backup. Nothing was changed."
    )
    exit_code = 76


class LedgerUnreadableError(TamperError):
    """The ledger cannot be read with this vault's key."""

    sentence = "The vault's ledger cannot be read with its key: {why}."
    hint_text = "Do not work on with this vault. Keep it as it is, and restore the last verified backup."
    exit_code = 77


class LedgerMovedError(VaultError):
    """Another program wrote in the ledger meanwhile."""

    sentence = "The ledger has grown since this was decided; nothing was recorded."
    hint_text = "Lock the vault, unlock it again, and repeat the act."
    exit_code = 57


class WriteForbiddenError(VaultError):
    """The vault was opened for reading only."""

    sentence = "The vault is open for reading only; nothing was recorded."
    hint_text = "Close the other program that has it open, then open it here."
    exit_code = 58


class LibraryTooOldError(VaultError):
    """The database library is one that is known to corrupt files."""

    sentence = "This installation carries SQLite {version}, which can corrupt a ledger."
    hint_text = "Install the program anew, as it is delivered. Nothing was opened."
    exit_code = 59


class HeaderOlderError(TamperError):
    """T4: the header is of an earlier generation than the ledger that lies beside it."""

    sentence = "The vault's header is an older one: it names {file}, and a newer ledger lies in its place."
    hint_text = "Keep the folder as it is, and restore the last verified backup."
    exit_code = 84


class MasterKeyMissingError(TamperError):
    """T5: a part of the ledger was put back or taken away: it lacks the key of a master that it names."""

    sentence = "The ledger no longer has the key that opens the master of {where}."
    hint_text = (
        "The vault is open for reading only. Keep the folder as it is, and restore the last verified backup."
    )
    exit_code = 86


class TailCutError(TamperError):
    """T5: the ledger ends before the last entry that was kept outside it."""

    sentence = (
        "The end of the ledger was cut off: it ends with entry {ends}, and {place} knows of entry {kept}."
    )
    hint_text = (
        "The vault is open for reading only. Keep the folder as it is, compare a paper you trust"
        " (check a slip), and restore the last verified backup with a witness."
    )
    exit_code = 80


class OlderVaultError(TamperError):
    """T4: the whole vault is an older one than was last open."""

    sentence = (
        "This is an older state of the vault: it ends with entry {ends}, and {place} knows of entry {kept}."
    )
    hint_text = (
        "The vault is open for reading only. Look for the vault that was last worked in. If it is lost,"
        " restore this one, or the last verified backup, with a witness."
    )
    exit_code = 81


class FormerKeysError(OlderVaultError):
    """T4: the whole vault is one from before its keys were renewed."""

    sentence = (
        "This is the vault as it was before its keys were renewed: it ends with entry {ends},"
        " and {place} knows of entry {kept}."
    )
    exit_code = 87


class LedgerRewrittenError(TamperError):
    """T5, T7: the ledger is another one than was last open, though its chain is whole."""

    sentence = "The ledger was rewritten: its entry {kept} is not the one that {place} knows of."
    hint_text = (
        "The vault is open for reading only. Keep the folder as it is, compare a paper kept by somebody else"
        " (check a slip), and restore the last verified backup with a witness."
    )
    exit_code = 82


class KeptHeadAlteredError(TamperError):
    """T4: what was kept outside about the ledger's end is not what the program wrote."""

    sentence = "What {place} says of the ledger's end was altered or damaged."
    hint_text = (
        "The vault is open for reading only. Compare a paper kept by somebody else (check a slip),"
        " and restore the last verified backup with a witness."
    )
    exit_code = 83
