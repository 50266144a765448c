"""The public proof of a round: everything that a verifier needs, and nothing about the player."""

from typing import Any

import msgspec
from fastapi import APIRouter
from msgspec import UNSET, UnsetType
from starlette.responses import Response

from actors.crash.area import CRASH
from actors.crash.chains.filed import as_voided, filed_place, filed_proof, may_be_voided
from actors.crash.chains.messages import RoundGet, TableRoundProof
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ServerPayload
from gateway.dependencies import GatewayDependencies
from gateway.rest.body import checked, json_response
from gateway.rest.documented import documented
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from persistence.rounds import StoredRound

FOREVER = "public, max-age=31536000, immutable"
"""A proof whose seed is revealed never changes."""


class RoundProof(ServerPayload, frozen=True):
    """A round of one player. With `server_seed`, which is there once its player has rotated the seeds, anybody can
    recompute it; a bet on a crash table has no seeds, but the proof of the table's round.

    `outcome` is the game's own record of the round; `bet` and `payout` are in gold.
    """

    round_id: str
    """Id of the round."""
    game: str
    """Name of the game."""
    bet: int
    """Stake, in whole gold."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""
    outcome: dict[str, Any]
    """The game's own record of the round, from which it can be recomputed."""
    config_version: int
    """Version number of the definition that it was played by."""
    server_seed_hash: str
    """SHA-256 of the server seed of the round, in hex, as it was committed to."""
    client_seed: str
    """The client seed of the round."""
    nonce: int
    """Number of the round among those of its seeds, counted from 1."""
    server_seed: str | UnsetType = UNSET
    """The server seed of the round, in hex. Absent until its player has rotated the seeds."""
    table_round: TableRoundProof | UnsetType = UNSET
    """Proof of the table's round that the bet was on. Absent for a solo round."""


router = APIRouter()
_proof = msgspec.json.Decoder(TableRoundProof)


@router.get(
    "/api/fairness/rounds/{round_id}",
    tags=["fairness"],
    summary="Proof of a round",
    **documented(
        answer=RoundProof,
        other_answer=TableRoundProof,
        says="The proof, as far as it is revealed: of a solo round, a bet on a crash table, or a table's round.",
        problems=(404, 503),
    ),
)
async def round_proof(round_id: str, provided: Provided) -> Response:
    """What was committed to before the round and what came of it; public, for whoever has the round's id."""
    found = await provided.rounds.find(round_id)
    if found is None:
        return await _table_round(round_id, provided)
    if found.game == CRASH:
        return await _bet(found, provided)
    caching = "no-store" if found.server_seed is None else FOREVER
    return json_response(msgspec.json.encode(proof_of(found)), headers={"Cache-Control": caching})


def proof_of(found: StoredRound) -> RoundProof:
    """Return the public part of a stored round."""
    return RoundProof(
        round_id=found.round_id,
        game=found.game,
        bet=found.bet,
        payout=found.payout,
        outcome=found.outcome,
        config_version=found.config_version,
        server_seed_hash=found.server_seed_hash,
        client_seed=found.client_seed,
        nonce=found.nonce,
        server_seed=UNSET if found.server_seed is None else found.server_seed,
    )


async def _bet(found: StoredRound, provided: Provided) -> Response:
    """Answer with the proof of a settled bet on a crash table, and of the table's round."""
    proof = await table_proof(found.outcome["round_id"], provided)
    body = msgspec.json.encode(msgspec.structs.replace(proof_of(found), table_round=proof))
    return json_response(body, headers={"Cache-Control": FOREVER if proof.game_hash else "no-store"})


async def _table_round(round_id: str, provided: Provided) -> Response:
    """Answer with the proof of a round `TABLE-N`."""
    proof = await table_proof(round_id, provided)
    return json_response(
        msgspec.json.encode(proof), headers={"Cache-Control": FOREVER if proof.game_hash else "no-store"}
    )


async def table_proof(round_id: str, provided: GatewayDependencies) -> TableRoundProof:
    """Return the proof of a round `TABLE-N`: its table computes it from the chain that it has committed to.

    Of a round that the table no longer keeps, it is computed from the row of its chain, or of its end.

    Raises:
        Problem: there is no such round, or its table cannot be asked.
    """
    table, _, _ = round_id.rpartition("-")
    if table not in provided.definitions.area(CRASH):
        raise Problem("not_found", "There is no such round.")
    proof = await _kept_or_filed(EntityRef(CRASH, table), round_id, provided)
    if may_be_voided(proof) and await provided.rounds.is_filed_voided(*filed_place(round_id)):
        return as_voided(proof)
    return proof


async def _kept_or_filed(table: EntityRef, round_id: str, provided: GatewayDependencies) -> TableRoundProof:
    query = msgspec.json.encode(RoundGet(round_id=round_id))
    answer = await provided.entities.query(table, RoundGet.TYPE, query)
    try:
        return _proof.decode(checked(answer).body)
    except Problem as problem:
        if problem.code != "not_found":
            raise
        filed = filed_proof(round_id, await provided.rounds.filed_chain(*filed_place(round_id)))
        if filed is None:
            raise
        return filed
