"""Rounds of solo games as turns of the player: stake, outcome and payout in one turn.

The nonce is used up whatever the outcome. A game knows nothing of all this: it turns floats into an outcome and a
payout.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from actors.definitions.book import Definitions
from actors.economy.area import economy_in_force
from actors.fairness.floats import floats
from actors.fairness.seeds import SEEDS, SeedKeeper
from actors.games.contract import CREDITS_MAX, NO_MEMORY, Game, Odds, Played
from actors.games.facts import RoundPlayed
from actors.games.in_force import games_in_force
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.money.wallet import CURRENCIES, GOLD, HOUSE_BETS, receive, spend
from actors.player.feature import GAMES_SHOWN, CommandHandler, Context, Feature, SnapshotField
from actors.player.state import ROOT_ONLY, Part, PlayerState
from actors.runtime.entity import Decision, DomainEvent, Rejection

_CREDITS = tuple((currency, CREDITS_MAX) for currency in CURRENCIES if currency != GOLD)


class Memories(Struct, array_like=True):
    """The memories that games keep of the player from round to round, by game: `actors.games.contract.Memory`."""

    by_game: dict[str, dict[str, int]] = {}


MEMORIES: Part[Memories] = Part("memories", Memories, Memories)


class SoloGames:
    """Plays the registered games by the definitions that are in force."""

    def __init__(
        self,
        economy: EconomyConfig,
        games: Sequence[Game[Any]],
        definitions: Definitions | None,
        keeper: SeedKeeper,
    ) -> None:
        self._economy = economy_in_force(economy, definitions)
        self._keeper = keeper
        self._in_force = games_in_force(economy, games, definitions)

    def play(self, player: PlayerState, body: Any, context: Context) -> Decision | Rejection:
        """Decide one round. A refusal must not depend on the outcome, or it would reveal it."""
        game, defined, watched = self._in_force.now().games[type(body)]
        unplayable = game.refusal(body, context.now_ms)
        if unplayable is not None:
            return Rejection(*unplayable)
        bet = game.stake(body)
        refusal = self._stake_refusal(bet, player.root.balances[GOLD])
        refusal = refusal or _win_refusal(player, game.payout_max(body) - bet, context)
        if refusal is not None:
            return refusal
        seeds, nonce = SEEDS.of(player), player.root.nonce + 1
        memory = MEMORIES.of(player).by_game.get(game.name, NO_MEMORY)
        played = game.play(body, floats(self._keeper.open(player).server_seed, seeds.client_seed, nonce), memory)
        version = played.config_version or game.config_version
        transfers, gold = _settle(player, version, bet, played, context.tx)
        settled = RoundPlayed(
            round_id=context.tx,
            game=game.name,
            bet=bet,
            payout=played.payout,
            won=played.won,
            outcome=played.outcome,
            config_version=version,
            server_seed_hash=seeds.server_seed_hash,
            client_seed=seeds.client_seed,
            nonce=nonce,
            memory=None if played.memory is None else dict(played.memory),
            definition="" if defined is None else defined.played_by(played.outcome)[0],
            observations=() if watched is None else tuple(watched.observations(played.outcome)),
            **_expectation(game.odds(body), bet),
        )
        return Decision(game.reply(played, context.tx, gold), (*transfers, settled))

    def shown(self, player: PlayerState, now_ms: int) -> dict[str, Any]:
        """Return the view of each game for clients, with its memory of this player."""
        view, memories = self._in_force.now().view, MEMORIES.of(player).by_game
        return view | {name: view.get(name, {}) | {"memory": dict(kept)} for name, kept in memories.items()}

    def _stake_refusal(self, bet: int, gold: int) -> Rejection | None:
        economy = self._economy.now()
        if not economy.bet_min <= bet <= economy.bet_max:
            return Rejection("invalid_payload", {"field": "bet", "min": economy.bet_min, "max": economy.bet_max})
        if bet > gold:
            return Rejection("insufficient_gold", {"need": bet, "have": gold})
        return None


def games_feature(
    economy: EconomyConfig, games: Sequence[Game[Any]], definitions: Definitions | None, keeper: SeedKeeper
) -> Feature:
    """Return the feature: each game's command plays a round, by seeds that `keeper` opens."""
    solo = SoloGames(economy, games, definitions, keeper)
    return Feature(
        name="games",
        parts=(MEMORIES,),
        commands={game.command: CommandHandler(solo.play, gated=True) for game in games},
        facts={RoundPlayed: _remember},
        events={RoundPlayed: _round_settled},
        snapshot={"games": SnapshotField(dict[str, Any], solo.shown, GAMES_SHOWN)},
    )


def _win_refusal(player: PlayerState, win_max: int, context: Context) -> Rejection | None:
    """Return the refusal of a round of which something may come for which there is no room."""
    return context.refuse_above_rooms(player, ((GOLD, win_max), *_CREDITS))


def _settle(
    player: PlayerState, version: int, bet: int, played: Played, round_id: str
) -> tuple[list[Transferred], int]:
    """Return the round's transfers, stake first, and the gold after them."""
    account, balances = player.account, player.root.balances
    stake = spend(account, balances[GOLD], HOUSE_BETS, bet, reason="bet", reference=round_id, version=version)
    transfers = [stake]
    gold = stake.balance_after
    if played.payout:
        paid = receive(account, gold, HOUSE_BETS, played.payout, reason="payout", reference=round_id, version=version)
        transfers.append(paid)
        gold = paid.balance_after
    for currency, amount in played.credits:
        transfers.append(
            receive(
                account,
                balances[currency],
                HOUSE_BETS,
                amount,
                reason="payout",
                reference=round_id,
                version=version,
                currency=currency,
            )
        )
    return transfers, gold


def _expectation(odds: Odds | None, bet: int) -> Mapping[str, float]:
    return {} if odds is None else {"expected": odds.mean * bet, "variance": odds.variance * bet * bet}


def _remember(player: PlayerState, fact: RoundPlayed) -> frozenset[str]:
    player.root.nonce = fact.nonce
    if fact.memory is None:
        return ROOT_ONLY
    MEMORIES.of(player).by_game[fact.game] = fact.memory
    return MEMORIES.dirty


def _round_settled(player: PlayerState, fact: RoundPlayed) -> DomainEvent:
    settled = {
        "user_id": player.key,
        "round_id": fact.round_id,
        "game": fact.game,
        "bet": fact.bet,
        "payout": fact.payout,
        "won": fact.won,
        "config_version": fact.config_version,
        "balances": dict(player.root.balances),
    }
    return DomainEvent("game.round_settled", settled)
