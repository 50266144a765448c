"""The rules of the games alone, as rounds settled in a second: `python -m benchmarks.processes.games SECONDS`.

Floats are those of the players' seeds, so an HMAC for every eight of them is in it; so are outcome and reply.
"""

import sys
import time
from typing import Any

from msgspec import Struct, json

from actors.fairness.floats import floats
from actors.games.contract import NO_MEMORY, Game, Memory
from actors.games.gacha.area import gacha
from actors.games.gacha.messages import GachaPull
from actors.games.slot.area import slot
from actors.games.slot.messages import SlotSpin
from actors.money.economy import EconomyConfig

BET = 20
SEED = "18e93f4a7b5b58d2569765766d1b6c3296bbd8430d6f20249044d72f14720159"
ROUNDS_AT_ONCE = 200
TEN_PULLS = 10


class RulesResult(Struct, frozen=True):
    """Rounds a second of one processor; ten pulls are ten. `load_s` is how long both games took to be made."""

    classic_spins_per_s: float
    fortune_spins_per_s: float
    single_pulls_per_s: float
    ten_pulls_per_s: float
    load_s: float


def rounds_per_s(game: Game[Any], command: Any, seconds: float) -> float:
    """Return the settled rounds a second of processor time, each with its reply; the memory is carried along."""
    memory: Memory = NO_MEMORY
    nonce, started = 0, time.process_time()
    while (spent := time.process_time() - started) < seconds:
        for _ in range(ROUNDS_AT_ONCE):
            nonce += 1
            played = game.play(command, floats(SEED, "bench", nonce), memory)
            game.reply(played, "r", 0)
            memory = played.memory or memory
    return nonce / spent


def measure(seconds: float) -> RulesResult:
    """Measure all of them, `seconds` of processor time each."""
    economy, started = EconomyConfig(), time.process_time()
    spins, pulls = slot(economy), gacha(economy)
    load_s = time.process_time() - started
    classic, fortune = (
        rounds_per_s(spins, SlotSpin(machine=machine, bet=BET), seconds) for machine in ("classic", "fortune")
    )
    single = rounds_per_s(pulls, GachaPull(banner="standard", count=1), seconds)
    ten = rounds_per_s(pulls, GachaPull(banner="standard", count=10), seconds) * TEN_PULLS
    return RulesResult(classic, fortune, single, ten, load_s)


def main() -> None:
    """Write a RulesResult to stdout."""
    sys.stdout.buffer.write(json.encode(measure(float(sys.argv[1]))))


if __name__ == "__main__":
    main()
