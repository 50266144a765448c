"""The public proof of a round: everything that a verifier needs, and nothing about the player."""

from typing import Any

import msgspec
from fastapi import APIRouter
from msgspec import UNSET, UnsetType
from starlette.responses import Response

from actors.crash.area import CRASH
from actors.crash.table_messages import RoundGet, TableRoundProof
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ServerPayload
from gateway.rest.body import checked, json_response
from gateway.rest.documented import documented
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided
from persistence.rounds import StoredRound

FOREVER = "public, max-age=31536000, immutable"
"""A proof whose seed is revealed never changes."""


class RoundProof(ServerPayload, frozen=True):
    """A solo round. With `server_seed`, which is there once its player has rotated the seeds, anybody can recompute it.

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


router = APIRouter()
_revealed = msgspec.json.Decoder(TableRoundProof)


@router.get(
    "/api/fairness/rounds/{round_id}",
    tags=["fairness"],
    summary="Proof of a round",
    **documented(
        answer=RoundProof,
        other_answer=TableRoundProof,
        says="The proof, as far as it is revealed: of a solo round, or of a round of a crash table.",
        problems=(404, 503),
    ),
)
async def round_proof(round_id: str, provided: Provided) -> Response:
    """What was committed to before the round and what came of it; public, for whoever has the round's id."""
    found = await provided.rounds.find(round_id)
    if found is None:
        return await _table_round(round_id, provided)
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


async def _table_round(round_id: str, provided: Provided) -> Response:
    """Answer with the proof of a round `TABLE-N`: its table computes it from the chain that it has committed to."""
    table, _, _ = round_id.rpartition("-")
    if table not in provided.definitions.area(CRASH):
        raise Problem("not_found", "There is no such round.")
    query = RoundGet(round_id=round_id)
    answer = checked(
        await provided.entities.query(EntityRef("crash", table), RoundGet.TYPE, msgspec.json.encode(query))
    )
    over = bool(_revealed.decode(answer.body).game_hash)
    return json_response(answer.body, headers={"Cache-Control": FOREVER if over else "no-store"})
