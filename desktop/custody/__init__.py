"""RULES. Pure Python: no Qt, SQL, cipher, PDF, disk, clock or randomness."""
