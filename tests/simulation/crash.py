"""Histories of a crash table: gamblers at one table, hosts that die and freeze in every phase, on virtual time.

The same runtime, network, store and faults as in `tests.simulation.history`, with the kinds that the platform plays.
How long a death may last before a round is voided is drawn, so that rounds resume in some histories and end in others.
In some the hosts that are started later no longer have the table in their settings.
"""

from collections import Counter, defaultdict
from dataclasses import replace

from msgspec import json

from actors.crash.chains.messages import RoundGet
from actors.crash.messages import CrashBet, CrashCashout
from actors.crash.rules.config import TableConfig
from actors.crash.table import TableKind
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from actors.runtime.commit.stored import unpack_root
from actors.runtime.entity import EntityRef, StoredPart
from actors.runtime.entropy import SeededEntropy
from actors.runtime.ownership.shards import shard_of
from actors.user.kind import UserKind
from actors.user.messages import ProfileGet
from gateway.staff.verdicts import judge_table_round
from persistence.rounds import REFUND, StoredRefund, StoredRound
from tests.seals import SEALS
from tests.simulation.clients import Player, Sent
from tests.simulation.history import Plan, World
from tests.simulation.invariants import commands_count_once, commits_are_rightful, outbox_has_no_gap
from tests.simulation.store import JournalStore
from tests.unit.crash.tables import SEAL

TABLE = EntityRef("crash", "main")
ECONOMY = EconomyConfig()
GAMES = registered_games(ECONOMY)
PARTS_OF_TABLE = ("root", "chain", "history")
REFUSALS = frozenset({"round_closed", "already_bet", "no_bet", "not_claimable", "in_progress", "not_found"})


class Watcher:
    """What a gambler's second socket hears of the table: which round it is in, and in which phase."""

    def __init__(self):
        self.round_id = "main-1"
        self.phase = "betting"

    def position(self):
        return "", 0

    def attached(self, message):
        view = json.decode(message.snapshot)
        if view:  # a host that does not know the table shows nothing
            self.round_id, self.phase = view["round_id"], view["phase"]

    def pushed(self, push):
        phases = {"round_open": "betting", "round_start": "running", "round_resumed": "running"}
        self.phase = phases.get(push.type, "ended" if push.type in {"crashed", "round_voided"} else self.phase)
        self.round_id = json.decode(push.body)["round_id"]


class Gambler(Player):
    """A player who bets and cashes out, also too late, twice, and at a table that is not there."""

    final = frozenset({*REFUSALS, "insufficient_gold", "limit_exceeded", "invalid_payload"})
    query = ProfileGet.TYPE

    def __init__(self, world, name, key):
        super().__init__(world, name, key)
        self.ref = EntityRef("user", key)
        self._table = Watcher()

    def _attach(self):
        super()._attach()
        self._gateway.router.attach(TABLE, self._gateway.new_session(), self._table)

    def _invent(self):
        rng, table = self._rng, self._table
        if table.phase == "running" and rng.random() < 0.6:
            body = CrashCashout(round_id=table.round_id)
        else:
            name = "none" if rng.random() < 0.02 else "main"
            auto = rng.choice([None, 101, 103, 110, 130])
            body = CrashBet(round_id=table.round_id, bet=20 + int(rng.random() * 500), table=name, auto_cashout=auto)
        return Sent(self.ref, self._new_id(), body)


class TableJournal(JournalStore):
    """The tables; beside every commit, the table as it was stored before and after."""

    def __init__(self, now_ms, shards):
        super().__init__(now_ms, shards)
        self.roots = []

    def _write(self, request):
        super()._write(request)
        for part in request.parts:
            if (part.kind, part.part) == ("crash", "root"):
                self.roots.append((request.incarnation, load_table(self.tables).root))


class CrashWorld(World):
    """A history with a table in it; when it `leaves`, hosts that are started after the first ones do not know it."""

    healed_s = 600.0

    def __init__(self, plan, resume_ms_max, *, leaves=False):
        super().__init__(plan, TableJournal)
        self.config = TableConfig(betting_ms=400, ended_ms=100, chain_length=1_000, resume_ms_max=resume_ms_max)
        self.leaves = leaves
        self._hosts_started = 0

    def kinds(self):
        tables = [] if self.leaves and self._lives > self.plan.hosts else [self.config]
        user = UserKind(ECONOMY, GAMES, tables, seal=SEALS.seeds)
        return {"user": user, "crash": TableKind(tables, SEAL)}

    def entropy(self):
        self._hosts_started += 1
        return SeededEntropy(self.plan.seed * 1_000 + self._hosts_started)

    def shards(self):
        return {shard_of(*TABLE), *(shard_of("user", key) for key in self.plan.keys)}

    def player(self, n):
        return Gambler(self, f"p{n}", self.plan.keys[n])

    def owes(self):
        """A table goes on for ever; what it owes are tells, and stakes that it holds."""
        return self.store.tables.tells or held(self) - released(self)

    def _turn_a_clock(self):
        """The rules of recovery are checked to the millisecond."""

    def violations(self):
        return violations(self)


