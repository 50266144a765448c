"""Rounds as the rules play them, which the web app's verifier must compute again: `tests/web/vectors/*.json`.

`python -m tests.unit.fairness.proof_vectors` writes them anew. Records and rules are as the public routes show them.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from actors.crash.rules.chain import hash_at, make_links
from actors.crash.rules.curve import AUTO, FORCED, LOST, MANUAL
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.crash.rules.salt import CONTRIBUTIONS_MAX, contributions_of, salt_of
from actors.fairness.floats import commitment, floats
from actors.games import registry as games
from actors.games.contract import NO_MEMORY, Game, Memory
from actors.games.gacha.banner import disclosure
from actors.games.gacha.messages import GachaPull
from actors.games.rps import CHOICES, Rps, RpsPlay
from actors.games.slot.messages import SlotSpin
from actors.games.slot.slot import LoadedMachine, Slot
from actors.money.economy import EconomyConfig
from actors.money.wallet import payout_of
from actors.runtime.payloads import Command

FOLDER = Path(__file__).parents[2] / "web" / "vectors"
ECONOMY = EconomyConfig()
CLIENT_SEEDS = ("bb62964774", "a", "my own: words", '"quoted" \\ and ~', "0" * 64, "%7Bx%7D:1:0")
BETS = (20, 21, 33, 99, 100, 101, 777, 1_000_000)
LARGE = 2**50
"""A stake whose product with a multiplier is beyond what a double holds exactly."""
PER_GAME = 200
POINTS_SEARCHED = 60_000
TIGHT_VERSION = 2

Vectors = dict[str, Any]


def shown(value: Any) -> Any:
    """As JSON over HTTP would have it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def seed_of(text: str) -> str:
    """A server seed that is always the same."""
    return sha256(text.encode()).hexdigest()


