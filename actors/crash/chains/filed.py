"""Chains that have left the state of their table: each round of theirs is proved from one row, without the table."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from actors.crash import view as table_view
from actors.crash.chains.messages import TableRoundProof
from actors.crash.chains.state import PlayedChain
from actors.crash.facts import ROUND_DIGITS_MAX, ChainFiled, RoundEnd, place_of
from actors.crash.rules.chain import Links, hash_at

CRASHED: RoundEnd = "crashed"
VOIDED: RoundEnd = "voided"


def named(round_id: str) -> tuple[str, int]:
    """Return the table and the number in the name of a round, `TABLE-N`; the number is 0 when there is none."""
    table, _, number = round_id.rpartition("-")
    is_number = number.isdecimal() and number.isascii() and len(number) <= ROUND_DIGITS_MAX
    return table, int(number) if is_number else 0


def filed_place(round_id: str) -> tuple[str, str]:
    """Return the table of a round, and its place: its chain is the latest that was filed up to there."""
    table, n = named(round_id)
    return table, place_of(n)


def filed_proof(round_id: str, row: Mapping[str, Any] | None) -> TableRoundProof | None:
    """Return the proof of a round from the `row` of its place; None: no chain that was filed has this round."""
    if row is None:
        return None
    table, n = named(round_id)
    filed = msgspec.convert(row, ChainFiled)
    index = n - filed.first_n + 1
    if not 1 <= index <= filed.length:
        return None
    chain = PlayedChain(**{name: getattr(filed, name) for name in PlayedChain.__struct_fields__})
    game_hash = hash_at(Links(filed.length, filed.checkpoints), index)
    return table_view.proof(table, n, chain, game_hash=game_hash, end=end_of(n, filed.voided))


def may_be_voided(proof: TableRoundProof) -> bool:
    """Return whether a row may know better how the round has ended (`VoidedFiled`)."""
    return proof.state == CRASHED


def as_voided(proof: TableRoundProof) -> TableRoundProof:
    """Return the proof of a round of which a row says that it was voided."""
    return msgspec.structs.replace(proof, state=VOIDED)


def end_of(n: int, voided: Collection[int]) -> RoundEnd:
    """Return how round `n` has ended."""
    return VOIDED if n in voided else CRASHED
