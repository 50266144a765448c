"""Hosts tell the players of their shards to seal their seeds, page by page, and nobody else."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct
from prometheus_client import CollectorRegistry, Counter

from actors.fairness.messages import SeedsSeal
from actors.fairness.sealing import entity_seals
from actors.fairness.seeds import SEEDS, Seeds
from actors.player.state import PlayerState
from actors.runtime.entity import Decision, EntityRef, Incoming, Rejection
from actors.user.kind import UserKind
from cluster.processes.fairness.seed_sealing import PAGE_PLAYERS, SeedResealing
from persistence.entities.records import LoadedPart
from tests.seals import SEALS, FixedEntropy, committed
from tests.unit.games.test_game_laws import ECONOMY, GAMES, Player

FORMER = entity_seals("a former key of the tests")


def sealed(seal, user_id):
    fact = committed("1" * 64, "2" * 64, "mine", user_id)
    plain = SEALS.seeds.open(fact.sealed, f"user:{user_id}")
    part = Seeds(seal.close(plain, bytes(12), f"user:{user_id}"), fact.server_seed_hash, fact.next_server_seed_hash, "")
    player = PlayerState(user_id)
    SEEDS.put(player, part)
    return LoadedPart(1, *SEEDS.dump(player))


class Host:
    """The stored seeds of its players, by key, and whom it has told."""

    def __init__(self, stored: Mapping[str, LoadedPart]) -> None:
        self._stored = stored
        self.told: list[str] = []

    def shards(self) -> Mapping[int, int]:
        return {7: 1}

    def submit(self, ref: EntityRef, command_id: str, body: Struct) -> None:
        assert (ref.kind, body) == ("user", SeedsSeal())
        self.told.append(ref.key)

    async def part_page(
        self, kind: str, part: str, after: str, rows_max: int, shards: Sequence[int] | None = None
    ) -> Sequence[tuple[str, LoadedPart]]:
        assert (kind, part, shards) == ("user", "seeds", [7])
        return [(key, self._stored[key]) for key in sorted(self._stored) if key > after][:rows_max]


def resealing(host: Host) -> SeedResealing:
    return SeedResealing(host, host, SEALS.seeds, Counter("orders", "of the test", registry=CollectorRegistry()))


async def test_players_in_clear_or_under_a_former_key_are_told_and_no_others() -> None:
    host = Host(
        {
            "clear": LoadedPart(1, 1, msgspec.msgpack.encode(["1" * 64, "2" * 64, "mine"])),
            "former": sealed(FORMER.seeds, "former"),
            "later": LoadedPart(1, 99, b"of a release to come"),
            "damaged": LoadedPart(1, 2, b"\xc1"),
            "new": sealed(SEALS.seeds, "new"),
            "unopened": LoadedPart(1, *SEEDS.dump(UserKind(ECONOMY, GAMES).create("unopened"))),
        }
    )
    assert await resealing(host).look("") == ""
    assert host.told == ["clear", "former"]


async def test_a_page_ends_where_the_next_begins() -> None:
    stored = sealed(FORMER.seeds, "u")
    host = Host({f"u{n:04d}": stored for n in range(PAGE_PLAYERS + 3)})
    after = await resealing(host).look("")
    assert (after, len(host.told)) == (f"u{PAGE_PLAYERS - 1:04d}", PAGE_PLAYERS)
    assert await resealing(host).look(after) == ""
    assert host.told == sorted(host.told)
    assert len(set(host.told)) == PAGE_PLAYERS + 3


def test_seeds_that_no_key_opens_are_left_as_they_are() -> None:
    player = Player()
    stranger = UserKind(ECONOMY, GAMES, seal=FORMER.seeds)
    incoming = Incoming("seal:1", "system", "ab" * 16, SeedsSeal())
    assert stranger.decide(player.state, incoming, 0, FixedEntropy()) == Rejection("internal")
    current = player.kind.decide(player.state, incoming, 0, FixedEntropy())
    assert isinstance(current, Decision)
    assert current.facts == ()
