"""The account that a server runs as.

PostgreSQL refuses to run as root, so root hands it to `nobody`; all others run it as themselves. No folder that was
there before changes its mode for that: the caller puts elsewhere what the account cannot reach.
"""

import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SHARED_CACHE = Path("/var/cache/pitboss")
"""Root's place for files that `nobody` must reach: programs, and clusters whose data folder it cannot enter."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group id that a server runs as."""

    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Return True if the account may enter `folder` and all its parents; the kernel says so."""
        return self._succeeds(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)])

    def can_run(self, program: Path) -> bool:
        """Return True if `program --version` works for the account."""
        return self._succeeds([str(program), "--version"])

    def give(self, path: Path) -> None:
        """Make the account the owner of `path`."""
        os.chown(path, self.uid, self.gid)

    def _succeeds(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(
                command, cwd="/", capture_output=True, check=False, user=self.uid, group=self.gid, extra_groups=[]
            )
        except OSError:
            return False
        return done.returncode == 0


def unprivileged_account() -> Account | None:
    """Return `nobody` for root, else None: the server then runs as this process does."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def reachable_folder(account: Account, prefix: str) -> Path:
    """Make a folder, owned by `account`, that it can enter. Its name is random: nothing can lie there already."""
    SHARED_CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=SHARED_CACHE))
    account.give(folder)
    return folder
