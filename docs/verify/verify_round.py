"""Checks a Pitboss round without trusting Pitboss: nothing but Python's standard library, and none of its code.

    python verify_round.py ROUND.json [RULES.json]

ROUND.json is the answer of `GET /api/fairness/rounds/{id}`. RULES.json is what the round was played by: for a slot
`GET /api/games/slot/machines/{id}?version=N`, for gacha `GET /api/games/gacha/banners/{id}/rates?version=N`, N being
the round's `config_version`; nothing for the other games. `-` is standard input. Exit status: 0 proven, 1 refuted,
2 it could not be checked. The steps are explained in docs/guides/verify-a-round.md.
"""

import argparse
import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

MILLION = 1_000_000
CHOICES = ("rock", "paper", "scissors")
RESULTS = ("tie", "win", "lose")

Json = dict[str, Any]
Check = Callable[[Json, Iterator[float], "Rules"], None]
"""Given a round, its floats and the rules: raises Refuted, or CannotCheck when rules are missing."""


class CannotCheck(Exception):
    """Something is missing; the message says what."""


class Refuted(Exception):
    """The round is not what its seeds come to; the message says where."""


class Rules(NamedTuple):
    """What a round is played by beside its seeds: RULES.json if it was given, and what a win of rps pays."""

    given: Json | None = None
    win_hundredths: int = 195

    def needed(self, game: str) -> Json:
        """RULES.json. Raises CannotCheck when there is none."""
        if self.given is None:
            raise CannotCheck(f"a round of {game} needs RULES.json as well")
        return self.given


