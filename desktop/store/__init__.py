"""BYTES. The SQLCipher ledger, sealed masters, keys and the keyring."""
