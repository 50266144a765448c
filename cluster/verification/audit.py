"""Checks the chain of the audit trail of a platform, wherever its database is."""

import asyncio
from pathlib import Path

from cluster.settings import SettingsError, read_settings
from cluster.verification.start import CannotVerify, database_of
from persistence.audit import Head
from persistence.errors import Unreachable
from persistence.verification.audit_chain import ChainReport, check_chain


def verify_audit_of(data_dir: Path, database_url: str = "", expect: str = "") -> ChainReport:
    """Check the database at `database_url`, or that of the platform on `data_dir` when it is empty.

    Args:
        data_dir: where the data of the platform lie.
        database_url: the database to check instead.
        expect: a head noted earlier, `N:HASH`, or nothing.

    Raises:
        CannotVerify: the head is not one, or the database cannot be found or read.
    """
    try:
        expected = Head.parse(expect) if expect else None
    except ValueError as error:
        raise CannotVerify(f"--expect: {error}") from error
    try:
        if database_url:
            return asyncio.run(check_chain(database_url, expected))
        with database_of(data_dir, read_settings().database_url) as url:
            return asyncio.run(check_chain(url, expected))
    except SettingsError as error:
        raise CannotVerify(str(error)) from error
    except Unreachable as error:
        raise CannotVerify(f"cannot read the database: {error}") from error
