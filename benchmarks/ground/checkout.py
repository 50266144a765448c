"""A checkout of this repository that a platform is started from: its own programs, and answers of its own benchmarks.

Revisions differ in settings, tokens and tables, and each knows its own. So `telling.py` runs on the checkout's Python
and asks the benchmarks that the checkout has; the load that drives its platform is this program's.
"""

import subprocess
import sys
from pathlib import Path

from msgspec import Struct, json

ASK_TIMEOUT_S = 120.0
REPOSITORY = Path(__file__).parents[2]
TELLING = Path(__file__).with_name("telling.py")


class CheckoutError(Exception):
    """The checkout cannot be made, is not set up, or its benchmarks do not answer."""


class Told(Struct, frozen=True):
    """The answers of a checkout's benchmarks.

    `settings` let its platform run without limits; `counts` are queries for its rows by kind, of which each round
    leaves `one_a_command` at least; `versions` are those of its commit and packages.
    """

    settings: dict[str, str]
    counts: dict[str, str]
    one_a_command: tuple[str, ...]
    versions: dict[str, str]


class Checkout(Struct, frozen=True):
    """The root of a checkout, and the folder of the programs that it is set up with."""

    folder: Path
    programs: Path

    @classmethod
    def at(cls, folder: Path) -> "Checkout":
        """Return the checkout in `folder`, with the `.venv` that `make setup` made. Raises CheckoutError: none did."""
        found = cls(folder.resolve(), folder.resolve() / ".venv" / "bin")
        for program in (found.python, found.pitboss):
            if not program.exists():
                raise CheckoutError(f"{folder} is not set up: it has no {program}; run `make setup` there")
        return found

    @property
    def python(self) -> Path:
        return self.programs / "python"

    @property
    def pitboss(self) -> Path:
        return self.programs / "pitboss"

    def told(self) -> Told:
        """Ask its benchmarks. Raises CheckoutError."""
        return json.decode(self._ask("about"), type=Told)

    def mint(self, data_dir: Path, name: str, count: int) -> list[str]:
        """Return tokens of `count` players of its platform with that data folder. Raises CheckoutError."""
        return json.decode(self._ask("mint", str(data_dir), name, str(count)), type=list[str])

    def mint_admin(self, data_dir: Path) -> str:
        """Return the token of an administrator of such a platform. Raises CheckoutError."""
        return json.decode(self._ask("mint-admin", str(data_dir)), type=str)

    def module(self, name: str, *arguments: str) -> list[str]:
        """Return the command that runs a module of this checkout on its own Python, whatever the working folder is."""
        return [*self._python(), "-m", name, *arguments]

    def _python(self) -> list[str]:
        return ["/usr/bin/env", f"PYTHONPATH={self.folder}", str(self.python), "-P"]

    def _ask(self, *question: str) -> bytes:
        command = [*self._python(), str(TELLING), *question]
        asked = subprocess.run(command, capture_output=True, timeout=ASK_TIMEOUT_S, check=False)
        if asked.returncode:
            raise CheckoutError(f"the benchmarks of {self.folder} do not answer:\n{asked.stderr.decode()[-2000:]}")
        return asked.stdout


OWN = Checkout(REPOSITORY, Path(sys.executable).parent)
"""The checkout of this program."""