def sha256_hex(text: str) -> str:
    """SHA-256 over the ASCII of a text, in hex."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def floats(server_seed: str, client_seed: str, nonce: int) -> Iterator[float]:
    """The floats of a solo round: four bytes each of HMAC-SHA256(server seed, "client:nonce:0"), then 1, 2..."""
    block = 0
    while True:
        message = f"{client_seed}:{nonce}:{block}".encode()
        mac = hmac.new(server_seed.encode("ascii"), message, hashlib.sha256).digest()
        for at in range(0, len(mac), 4):
            yield sum(byte / 256 ** (n + 1) for n, byte in enumerate(mac[at : at + 4]))
        block += 1


def expect(what: str, recorded: object, computed: object) -> None:
    """The two must be equal. Raises Refuted."""
    if recorded != computed:
        raise Refuted(f"{what}: recorded {recorded!r}, computed {computed!r}")


# --- rock, paper, scissors --------------------------------------------------------------------------------------------


def check_rps(proof: Json, drawn: Iterator[float], rules: Rules) -> None:
    """One float, three choices; a tie returns the bet."""
    outcome, bet = proof["outcome"], proof["bet"]
    house = int(next(drawn) * 3)
    lead = (CHOICES.index(outcome["choice"]) - house) % 3
    expect("opponent", outcome["opponent"], CHOICES[house])
    expect("result", outcome["result"], RESULTS[lead])
    expect("payout", proof["payout"], (bet, bet * rules.win_hundredths // 100, 0)[lead])


# --- slot -------------------------------------------------------------------------------------------------------------


def by_count(table: Json, count: int) -> int:
    """The entry of the highest count that is reached, else 0; JSON keys are texts."""
    reached = [int(key) for key in table if int(key) <= count]
    return int(table[str(max(reached))]) if reached else 0


def run_of(machine: Json, shown: list[str]) -> tuple[int, int] | None:
    """The best pay of one line from the left, (length, cents); of two equal ones the longer."""
    best: tuple[int, int] | None = None
    for symbol, pays in machine["paytable"].items():
        length = 0
        while length < len(shown) and shown[length] in (symbol, machine["wild"]):
            length += 1
        cents = int(pays.get(str(length), 0))
        if cents and (best is None or (cents, length) > (best[1], best[0])):
            best = (length, cents)
    return best


def spin_of(machine: Json, bet: int, drawn: Iterator[float], multiplier: int) -> Json:
    """One spin: stops, what the window shows, what pays."""
    stops = [int(next(drawn) * len(strip)) for strip in machine["reels"]]
    window = [
        [strip[(stop + row) % len(strip)] for row in range(machine["rows"])]
        for strip, stop in zip(machine["reels"], stops)  # noqa: B905
    ]
    lines = []
    for number, rows in enumerate(machine["lines"]):
        found = run_of(machine, [window[reel][row] for reel, row in enumerate(rows)])
        if found is not None:
            lines.append((number, *found))
    scatters = sum(column.count(machine["scatter"]) for column in window) if machine["scatter"] else 0
    scatter_cents = by_count(machine["scatter_pays"], scatters)
    cents = (scatter_cents + sum(line[-1] for line in lines)) * multiplier
    return {
        "stops": stops,
        "window": window,
        "lines": lines,
        "scatters": scatters,
        "scatter_cents": scatter_cents,
        "multiplier": multiplier,
        "cents": cents,
        "payout": bet * cents // 100,
        "free_spins": by_count(machine["free_spins"], scatters),
    }


def check_spin(name: str, recorded: Json, computed: Json) -> None:
    """Every number of a spin. A line that several symbols could pay is told by its length and pay."""
    for key, value in computed.items():
        told = recorded[key]
        if key == "lines":
            told = [(line["line"], line["length"], line["cents"]) for line in told]
        expect(f"{name}, {key}", told, value)


def check_slot(proof: Json, drawn: Iterator[float], rules: Rules) -> None:
    """The paid spin, then the free spins that it and they give, from the floats that follow."""
    outcome, bet, machine = proof["outcome"], proof["bet"], rules.needed("slot")
    same_rules("machine", outcome["machine"], machine["id"])
    same_rules("version of the machine", outcome["version"], machine["version"])
    first = spin_of(machine, bet, drawn, 1)
    check_spin("spin", outcome["spin"], first)
    given, payout, cents, n = first["free_spins"], first["payout"], first["cents"], 0
    while n < given:
        spin = spin_of(machine, bet, drawn, machine["free_spins_multiplier"])
        spin["free_spins"] = min(spin["free_spins"], machine["free_spins_max"] - given)
        given += spin["free_spins"]
        payout, cents = payout + spin["payout"], cents + spin["cents"]
        if n < len(outcome["free_spins"]):
            check_spin(f"free spin {n + 1}", outcome["free_spins"][n], spin)
        n += 1
    expect("number of free spins", len(outcome["free_spins"]), n)
    expect("payout", proof["payout"], payout)
    reached = [(at, name) for name, at in machine["win_classes"].items() if cents >= at]
    expect("win class", outcome["win_class"], max(reached)[1] if reached and payout else "none")


# --- gacha ------------------------------------------------------------------------------------------------------------


class Pity:
    """Pulls since the last of each rarity that has a pity, and the rarities whose next one is featured."""

    def __init__(self, recorded: Json) -> None:
        self.since = {int(stars): int(pulls) for stars, pulls in recorded["since"].items()}
        self.featured_next = set(recorded["featured_next"])

    def record(self) -> Json:
        """As a round writes it down."""
        since = {str(stars): pulls for stars, pulls in self.since.items()}
        return {"since": since, "featured_next": sorted(self.featured_next, reverse=True)}


def rarity_of(rates: list[Json], pity: Pity, drawn: float) -> Json:
    """The rarity of one pull: each takes its rate, the highest first, and the last what is left."""
    reached = 0
    for rarity in rates:
        table = rarity["rate_by_pull"]
        rate = table[min(pity.since.get(rarity["stars"], 0), len(table) - 1)]
        reached = min(MILLION, reached + round(rate * MILLION))
        if drawn * MILLION < reached:
            return rarity
    return rates[-1]


def item_of(rarity: Json, pity: Pity, for_featured: float, for_item: float) -> str:
    """The item of one pull: a featured one at its share, or for certain after one that was not."""
    featured = [item["item"] for item in rarity["items"] if item["featured"]]
    pool = [item["item"] for item in rarity["items"] if not item["featured"]]
    if featured:
        share = round(sum(item["share"] for item in rarity["items"] if item["featured"]) * MILLION)
        if rarity["stars"] in pity.featured_next or for_featured * MILLION < share:
            pool = featured
            pity.featured_next.discard(rarity["stars"])
        else:
            pity.featured_next.add(rarity["stars"])
    return str(pool[int(for_item * len(pool))])


def check_gacha(proof: Json, drawn: Iterator[float], rules: Rules) -> None:
    """Three floats a pull: which rarity, featured or not, which item. What was owned before is the player's to know."""
    banner = rules.needed("gacha")
    outcome, rates = proof["outcome"], banner["rates"]
    same_rules("banner", outcome["banner"], banner["banner"])
    same_rules("version of the banner", outcome["version"], banner["version"])
    pity, seen = Pity(outcome["before"]), set()
    for number, pull in enumerate(outcome["pulls"], 1):
        rarity = rarity_of(rates, pity, next(drawn))
        for stars in pity.since:
            pity.since[stars] = 0 if stars == rarity["stars"] else pity.since[stars] + 1
        item = item_of(rarity, pity, next(drawn), next(drawn))
        duplicate = pull["duplicate"] or item in seen
        seen.add(item)
        computed: Json = {"item": item, "rarity": rarity["stars"], "duplicate": duplicate}
        if duplicate:
            computed["converted"] = rarity["duplicate_shards"]
        expect(f"pull {number}", pull, computed)
    expect("pity", outcome["pity"], pity.record())
    expect("payout", proof["payout"], 0)
    expect("stake", proof["bet"], banner["price"]["amount"] * len(outcome["pulls"]))


