"""Secret randomness as an argument: the source of new server seeds."""

import hashlib
import secrets


class SystemEntropy:
    """The operating system's cryptographic generator."""

    def seed_hex(self) -> str:
        return secrets.token_hex(32)


class SeededEntropy:
    """The same seeds each time, for tests and simulation."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._count = 0

    def seed_hex(self) -> str:
        self._count += 1
        return hashlib.sha256(f"{self._seed}:{self._count}".encode()).hexdigest()