def crash_world(seed):
    """The history of `seed`."""
    plan = Plan.draw(seed)
    players = 2 + seed % 3
    plan = replace(
        plan,
        keys=tuple("abcd"[:players]),
        players=players,
        hosts=2 + seed % 2,
        commands=4 + seed % 7,
        think_s=(0.1, 0.3, 0.6)[seed % 3],
        chaos_s=2.0 + seed % 5,
        gap_s=max(plan.gap_s, 0.3),
        poison=False,
        idle_ms=max(plan.idle_ms, 2_000),  # longer than a heartbeat, as on the platform
        activations_max=max(plan.activations_max, players + 2),
    )
    return CrashWorld(plan, (200, 1_500, 10_000)[seed // 3 % 3], leaves=seed % 4 == 3)


# --- what must hold ---


def violations(world):
    """Every broken promise, as text; empty when all hold."""
    checks = (
        commands_count_once,
        commits_are_rightful,
        outbox_has_no_gap,
        stakes_end_once,
        balances_replay,
        rounds_follow_from_the_chain,
        recovery_follows_its_rule,
    )
    found = [f"{player.name}: {what}" for player in world.players for what in player.broken]
    return (
        found + [what for check in checks for what in check(world)] + [f"failed: {error!r}" for error in world.failures]
    )


def transfers(world, *reasons):
    return [each for each in world.store.tables.transfers.values() if each.reason in reasons]


def held(world):
    return Counter(each.reference for each in transfers(world, "hold"))


def released(world):
    return Counter(each.reference for each in transfers(world, "release"))


def refunds_of(tables):
    return [each for each in tables.facts.values() if each.type == REFUND]


def stakes_end_once(world):
    """I1: each stake is held once, comes back once, and is one round, one refund, or was refused."""
    rounds = Counter(each.round_id for each in world.store.tables.rounds.values())
    refunds = Counter(json.decode(each.data)["bet_id"] for each in refunds_of(world.store.tables))
    paid = Counter(each.reference for each in transfers(world, "payout"))
    for bet_id, times in (held(world) | released(world)).items():
        if times != 1 or released(world)[bet_id] != 1 or rounds[bet_id] + refunds[bet_id] > 1 or paid[bet_id] > 1:
            yield f"I1: stake {bet_id}: {times} times held or back, {rounds[bet_id]} rounds, {refunds[bet_id]} refunds"
    house_net = load_table(world.store.tables).root.house_net
    won = sum(each.bet - each.payout for each in world.store.tables.rounds.values())
    if house_net != won:
        yield f"I1: the table counts {house_net} for the house, the rounds of its players {won}"


def balances_replay(world):
    """I2: transfers in the order of versions lead to each balance, which is never negative."""
    for key in world.plan.keys:
        total, account = 0, f"user:{key}"
        own = [each for each in world.store.tables.transfers.values() if account in (each.debit, each.credit)]
        for each in sorted(own, key=lambda each: (each.version, each.n)):
            total += each.amount if each.credit == account else -each.amount
            if total != each.balance_after or total < 0:
                yield f"I2: {key} has {each.balance_after} after version {each.version}, replayed {total}"


def rounds_follow_from_the_chain(world):
    """P16: every bet got what the crash point of its round makes of it, and that point follows from the chain."""
    tables, kind = world.store.tables, TableKind([world.config], SEAL)
    state = load_table(tables)
    by_round = defaultdict(lambda: ([], []))
    for row in tables.rounds.values():
        outcome = json.decode(row.outcome)
        by_round[outcome["round_id"]][0].append(
            StoredRound(row.round_id, row.game, row.bet, row.payout, outcome, row.config_version, "", "", 0)
        )
    for row in refunds_of(tables):
        data = json.decode(row.data)
        refund = StoredRefund(data["bet_id"], row.key, data["round_id"], data["bet"], data["auto"], None)
        by_round[data["round_id"]][1].append(refund)
    for round_id, (bets, refunds) in by_round.items():
        proof = kind.answer(state, RoundGet(round_id=round_id), 0)
        verdict = at_once(judge_table_round(proof, bets, refunds))
        if verdict.verdict == "refuted" or (verdict.verdict == "secret" and refunds):
            yield f"P16: {round_id}: {verdict.says}"


def recovery_follows_its_rule(world):
    """X3: a round whose table was away for less than the limit goes on from its last beat; all others are voided.

    Under another host something is always lost; the same one may have given the table up and got it back.
    """
    state, limit_ms = load_table(world.store.tables), world.config.resume_ms_max
    past = {each.n: each for each in state.history}
    for (host, before), (heir, after) in zip(world.store.roots, world.store.roots[1:], strict=False):
        if before.phase != "running":
            continue
        beaten_at = before.started_at + before.beat_ms
        if after.n == before.n and after.phase == "running":
            lost_ms = after.started_at - before.started_at
            if not (lost_ms > 0 or host == heir) or not 0 <= lost_ms < limit_ms:
                yield f"X3: round {before.n} goes on {lost_ms} ms later; at most {limit_ms} may be lost"
        elif before.n in past and before.n in state.chains.voided:
            lost_ms = past[before.n].ended_at - beaten_at
            if lost_ms < limit_ms:
                yield f"X3: round {before.n} was voided after {lost_ms} ms; less than {limit_ms} resume"
        elif before.n in past and host != heir and past[before.n].started_at == before.started_at:
            yield f"X3: round {before.n} ended under another host as if nothing had been lost"


def load_table(tables):
    """The table as it is stored."""
    parts = {}
    for (kind, _, part), stored in tables.parts.items():
        if kind == "crash":
            data = unpack_root(stored.data).data if part == "root" else stored.data
            parts[part] = StoredPart(stored.schema, data)
    return TableKind([TableConfig()], SEAL).load("main", parts)


def at_once(coroutine):
    """The result of a coroutine that never has to wait."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")
