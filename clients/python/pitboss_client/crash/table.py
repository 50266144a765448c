"""A crash table as a watcher knows it, without I/O: state and messages in, the round and the proof of its end out.

A round is PROVED when the hash that ends it is what its opening committed to, and gives the multiplier that was told,
with the salt that was published before. Nothing else that the server says is believed.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from math import exp, floor
from typing import Any

from msgspec import Struct

from pitboss_client.crash.proof import NOBODYS, PROVED, UNSALTED, UNSEEN, hundredths_of, salt_of_no_bets, verdict
from pitboss_client.events import TopicMessage

SHOWN_MAX = 12
"""Bets and cash-outs that are kept to be shown."""
ROUNDS_MAX = 64
"""Rounds whose commitment and end are kept."""
OUTS_ROUNDS_MAX = 4
"""Rounds whose cash-outs are all kept."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def alias(user_id: str) -> str:
    """Return the name under which a table shows a player: two letters that stay the same and tell nothing."""
    digest = blake2b(user_id.encode(), digest_size=2).digest()
    return f"{_LETTERS[digest[0] % 26]}***{_LETTERS[digest[1] % 26]}"


class ShownBet(Struct, frozen=True):
    """A bet, or a cash-out when it has a `multiplier`."""

    player: str
    bet: int = 0
    multiplier: str = ""
    payout: int = 0


class EndedRound(Struct, frozen=True):
    """A round that is over; `multiplier` is empty when it was voided. `proof` is PROVED, or what is wrong."""

    round_id: str
    multiplier: str
    proof: str

    @property
    def hundredths(self) -> int:
        """The crash point; 0 when the round was voided."""
        return hundredths_of(self.multiplier) if self.multiplier else 0

    @property
    def disproved(self) -> bool:
        """True when its end is not what was committed to."""
        return self.proof not in {PROVED, UNSALTED, UNSEEN}


