"""`pitboss verify`, `verify-audit` and `verify-round`: check the stored data, without trust in the server."""

import sys
from typing import Annotated

import typer
from msgspec import json

from cluster.cli.terminal import DATA_DIR, AsJson, DatabaseUrl, DataDir, console, fail, print_json


def add_to(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    app.command()(verify)
    app.command("verify-audit")(verify_audit)
    app.command("verify-round")(verify_round)


def verify(data_dir: DataDir = DATA_DIR, database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """Check every invariant of the stored data, in one snapshot, also while players play.

    Exit status: 0 everything holds, 1 something is violated, 2 it could not be checked.
    """
    from cluster.cli.checks.verification_report import print_report, progress
    from cluster.verification.database import CannotVerify
    from cluster.verification.run import verify_platform

    try:
        with progress() as watch:
            report = verify_platform(data_dir, database_url, watch)
    except CannotVerify as error:
        raise fail(str(error), 2) from None
    if as_json:
        print_json(report)
    else:
        print_report(report, console)
    raise typer.Exit(0 if report.holds else 1)


def verify_audit(
    data_dir: DataDir = DATA_DIR,
    database_url: DatabaseUrl = "",
    expect: Annotated[str, typer.Option(help="A head noted earlier, N:HASH, that must be in the chain.")] = "",
    as_json: AsJson = False,
) -> None:
    """Recompute the chain of the audit trail, in one snapshot: rows that were changed, removed or added are found.

    Exit status: 0 everything holds, 1 something is violated, 2 it could not be checked.
    """
    from cluster.verification.audit import verify_audit_of
    from cluster.verification.database import CannotVerify

    try:
        report = verify_audit_of(data_dir, database_url, expect)
    except CannotVerify as error:
        raise fail(str(error), 2) from None
    if as_json:
        print_json(report)
    else:
        console.print(f"{report.seals} rows sealed, {report.waiting} waiting, head {report.head}", soft_wrap=True)
        for example in report.examples:
            console.print(f"violated: {example}", soft_wrap=True, markup=False)
    raise typer.Exit(0 if report.holds else 1)


def verify_round(
    round_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the round, as its reply named it.")],
    data_dir: DataDir = DATA_DIR,
    database_url: DatabaseUrl = "",
    commitment: Annotated[
        str, typer.Option(metavar="HASH", help="Hash of the server seed that you noted before the round.")
    ] = "",
    terminating_hash: Annotated[
        str, typer.Option(metavar="HASH", help="Terminating hash of the crash chain that you noted before the round.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Recompute a round from what is revealed of it: a solo round, a bet on a crash table, or a table's round TABLE-N.

    Exit status: 0 proven, against a hash that you noted before; 1 refuted; 2 it could not be checked, for instance
    because the seed is not revealed yet; 3 consistent: nothing is wrong, but whoever wrote it could have made it up.
    """
    from cluster.verification.database import CannotVerify
    from cluster.verification.rounds import Noted
    from cluster.verification.rounds import verify_round as verdict_of

    try:
        verdict = verdict_of(round_id, data_dir, database_url, Noted(commitment.lower(), terminating_hash.lower()))
    except CannotVerify as error:
        raise fail(str(error), 2) from None
    if as_json:
        print_json(verdict)
    else:
        sys.stdout.write(
            f"round {verdict.round_id} of {verdict.game}{f', nonce {verdict.nonce}' if verdict.nonce else ''}\n"
            f"recorded {json.encode(verdict.outcome).decode()}, payout {verdict.payout}\n"
        )
        if verdict.computed is not None:
            sys.stdout.write(f"computed {json.encode(verdict.computed).decode()}, payout {verdict.payout_computed}\n")
        sys.stdout.write(f"{verdict.verdict}: {verdict.says}\n")
    raise typer.Exit({"proven": 0, "refuted": 1, "secret": 2, "consistent": 3}[verdict.verdict])
