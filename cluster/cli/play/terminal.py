"""`pitboss play`: a player in a terminal, who plays rounds and shows every push."""

import asyncio
import secrets
from random import SystemRandom
from typing import Any

from rich.console import Console

from cluster.cli.play.crash import play_crash
from cluster.cli.play.moves import CRASH, MOVES
from cluster.cli.play.options import Choice, PlayOptions
from cluster.cli.play.refusals import refusal
from pitboss_client.account import Account
from pitboss_client.client import PlayerClient
from pitboss_client.clock import SystemClock
from pitboss_client.errors import PlayerError
from pitboss_client.events import Event, Greeted, Pushed, StateReplaced
from pitboss_client.history import Push, Reply
from pitboss_client.pace import Pace
from pitboss_client.solo.shown import with_shown_version

COMMANDS_PER_S = 25
"""A little below what a socket may send (PITBOSS_RATE_COMMANDS_PER_S), so that no round is refused for it."""
COMMANDS_BURST = 40
HANDS = tuple(choice.value for choice in Choice if choice is not Choice.RANDOM)


async def play(options: PlayOptions, console: Console) -> bool:
    """Sign up or log in, connect, play; return True when every round was played.

    Raises:
        PlayerError: no server answers, the log-in is refused, or the socket was closed for good.
    """
    account = _account(options)
    try:
        new = await account.enter()
        console.print(f"{'signed up' if new else 'logged in'} as [bold]{account.username}[/bold] at {account.url}")
        if options.game == CRASH:
            return await play_crash(account, options, console)
        game = _SoloGame(options, console)
        pace = Pace(COMMANDS_PER_S, COMMANDS_BURST, SystemClock().monotonic_ms())
        async with PlayerClient(account, pace=pace, on_event=game.show) as client:
            return await game.play(client)
    finally:
        await account.close()


def _account(options: PlayOptions) -> Account:
    if not options.username:
        return Account(options.url, f"player_{secrets.token_hex(4)}", secrets.token_urlsafe(18))
    if options.password_file is None:
        raise PlayerError("an existing player needs --password-file")
    try:
        password = options.password_file.read_text().strip()
    except OSError as error:
        raise PlayerError(f"the password file cannot be read: {error}") from None
    return Account(options.url, options.username, password)


class _SoloGame:
    """Plays the rounds, and shows their answers and every push."""

    def __init__(self, options: PlayOptions, console: Console) -> None:
        self._options = options
        self._console = console
        self._move = MOVES[options.game]
        self._random = SystemRandom()

    # --- playing ---

    async def play(self, client: PlayerClient) -> bool:
        """Play all rounds, or up to the first that is refused; return True when none was."""
        rounds, half = self._options.rounds, (self._options.rounds + 1) // 2
        replies: list[Reply] = []
        for number in range(1, rounds + 1):
            cut = self._options.drop and number == half
            reply = await (self._cut_off(client) if cut else self._round(client))
            self._show_reply(number, reply)
            replies.append(reply)
            if not reply.ok:
                break
        return self._sum_up(client, replies)

    async def _round(self, client: PlayerClient) -> Reply:
        return await client.play(self._move.command, self._payload())

    def _payload(self) -> dict[str, Any]:
        choice = self._options.choice
        hand = self._random.choice(HANDS) if choice is Choice.RANDOM else choice.value
        return self._move.payload(self._options.bet, hand)

    async def _cut_off(self, client: PlayerClient) -> Reply:
        """Cut the connection with a round in flight, and play one over HTTP meanwhile, whose pushes are missed."""
        flying = asyncio.create_task(self._round(client))
        await asyncio.sleep(0)
        seq = client.protocol.seq
        async with client.offline():
            self._console.print(f"[bold magenta]connection cut[/] at seq {seq}, with a round in flight")
            payload = with_shown_version(client.protocol.state, self._move.command, self._payload())
            answer = await client.account.command(self._move.path, payload, client.ids.next())
            self._console.print(f"  a round over HTTP meanwhile: {self._move.summary(answer)}, gold {answer['gold']:,}")
        reply = await flying
        self._show_replay(client, seq)
        return reply

    def _show_replay(self, client: PlayerClient, seq: int) -> None:
        replayed = [push.seq for push in client.history.pushes if push.replayed and push.seq > seq]
        if replayed:
            text = f"{len(replayed)} missed pushes were replayed: seq {replayed[0]} to {replayed[-1]}"
        else:
            text = "the missed pushes came as a snapshot"
        self._console.print(f"[bold magenta]resumed[/] {text}; {client.history.gaps} gaps")

    def _sum_up(self, client: PlayerClient, replies: list[Reply]) -> bool:
        refused = [reply for reply in replies if not reply.ok]
        state = client.protocol.state
        stats: dict[str, Any] = state.get("stats", {})
        refusals = f", [red]{len(refused)} refused[/red]" if refused else ""
        self._console.print(
            f"[bold]{len(replies)} rounds answered[/bold]{refusals}; gold {state['profile']['gold']:,}, "
            f"{stats.get('games_played', 0)} games played, win rate {stats.get('win_rate', 0.0):.0%}"
        )
        return len(replies) == self._options.rounds and not refused

    # --- showing ---

    def show(self, event: Event) -> None:
        """Show one event of the client."""
        match event:
            case Greeted(recovered=True, replayed=replayed):
                text = f"session {event.session}, recovered: {replayed} pushes to replay"
                self._console.print(f"[cyan]hello[/cyan] {text}")
            case Greeted():
                self._console.print(f"[cyan]hello[/cyan] session {event.session}, epoch {event.epoch}")
            case StateReplaced(seq=seq, version=version):
                self._console.print(f"[cyan]initial_state[/cyan] seq {seq} version {version}")
            case Pushed(push=push):
                again = " [magenta](replayed)[/magenta]" if push.replayed else ""
                self._console.print(f"  [dim]seq {push.seq:>4}[/dim]  {push.type:<15} {_line_of(push)}{again}")
            case _:
                pass

    def _show_reply(self, number: int, reply: Reply) -> None:
        if not reply.ok:
            self._console.print(f"round {number}  [red]refused[/red] {refusal(reply.error)}")
            return
        again = " [magenta](answered before the cut, told now)[/magenta]" if reply.dup else ""
        summary = self._move.summary(reply.payload)
        self._console.print(f"round {number}  {summary}, gold {reply.payload['gold']:,}{again}")


def _line_of(push: Push) -> str:
    payload = push.payload
    match push.type:
        case "profile_update":
            return f"gold {payload['gold']:,}  xp {payload['xp']:,}  {payload['tier']}"
        case "stats_update":
            games, wagered = payload["games_played"], payload["total_wagered"]
            return f"{games} games  win rate {payload['win_rate']:.0%}  wagered {wagered:,}"
        case _:
            return "  ".join(f"{name} {value}" for name, value in payload.items())