class TableWatch:
    """One table. `phase` and the rest are as last told; when `stale`, its state must be asked for once more."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.topic = f"crash:{name}"
        self.phase = ""
        self.round_id = ""
        self.closes_at = self.started_at = 0
        self.growth_per_ms = 0.0
        self.skew_ms = 0
        """By how much the server's clock is ahead of ours."""
        self.stale = False
        self.players = self.staked = 0
        self.bets: deque[ShownBet] = deque(maxlen=SHOWN_MAX)
        self.cash_outs: deque[ShownBet] = deque(maxlen=SHOWN_MAX)
        self.ended: OrderedDict[str, EndedRound] = OrderedDict()
        self._outs: OrderedDict[str, set[ShownBet]] = OrderedDict()
        self._commits: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._salts: dict[str, str] = {}
        """By the terminating hash of its chain; empty for one that has no salt yet."""
        self._chain = ""
        self._last_hash = ""

    # --- what the server tells ---

    def replace(self, view: Mapping[str, Any], now_ms: int) -> None:
        """Apply the table's state, the answer to a subscription."""
        self.stale, self.skew_ms = False, view["now"] - now_ms
        chains = [view["chain"], *([view["next_chain"]] if view.get("next_chain") else [])]
        for chain in chains:
            # The first salt that was told of a chain is the one that counts.
            self._salts[chain["terminating_hash"]] = self._salts.get(chain["terminating_hash"]) or chain["salt"]
        self._chain = view["chain"]["terminating_hash"]
        self.phase, self.round_id = view["phase"], view["round_id"]
        self.closes_at, self.started_at = view.get("closes_at", 0), view.get("started_at", 0)
        self.growth_per_ms = view["growth_per_ms"]
        self.players, self.staked = view["players"], view["staked"]
        self._reset_shown(view["bets"])
        self._keep_cash_outs(view["round_id"], self.cash_outs)
        if view["commit"]:
            self._committed(view["round_id"], view["commit"])
        for past in reversed(view["history"]):
            self._end(past["round_id"], past["multiplier"], past["game_hash"])

    def apply(self, message: TopicMessage) -> None:
        """Apply one message of the topic."""
        payload = message.payload
        match message.type:
            case "round_open":
                self._open(payload)
            case "bet_placed":
                bets = [payload, *payload.get("more", ())]
                self.bets.extend(_shown(bets))
                self.players += len(bets)
                self.staked += sum(bet["bet"] for bet in bets)
            case "round_start" | "round_resumed":
                self.phase, self.round_id = "running", payload["round_id"]
                self.started_at, self.growth_per_ms = payload["started_at"], payload["growth_per_ms"]
                if salt := payload.get("salt"):
                    self._salted(salt)
            case "cashed_out":
                outs = _shown([payload, *payload.get("more", ())])
                self.cash_outs.extend(outs)
                self._keep_cash_outs(payload["round_id"], outs)
            case "crashed" | "round_voided":
                self.phase = "ended"
                self._end(payload["round_id"], payload.get("multiplier", ""), payload["game_hash"])
            case _:
                pass

    # --- what can be asked ---

    def elapsed_ms(self, now_ms: int) -> int:
        """Return how long the curve has run by the server's clock; `now_ms` is by ours."""
        return max(0, now_ms + self.skew_ms - self.started_at)

    def hundredths(self, elapsed_ms: float) -> int:
        """Return the multiplier of the curve `elapsed_ms` after its start."""
        return floor(100 * exp(self.growth_per_ms * elapsed_ms))

    def cashed_out_at(self, round_id: str, player: str, payout: int) -> int:
        """Return at which multiplier a player shown as `player` cashed `payout` out of a round; 0: none was shown."""
        outs = self._outs.get(round_id, ())
        return next((hundredths_of(out.multiplier) for out in outs if (out.player, out.payout) == (player, payout)), 0)

    # --- internals ---

    def _keep_cash_outs(self, round_id: str, outs: Iterable[ShownBet]) -> None:
        self._outs.setdefault(round_id, set()).update(outs)
        while len(self._outs) > OUTS_ROUNDS_MAX:
            self._outs.popitem(last=False)

    def _reset_shown(self, bets: Iterable[Mapping[str, Any]]) -> None:
        seen = _shown(bets)
        self.bets.clear()
        self.bets.extend(seen)
        self.cash_outs.clear()
        self.cash_outs.extend(bet for bet in seen if bet.multiplier)

    def _open(self, payload: Mapping[str, Any]) -> None:
        commit = payload["commit"]
        if commit in self._salts:
            self._chain = commit
        elif commit != self._last_hash:
            # A chain that was not announced to us, or a message that we missed.
            self.stale = True
        self.phase, self.round_id, self.closes_at = "betting", payload["round_id"], payload["closes_at"]
        self.players = self.staked = 0
        self._reset_shown([])
        self._committed(self.round_id, commit)

    def _committed(self, round_id: str, commit: str) -> None:
        # The first commitment counts: no later state can change it; only the salt of its chain may come after it.
        first = self._commits.get(round_id, (commit, ""))[0]
        self._commits[round_id] = first, self._salts.get(self._chain, "")
        _forget_oldest(self._commits)

    def _salted(self, salt: str) -> None:
        """Take the salt of the round that starts. That of bets is the chain's from now on; it cannot be changed."""
        commit, known = self._commits.get(self.round_id, ("", ""))
        if known:
            return
        if salt != salt_of_no_bets(self._chain):
            self._salts[self._chain] = salt
        elif self.players:
            salt = NOBODYS
        if commit:
            self._commits[self.round_id] = commit, salt

    def _end(self, round_id: str, told: str, game_hash: str) -> None:
        self._last_hash = game_hash
        if round_id not in self.ended:
            commit, salt = self._commits.get(round_id, ("", ""))
            self.ended[round_id] = EndedRound(round_id, told, verdict(commit, game_hash, salt, told))
            _forget_oldest(self.ended)


def _shown(bets: Iterable[Mapping[str, Any]]) -> list[ShownBet]:
    return [ShownBet(bet["player"], bet.get("bet", 0), bet.get("multiplier", ""), bet.get("payout", 0)) for bet in bets]


def _forget_oldest(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > ROUNDS_MAX:
        kept.popitem(last=False)
