"""P1, P2, P5: seal 1 GiB durably with its digest, and verify it, against age and openssl on the same disk."""

import os
import subprocess
import tempfile
from pathlib import Path

from paired import Rival, call, compare

from desktop.store import sealed
from desktop.store.age import Identity

_SIZE = 1024**3
_PIECE = 64 * 1024**2


def main() -> None:
    """Print the times and ratios."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        source = folder / "source"
        with source.open("wb") as file:
            for _piece in range(_SIZE // _PIECE):
                file.write(os.urandom(_PIECE))
        identity = Identity.new()
        key = folder / "key"
        key.write_text(identity.encoded())
        target, theirs = folder / "ours.age", folder / "theirs.age"

        def seal() -> None:
            target.unlink(missing_ok=True)
            with source.open("rb") as file:
                sealed.seal(file, target, identity)

        def age() -> None:
            theirs.unlink(missing_ok=True)
            call("age", "-r", identity.recipient(), "-o", str(theirs), str(source))
            call("sync", str(theirs))

        def age_and_digest() -> None:
            call("openssl", "dgst", "-sha256", str(source))
            age()

        compare(
            "Take 1 GiB into custody: seal, digest, durable",
            Rival("seal", seal),
            Rival("age; sync (no digest)", age, "age"),
            Rival("openssl dgst; age; sync", age_and_digest, "age"),
            goal="1.5 and 2.1",
            runs=3,
        )
        target.unlink(missing_ok=True)
        with source.open("rb") as file:
            done = sealed.seal(file, target, identity)

        def unseal() -> None:
            command = f"age -d -i '{key}' '{target}' | openssl dgst -sha256"
            subprocess.run(["sh", "-c", command], check=True, stdout=subprocess.DEVNULL)

        compare(
            "Verify a master of 1 GiB",
            Rival("verify", lambda: sealed.verify(target, identity, done.sha256)),
            Rival("age -d | openssl dgst", unseal, "age"),
            goal="1.5",
            runs=3,
        )


if __name__ == "__main__":
    main()
