"""The strategies of scripted players: each plays one round of a Bot, and is called until the time is over."""

from collections.abc import Awaitable, Callable, Mapping

from cluster.cli.players.bot import BET, Bot

DOUBLED_MAX = 640
"""The martingale player stops doubling here."""
CAUTIOUS_HUNDREDTHS = 120
BRAVE_HUNDREDTHS = range(105, 300)
WANDERER_HUNDREDTHS = 150

Strategy = Callable[[Bot], Awaitable[None]]


async def cautious(bot: Bot) -> None:
    """Cash out at 1.20, automatically."""
    if round_id := await bot.crash_bet(BET, CAUTIOUS_HUNDREDTHS):
        await bot.crash_end(round_id, BET, CAUTIOUS_HUNDREDTHS)


async def brave(bot: Bot) -> None:
    """Cash out by hand, somewhere below 3.00."""
    if round_id := await bot.crash_bet(BET):
        left = await bot.crash_out(round_id, bot.random.choice(BRAVE_HUNDREDTHS))
        await bot.crash_end(round_id, BET, 0, left)


async def late(bot: Bot) -> None:
    """Bet when it is too late."""
    await bot.late_bet()


async def wanderer(bot: Bot) -> None:
    """Lose the connection in every round, and resume."""
    if round_id := await bot.crash_bet(BET, WANDERER_HUNDREDTHS):
        async with bot.client.offline():
            pass
        await bot.crash_end(round_id, BET, WANDERER_HUNDREDTHS)


async def martingale(bot: Bot) -> None:
    """Play rock, paper, scissors, and double the stake after each loss."""
    hand = bot.random.choice(("rock", "paper", "scissors"))
    reply = await bot.solo("rps.play", {"bet": bot.stake, "choice": hand}, bot.stake)
    lost = reply.ok and reply.payload["outcome"] == "lose"
    bot.stake = min(bot.stake * 2, DOUBLED_MAX) if lost else BET


async def spinner(bot: Bot) -> None:
    """Spin slot machines."""
    machine = bot.random.choice(("classic", "fortune"))
    await bot.solo("slot.spin", {"machine": machine, "bet": BET}, BET)


STRATEGIES: Mapping[str, Strategy] = {
    "cautious": cautious,
    "brave": brave,
    "wanderer": wanderer,
    "late": late,
    "martingale": martingale,
    "spinner": spinner,
}
"""Given out in this order, so that six players have one of each."""
SOLO = frozenset({"martingale", "spinner"})
"""Strategies that need no table, and are slowed down."""
