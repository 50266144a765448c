"""A crash table as a watcher knows it, without I/O: state and messages in, the round and the proof of its end out.

A round is `PROVED` when the hash that ends it is what its opening committed to, and gives the multiplier that was told,
with the salt that was published before. Nothing else of the server is believed.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping
from math import exp, floor
from typing import Any

from msgspec import Struct

from actors.crash.rules.curve import multiplier
from actors.crash.rules.point import crash_cents, previous_hash
from cluster.player.events import TopicMessage

PROVED = "proved"
UNSEEN = "not proved: its opening was not seen"
SHOWN_MAX = 12
"""Bets and cash-outs that are kept to be shown."""
ROUNDS_MAX = 64
"""Rounds whose commitment and end are kept."""
OUTS_ROUNDS_MAX = 4
"""Rounds whose cash-outs are all kept."""


class Seen(Struct, frozen=True):
    """A bet, or a cash-out when it has a `multiplier`."""

    player: str
    bet: int = 0
    multiplier: str = ""
    payout: int = 0


class Ended(Struct, frozen=True):
    """A round that is over; `multiplier` is empty when it was voided. `proof` is PROVED, or what is wrong."""

    round_id: str
    multiplier: str
    proof: str

    @property
    def cents(self) -> int:
        """The crash point; 0 when the round was voided."""
        return cents_of(self.multiplier) if self.multiplier else 0

    @property
    def disproved(self) -> bool:
        """Whether the server broke its word."""
        return self.proof not in {PROVED, UNSEEN}


def cents_of(multiplier: str) -> int:
    """`"2.31"` is 231."""
    whole, _, cents = multiplier.partition(".")
    return int(whole) * 100 + int(cents)


def verdict(commit: str, game_hash: str, salt: str, told: str) -> str:
    """PROVED, or why not; `told` is the multiplier that the server named, empty for a voided round."""
    if not commit:
        return UNSEEN
    try:
        kept, computed = previous_hash(game_hash) == commit, multiplier(crash_cents(game_hash, salt))
    except ValueError as error:
        return f"DISPROVED: {error}"
    if not kept:
        return "DISPROVED: the hash is not the one that the opening committed to"
    return PROVED if told in {"", computed} else f"DISPROVED: the hash gives {computed}, not {told}"


class TableWatch:
    """One table. `phase` and the rest are as last heard; `stale` asks for its state once more."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.topic = f"crash:{name}"
        self.phase = ""
        self.round_id = ""
        self.closes_at = self.started_at = 0
        self.growth_per_ms = 0.0
        self.skew_ms = 0
        """What the server's clock is ahead of ours."""
        self.stale = False
        self.players = self.staked = 0
        self.bets: deque[Seen] = deque(maxlen=SHOWN_MAX)
        self.cash_outs: deque[Seen] = deque(maxlen=SHOWN_MAX)
        self.ended: OrderedDict[str, Ended] = OrderedDict()
        self._outs: OrderedDict[str, set[Seen]] = OrderedDict()
        self._commits: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._salts: dict[str, str] = {}
        self._salt = ""
        self._last_hash = ""

    # --- what comes in ---

    def joined(self, view: Mapping[str, Any], now_ms: int) -> None:
        """Take the table's state over, the answer to a subscription."""
        self.stale, self.skew_ms = False, view["now"] - now_ms
        chains = [view["chain"], *([view["next_chain"]] if view.get("next_chain") else [])]
        for chain in chains:
            # The first salt that was told with a commitment is the one that counts.
            self._salts.setdefault(chain["terminating_hash"], chain["salt"])
        self._salt = self._salts[view["chain"]["terminating_hash"]]
        self.phase, self.round_id = view["phase"], view["round_id"]
        self.closes_at, self.started_at = view.get("closes_at", 0), view.get("started_at", 0)
        self.growth_per_ms = view["growth_per_ms"]
        self.players, self.staked = view["players"], view["staked"]
        self._show_again(view["bets"])
        self._left(view["round_id"], self.cash_outs)
        if view["commit"]:
            self._committed(view["round_id"], view["commit"])
        for past in reversed(view["history"]):
            self._end(past["round_id"], past["multiplier"], past["game_hash"])

    def heard(self, message: TopicMessage) -> None:
        """Take one message of the topic over."""
        payload = message.payload
        match message.type:
            case "round_open":
                self._open(payload)
            case "bet_placed":
                bets = [payload, *payload.get("more", ())]
                self.bets.extend(_seen(bets))
                self.players += len(bets)
                self.staked += sum(bet["bet"] for bet in bets)
            case "round_start" | "round_resumed":
                self.phase, self.round_id = "running", payload["round_id"]
                self.started_at, self.growth_per_ms = payload["started_at"], payload["growth_per_ms"]
            case "cashed_out":
                outs = _seen([payload, *payload.get("more", ())])
                self.cash_outs.extend(outs)
                self._left(payload["round_id"], outs)
            case "crashed" | "round_voided":
                self.phase = "ended"
                self._end(payload["round_id"], payload.get("multiplier", ""), payload["game_hash"])
            case _:
                pass

    # --- what can be asked ---

    def elapsed_ms(self, now_ms: int) -> int:
        """Since the curve started, by the server's clock; `now_ms` is by ours."""
        return max(0, now_ms + self.skew_ms - self.started_at)

    def cents(self, elapsed_ms: float) -> int:
        """Where the curve is `elapsed_ms` after its start."""
        return floor(100 * exp(self.growth_per_ms * elapsed_ms))

    def left_at(self, round_id: str, player: str, payout: int) -> int:
        """At how many cents somebody shown as `player` left that round with so much; 0: nobody was seen to."""
        outs = self._outs.get(round_id, ())
        return next((cents_of(out.multiplier) for out in outs if (out.player, out.payout) == (player, payout)), 0)

    # --- within ---

    def _left(self, round_id: str, outs: Iterable[Seen]) -> None:
        self._outs.setdefault(round_id, set()).update(outs)
        while len(self._outs) > OUTS_ROUNDS_MAX:
            self._outs.popitem(last=False)

    def _show_again(self, bets: Iterable[Mapping[str, Any]]) -> None:
        seen = _seen(bets)
        self.bets.clear()
        self.bets.extend(seen)
        self.cash_outs.clear()
        self.cash_outs.extend(bet for bet in seen if bet.multiplier)

    def _open(self, payload: Mapping[str, Any]) -> None:
        commit = payload["commit"]
        if commit in self._salts:
            self._salt = self._salts[commit]
        elif commit != self._last_hash:
            # A chain that we have not heard of yet, or a message that we missed.
            self.stale = True
        self.phase, self.round_id, self.closes_at = "betting", payload["round_id"], payload["closes_at"]
        self.players = self.staked = 0
        self._show_again([])
        self._committed(self.round_id, commit)

    def _committed(self, round_id: str, commit: str) -> None:
        # What was told first counts: a later state cannot take it back; only the salt of a chain may come after it.
        first = self._commits.get(round_id, (commit, ""))[0]
        self._commits[round_id] = first, self._salt
        _bound(self._commits)

    def _end(self, round_id: str, told: str, game_hash: str) -> None:
        self._last_hash = game_hash
        if round_id not in self.ended:
            commit, salt = self._commits.get(round_id, ("", ""))
            self.ended[round_id] = Ended(round_id, told, verdict(commit, game_hash, salt, told))
            _bound(self.ended)


def _seen(bets: Iterable[Mapping[str, Any]]) -> list[Seen]:
    return [Seen(bet["player"], bet.get("bet", 0), bet.get("multiplier", ""), bet.get("payout", 0)) for bet in bets]


def _bound(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > ROUNDS_MAX:
        kept.popitem(last=False)
