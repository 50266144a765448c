"""Checks the chain of the audit trail of a platform."""

import asyncio
from pathlib import Path

from cluster.verification.database import CannotVerify, database_of
from persistence.audit import Head
from persistence.errors import Unreachable
from persistence.verification.audit_chain import ChainReport, check_chain


def verify_audit_of(data_dir: Path, database_url: str = "", expect: str = "") -> ChainReport:
    """Check the database at `database_url`, or that of the platform on `data_dir` when it is empty.

    Args:
        data_dir: the data folder of the platform.
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
        with database_of(data_dir, database_url) as url:
            return asyncio.run(check_chain(url, expected))
    except Unreachable as error:
        raise CannotVerify(f"cannot read the database: {error}") from error
