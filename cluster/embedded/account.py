"""Which account a server runs as.

PostgreSQL refuses to run as root, so root hands it to `nobody`; everybody else runs it as themselves. No folder that we
did not make changes its mode for that: what the account cannot reach is put elsewhere by the caller.
"""

import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SHARED_CACHE = Path("/var/cache/pitboss")
"""Root's place for what `nobody` must reach: copies of programs, and clusters whose data folder it cannot enter."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group id that a server runs as."""

    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may pass through every parent of `folder` and `folder` itself; asked of the kernel."""
        return self._succeeds(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)])

    def can_run(self, program: Path) -> bool:
        """Whether `program --version` works for the account."""
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
    """`nobody` if we are root, else None: the server then runs as ourselves."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def reachable_folder(account: Account, prefix: str) -> Path:
    """A new folder, owned by `account`, that it can enter. Its name is random: nobody can have laid it out for us."""
    SHARED_CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=SHARED_CACHE))
    account.give(folder)
    return folder
