"""Who can open the vault: operators added, removed, and their passphrases changed (A2).

Rule: each change is one renewal of the keys, so that the entry, the way in, and the keys change together or
not at all. Removing somebody makes a new device secret too: with a key file, a new file is needed for it.
"""

from pathlib import Path

from desktop.custody import keys
from desktop.office.errors import KeyFileNeededError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Step
from desktop.store.device import DeviceSecretPlace, KeyFile, Keyring
from desktop.store.renewal import NewKeys


def add_operator(office: Office, *, name: str, passphrase: str) -> Procedure[str]:
    """Give a deputy a passphrase of their own; return the operator's reference."""
    yield from office.check(keys.check_add_operator, name=name)
    reference = office.register.next_reference("O", office.register.operators)
    yield from office.act(
        keys.add_operator,
        new_keys=NewKeys(passphrases={reference: passphrase}),
        generation=office.vault.next_generation,
        name=name,
    )
    return reference


def change_passphrase(office: Office, *, present: str, passphrase: str) -> Procedure[Outcome]:
    """Change the passphrase of the operator who has the vault open, and who types the present one too."""
    yield Step(
        "vault", lambda _progress: office.vault.confirm_passphrase(present), "Checking the present passphrase"
    )
    return (
        yield from office.act(
            keys.change_passphrase,
            new_keys=NewKeys(passphrases={office.vault.operator: passphrase}),
            generation=office.vault.next_generation,
        )
    )


def remove_operator(
    office: Office, *, operator: str, reason: str, new_key_file: Path | None = None
) -> Procedure[Outcome]:
    """Take an operator's passphrase away, with new keys and a new device secret.

    What they know opens nothing that is written from now on: recovery shares whose words were in their
    program end too. `new_key_file` is needed where the device secret lies in a file; the file before it opens
    nothing but former backups.
    """
    yield from office.check(keys.check_remove_operator, operator=operator, reason=reason)
    device = yield from office.asked("remove operator", lambda: new_device_place(office, new_key_file))
    return (
        yield from office.act(
            keys.remove_operator,
            new_keys=NewKeys(
                removed=frozenset({operator.strip().upper()}),
                device=device,
                no_recovery=keys.ends_recovery(office.register, operator),
            ),
            generation=office.vault.next_generation,
            operator=operator,
            reason=reason,
        )
    )


def new_device_place(office: Office, new_key_file: Path | None) -> DeviceSecretPlace:
    """Return where a new device secret is to lie: where the one before does, unless a file is named.

    Raises KeyFileNeededError, OutputInVaultError.
    """
    if new_key_file:
        return KeyFile(office.outside(new_key_file))
    if isinstance(office.vault.place, Keyring):
        return office.vault.place
    raise KeyFileNeededError