# --- crash ------------------------------------------------------------------------------------------------------------


def crash_cents(game_hash: str, salt: str) -> int:
    """The crash point in cents, from the first 52 bits of HMAC-SHA256(salt, game hash)."""
    mac = hmac.new(salt.encode("ascii"), bytes.fromhex(game_hash), hashlib.sha256).hexdigest()
    drawn = int(mac[:13], 16)
    return max(100, 99 * 2**52 // (2**52 - drawn))


def check_crash(proof: Json) -> None:
    """The point follows from the hash, and so many hashes further on lies what was published before the first round."""
    if not proof.get("game_hash"):
        raise CannotCheck("the game hash is revealed when the round is over")
    link = proof["game_hash"]
    for _ in range(proof["chain_index"]):
        link = sha256_hex(link)
    expect("terminating hash", proof["terminating_hash"], link)
    if proof.get("crash_cents") is not None:
        expect("crash point in cents", proof["crash_cents"], crash_cents(proof["game_hash"], proof["salt"]))


# --- all --------------------------------------------------------------------------------------------------------------


CHECKS: Mapping[str, Check] = {"rps": check_rps, "slot": check_slot, "gacha": check_gacha}
"""By the name of the game; crash is none of them, its rounds are everybody's."""


def same_rules(what: str, played: object, given: object) -> None:
    """RULES.json must be those of the round. Raises CannotCheck."""
    if played != given:
        raise CannotCheck(f"the round was played by {what} {played!r}, RULES.json has {given!r}")


def check(proof: Json, rules: Rules) -> str:
    """Recompute a round; what to say when all is well. Raises Refuted, CannotCheck."""
    if "chain_index" in proof:
        check_crash(proof)
        return f"round {proof['round_id']}: the crash point follows from the chain that was published before"
    server_seed = proof.get("server_seed")
    if server_seed is None:
        raise CannotCheck("the server seed is not revealed yet; its player reveals it by rotating the seeds")
    expect("hash of the server seed", proof["server_seed_hash"], sha256_hex(server_seed))
    drawn = floats(server_seed, proof["client_seed"], proof["nonce"])
    check_outcome = CHECKS.get(proof["game"])
    if check_outcome is None:
        raise CannotCheck(f"this verifier knows no game {proof['game']!r}")
    check_outcome(proof, drawn, rules)
    return f"round {proof['round_id']}: the outcome follows from seeds that were committed to before it"


def read(path: str) -> Json:
    """A JSON object from a file, or from standard input. Raises CannotCheck."""
    try:
        if path == "-":
            text = sys.stdin.read()
        else:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise CannotCheck(f"{path}: {error}") from error
    if not isinstance(found, dict):
        raise CannotCheck(f"{path}: not a JSON object")
    return found


def main() -> int:
    """Read, check, say; the exit status."""
    parser = argparse.ArgumentParser(description="Check a Pitboss round without trusting Pitboss.")
    parser.add_argument("round", help="answer of GET /api/fairness/rounds/{id}; - is standard input")
    parser.add_argument("rules", nargs="?", help="the machine or banner that the round was played on")
    parser.add_argument(
        "--win-cents", dest="win_hundredths", type=int, default=195, help="what a win of rps pays on a stake of 100"
    )
    given = parser.parse_args()
    try:
        said = check(read(given.round), Rules(read(given.rules) if given.rules else None, given.win_hundredths))
    except CannotCheck as error:
        sys.stderr.write(f"cannot check: {error}\n")
        return 2
    except (KeyError, IndexError, TypeError, ValueError) as error:
        sys.stderr.write(f"cannot check: the record is not whole: {error!r}\n")
        return 2
    except Refuted as error:
        sys.stdout.write(f"refuted: {error}\n")
        return 1
    sys.stdout.write(f"proven: {said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