def record(game: Game[Any], command: Command, memory: Memory, n: int) -> tuple[Vectors, Memory]:
    """One round under the seeds of number `n`, as its proof shows it, and what the game remembers after it."""
    server_seed, client_seed = seed_of(f"{game.name} {n // 40}"), CLIENT_SEEDS[n // 40 % len(CLIENT_SEEDS)]
    nonce = n % 40 + 1 if n % 40 < 39 else 1_000_000_000
    played = game.play(command, floats(server_seed, client_seed, nonce), memory)
    proof = {
        "round_id": f"{n:032x}",
        "game": game.name,
        "bet": game.stake(command),
        "payout": played.payout,
        "outcome": played.outcome,
        "config_version": played.config_version or game.config_version,
        "server_seed_hash": commitment(server_seed),
        "client_seed": client_seed,
        "nonce": nonce,
        "server_seed": server_seed,
    }
    return proof, NO_MEMORY if played.memory is None else played.memory


def rps() -> Vectors:
    """Rock, paper, scissors by two versions of its pays, with stakes up to one that a product in doubles gets wrong."""
    first = Rps.of(ECONOMY)
    second = with_pays(first, win_hundredths=187, config_version=2)
    bets = (*BETS, LARGE, LARGE + 1)
    rounds = []
    for n in range(PER_GAME):
        game = second if n % 4 == 3 else first
        proof, _ = record(game, RpsPlay(bet=bets[n % len(bets)], choice=CHOICES[n % 3]), NO_MEMORY, n)
        rounds.append({"rules": str(game.config_version), "record": proof})
    return {"rules": {str(game.config_version): game.view() for game in (first, second)}, "rounds": rounds}


def with_pays(game: Rps, *, win_hundredths: int, config_version: int) -> Rps:
    """The game by other pays."""
    return Rps(win_hundredths, game.bet_min, config_version)


def slot() -> Vectors:
    """Every machine, and `fortune` with a bound of free spins that is reached."""
    machines = games.slot(ECONOMY).machines
    fortune = machines["fortune"].machine
    assert fortune.scatter is not None
    bound = max(fortune.scatter.free_spins.values())
    tight = structs.replace(
        fortune, version=TIGHT_VERSION, scatter=structs.replace(fortune.scatter, free_spins_max=bound)
    )
    every = [*machines.values(), LoadedMachine(tight, ECONOMY.bet_min)]
    rounds = [round_ for machine in every for round_ in islice(spins(machine), PER_GAME // 2)]
    rules = {rules_key(each.machine.id, each.machine.version): each.view() for each in every}
    return {"rules": rules, "rounds": rounds}


def spins(machine: LoadedMachine) -> Iterator[Vectors]:
    """Rounds of a machine; where there are free spins, some in which free spins ask for more."""
    game = Slot([machine], bet_min=ECONOMY.bet_min, config_version=1)
    name, key = machine.machine.id, rules_key(machine.machine.id, machine.machine.version)
    rare = featured(game, name)
    for n in count():
        number = next(rare) if machine.machine.scatter and n % 25 == 24 else n
        proof, _ = record(game, SlotSpin(machine=name, bet=BETS[n % len(BETS)]), NO_MEMORY, number)
        yield {"rules": key, "record": proof}


def featured(game: Slot, machine: str) -> Iterator[int]:
    """Numbers of rounds in which a free spin shows as many scatters as give free spins."""
    command = SlotSpin(machine=machine, bet=20)
    scatter = game.machines[machine].machine.scatter
    assert scatter is not None
    enough = min(scatter.free_spins)
    for n in count(1_000):
        proof, _ = record(game, command, NO_MEMORY, n)
        if any(spin["scatters"] >= enough for spin in proof["outcome"]["free_spins"]):
            yield n


def rules_key(name: str, version: int) -> str:
    """The name of rules in the vectors."""
    return f"{name}-{version}"


def gacha() -> Vectors:
    """Single and ten pulls from every banner by one player, so that pity and guarantees come up."""
    game = games.gacha(ECONOMY)
    memory: Memory = NO_MEMORY
    rounds, names = [], sorted(game.banners)
    for n in range(PER_GAME):
        banner = game.banners[names[n // 3 % len(names)]]
        proof, memory = record(game, GachaPull(banner=banner.id, count=10 if n % 3 else 1), memory, n)
        rounds.append({"rules": rules_key(banner.id, banner.version), "record": proof})
    rules = {rules_key(each.id, each.version): disclosure(each) for each in game.banners.values()}
    return {"rules": rules, "rounds": rounds}


def crash() -> Vectors:
    """Rounds of a chain before and after its salt, bets of every end on them, a chain of a former release, points."""
    length = PER_GAME + 20
    links, terminating = make_links(seed_of("chain"), length)
    bets = [seed_of(f"bet {n}")[:32] for n in range(5)]
    rounds = [
        table_round(hash_at(links, index), index, terminating, contributions_of(bets) if index > 4 else ())
        for index in range(1, length + 1)
    ]
    on_bets = [bet_on(proof, n, bets) for n, proof in enumerate(rounds[4::2])]
    many = contributions_of(seed_of(f"many {n}")[:32] for n in range(CONTRIBUTIONS_MAX + 10))
    crowded = table_round(hash_at(links, 7), 7, terminating, many)
    former = table_round(hash_at(links, 3), 3, terminating, ()) | {"salt": seed_of("old")}
    former["crash_cents"] = crash_hundredths(former["game_hash"], former["salt"])
    return {"rounds": [*rounds, crowded], "bets": on_bets, "former": [former], "points": points()}


def table_round(game_hash: str, index: int, terminating: str, contributions: tuple[str, ...]) -> Vectors:
    """The proof of a round of the table `main` whose chain begins with round 101."""
    salt = salt_of(terminating, contributions)
    proof = {
        "round_id": f"main-{100 + index}",
        "table": "main",
        "salt": salt,
        "terminating_hash": terminating,
        "chain_index": index,
        "state": "voided" if index % 50 == 0 else "crashed",
        "game_hash": game_hash,
        "crash_cents": crash_hundredths(game_hash, salt),
    }
    return proof | ({"salt_contributions": list(contributions)} if contributions else {})


def bet_on(proof: Mapping[str, Any], n: int, bets: list[str]) -> Vectors:
    """A bet on a table's round: lost, left by hand or by the guard, or at its target."""
    point = proof["crash_cents"]
    how = (LOST, MANUAL, AUTO, FORCED)[n % 4] if point > 101 else LOST
    cents = {LOST: 0, MANUAL: point, AUTO: (101 + point) // 2, FORCED: 101}[how]
    auto = {LOST: point + 1, MANUAL: 0, AUTO: cents, FORCED: 0}[how]
    outcome = {
        "table": proof["table"],
        "round_id": proof["round_id"],
        "cents": cents,
        "auto_cashout": auto,
        "how": how,
        "at": 1_795_396_400_000 + n,
        "commit": previous_hash(proof["game_hash"]),
    }
    bet = (*BETS, LARGE)[n % (len(BETS) + 1)] if cents < 600 else 100
    return {
        "round_id": bets[0] if n == 0 else seed_of(f"other bet {n}")[:32],
        "game": "crash",
        "bet": bet,
        "payout": payout_of(bet, cents),
        "outcome": outcome,
        "config_version": 1,
        "server_seed_hash": "",
        "client_seed": "",
        "nonce": n,
        "table_round": proof,
    }


def points() -> list[list[Any]]:
    """Hash, salt and point in hundredths: of many hashes the lowest and the highest, and some in between."""
    salt = "0000000000000000004d6ec16dafe9d8370958664c1dc422f452892264c59526"
    found = sorted(
        (crash_hundredths(seed_of(f"point {n}"), salt), seed_of(f"point {n}")) for n in range(POINTS_SEARCHED)
    )
    kept = [*found[:10], *found[::600], *found[-100:]]
    published = [
        [126, "b2acd37fbdb5509926ab5d7329704c840f8467266c90019682f3b260a029bdba"],
        [118, "82886b71b3b26e4b162bbdf4e7024f50f6a7250c207fb9ce497ad56a3e7e700a"],
    ]
    return [[game_hash, salt, point] for point, game_hash in [*published, *kept]]


def stream() -> Vectors:
    """Floats of the published vector and of client seeds that are easily spoilt on their way into bytes."""
    seeds = [("18e93f4a7b5b58d2569765766d1b6c3296bbd8430d6f20249044d72f14720159", "bb62964774", 1)]
    seeds += [(seed_of(client_seed), client_seed, 2**53 - 1) for client_seed in CLIENT_SEEDS]
    return {"streams": [{"seeds": each, "floats": list(islice(floats(*each), 20))} for each in seeds]}


FILES: Mapping[str, Callable[[], Vectors]] = {
    "floats": stream,
    "rps": rps,
    "slot": slot,
    "gacha": gacha,
    "crash": crash,
}


def path_of(name: str) -> Path:
    """Where the vectors of that name are kept."""
    return FOLDER / f"{name}.json"


def rendered(name: str) -> bytes:
    """The vectors as they are kept: a line for each round."""
    listed = shown(FILES[name]())
    lines = [f'"{key}":{_rendered_value(value)}' for key, value in listed.items()]
    return ("{" + ",\n".join(lines) + "}\n").encode()


def _rendered_value(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(_compact(each) for each in value) + "\n]"
    return "{\n" + ",\n".join(f'"{key}":{_compact(each)}' for key, each in value.items()) + "\n}"


def _compact(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def main() -> None:
    """Write every file."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        path_of(name).write_bytes(rendered(name))
        sys.stdout.write(f"{path_of(name)}\n")


if __name__ == "__main__":
    main()
