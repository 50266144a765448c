"""Checks a Pitboss round without trusting Pitboss: nothing but Python's standard library, and none of its code.

    python verify_round.py ROUND.json [RULES.json] [--commitment HASH] [--terminating-hash HASH]

ROUND.json is the answer of `GET /api/fairness/rounds/{id}`. RULES.json is what the round was played by: for a slot
`GET /api/games/slot/machines/{id}?version=N`, for gacha `GET /api/games/gacha/banners/{id}/rates?version=N`, N being
the round's `config_version`; nothing for the other games. `-` is standard input. HASH is what you
noted before the round: `server_seed_hash` of a solo round, `terminating_hash` of a crash table's chain. Without it a
round can only be consistent: whoever writes ROUND.json can choose seeds and hashes together. Exit status: 0 proven,
1 refuted, 2 it could not be checked, 3 consistent. The steps are explained in docs/guides/verify-a-round.md.
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


FIRST_WIN_HUNDREDTHS = 195
"""The pay of a win of rps on a stake of 100 by its first version."""


class Noted(NamedTuple):
    """Commitments that were noted before the round; empty for none."""

    server_seed_hash: str = ""
    terminating_hash: str = ""


NOTHING_NOTED = Noted()


class Found(NamedTuple):
    """All is well with a round: whether that proves it, and what to say."""

    proven: bool
    says: str


class Rules(NamedTuple):
    """What a round is played by beside its seeds: RULES.json if it was given, and what a win of rps pays."""

    given: Json | None = None
    win_hundredths: int | None = None

    def win_pays(self, outcome: Json) -> int:
        """The pay of a win of rps on a stake of 100. Raises CannotCheck: it was another version than is given."""
        if self.win_hundredths is not None:
            return self.win_hundredths
        version = outcome.get("version", 1)
        if self.given is not None and self.given["version"] == version:
            return int(self.given["win_cents"])
        if self.given is None and version == 1:
            return FIRST_WIN_HUNDREDTHS
        raise CannotCheck(f"it was played by version {version}: RULES.json is GET /api/games/rps?version={version}")

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
    expect("payout", proof["payout"], (bet, bet * rules.win_pays(outcome) // 100, 0)[lead])


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


def salt_of(terminating_hash: str, contributions: list[str]) -> str:
    """The salt of a chain: SHA-256 over the terminating hash and the digests of the bets that fixed it."""
    return sha256_hex(":".join([terminating_hash, *contributions]))


def check_salt(proof: Json) -> bool:
    """Whether the salt was made of bets, or of none when nobody bet: else it may have been chosen with the chain."""
    contributions = proof.get("salt_contributions", [])
    made = salt_of(proof["terminating_hash"], contributions)
    if contributions:
        expect("salt", proof["salt"], made)
    return bool(proof["salt"] == made)


def check_bet(bet: Json, proof: Json) -> None:
    """A bet on a table's round got what follows from the end of the curve."""
    outcome, point = bet["outcome"], proof["crash_cents"]
    cents, auto = outcome["cents"], outcome["auto_cashout"]
    expect("round of the bet", outcome["round_id"], proof["round_id"])
    expect("commitment to the round", outcome["commit"], sha256_hex(proof["game_hash"]))
    expect("payout", bet["payout"], bet["bet"] * cents // 100)
    if cents > point or (not cents and 0 < auto <= point) or (cents and 0 < auto < cents):
        raise Refuted(f"the bet left at {cents} cents with a target of {auto}, and the curve ended at {point}")
    if not proof.get("salt_contributions") and check_salt(proof):
        raise Refuted("somebody bet, and the salt is that of a chain without bets")


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


def check(proof: Json, rules: Rules, noted: Noted = NOTHING_NOTED) -> Found:
    """Recompute a round; what to say when all is well. Raises Refuted, CannotCheck."""
    table_round = proof if "chain_index" in proof else proof.get("table_round")
    if table_round is not None:
        return check_table(proof, table_round, noted.terminating_hash)
    if noted.server_seed_hash:
        expect("commitment", proof["server_seed_hash"], noted.server_seed_hash)
    server_seed = proof.get("server_seed")
    if server_seed is None:
        raise CannotCheck("the server seed is not revealed yet; its player reveals it by rotating the seeds")
    expect("hash of the server seed", proof["server_seed_hash"], sha256_hex(server_seed))
    drawn = floats(server_seed, proof["client_seed"], proof["nonce"])
    check_outcome = CHECKS.get(proof["game"])
    if check_outcome is None:
        raise CannotCheck(f"this verifier knows no game {proof['game']!r}")
    check_outcome(proof, drawn, rules)
    return found(f"round {proof['round_id']}: the outcome follows from the seeds", bool(noted.server_seed_hash))


def check_table(proof: Json, table_round: Json, noted: str) -> Found:
    """Recompute a round of a crash table, or a bet on one. Raises Refuted, CannotCheck."""
    if noted:
        expect("terminating hash", table_round["terminating_hash"], noted)
    check_crash(table_round)
    salted = check_salt(table_round)
    if proof is not table_round:
        check_bet(proof, table_round)
    says = f"round {table_round['round_id']}: the crash point follows from chain and salt"
    if not salted:
        return Found(False, f"{says}; whoever made the chain chose its salt as well")
    return found(says, bool(noted))


def found(says: str, noted: bool) -> Found:
    """What the check has shown."""
    if noted:
        return Found(True, f"{says}, which were committed to before, as you noted")
    return Found(False, f"{says}; that they were committed to before, only a hash that you noted then can prove")


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
    parser.add_argument("rules", nargs="?", help="the machine, banner or pays that the round was played by")
    parser.add_argument("--win-cents", dest="win_hundredths", type=int, help="what a win of rps pays on a stake of 100")
    parser.add_argument(
        "--commitment", type=str.lower, default="", help="the hash of the server seed that you noted before the round"
    )
    parser.add_argument(
        "--terminating-hash", type=str.lower, default="", help="that of the crash chain that you noted before the round"
    )
    given = parser.parse_args()
    rules, noted = Rules(win_hundredths=given.win_hundredths), Noted(given.commitment, given.terminating_hash)
    try:
        if given.rules:
            rules = rules._replace(given=read(given.rules))
        said = check(read(given.round), rules, noted)
    except CannotCheck as error:
        sys.stderr.write(f"cannot check: {error}\n")
        return 2
    except (KeyError, IndexError, TypeError, ValueError) as error:
        sys.stderr.write(f"cannot check: the record is not whole: {error!r}\n")
        return 2
    except Refuted as error:
        sys.stdout.write(f"refuted: {error}\n")
        return 1
    sys.stdout.write(f"{'proven' if said.proven else 'consistent'}: {said.says}\n")
    return 0 if said.proven else 3


if __name__ == "__main__":
    sys.exit(main())
