"""A player over a WebSocket: PlayerProtocol with a real socket below it, reconnected as the close codes ask.

A command returns once it is answered, however often the connection broke meanwhile.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from random import Random, SystemRandom
from types import TracebackType
from typing import Any, Self, TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from pitboss_client.account import Account
from pitboss_client.clock import Clock, SystemClock
from pitboss_client.confirmation import PushWaiters
from pitboss_client.errors import NoAnswer, PlayerError, Refused, Stopped, Unreachable
from pitboss_client.events import (
    Answered,
    DrainAnnounced,
    Event,
    GapFound,
    Greeted,
    Pushed,
    Ready,
    RetryRequested,
    StateReplaced,
)
from pitboss_client.history import History, Reply
from pitboss_client.pace import Pace
from pitboss_client.protocol import SUBPROTOCOL, PlayerProtocol
from pitboss_client.reconnection import AFTER_GAP, Action, BackOff, CloseCode, ReconnectPolicy, Rule, rule_of
from pitboss_client.solo.shown import CONFLICT, note_conflict, with_shown_version
from pitboss_client.ulid import UlidSource

ANSWER_TIMEOUT_S = 30.0
OPEN_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 2.0
SILENCE_S_MAX = 60.0
"""The server pings every 25 s: after a silence this long the connection is dead."""
TOKEN_LIFE_USED = 0.75
"""Part of an access token's life after which it is refreshed."""
RETRY = BackOff(first_ms=50, max_ms=2_000)
"""The wait before a command is sent again because the server asked for it."""
T = TypeVar("T")


class PlayerClient:
    """One player; `async with` connects it. `account` has signed up or logged in already.

    `on_event` is called with every event of the protocol, after the client has acted on it; `pace` bounds how many
    commands are sent a second.
    """

    def __init__(
        self,
        account: Account,
        *,
        clock: Clock | None = None,
        random: Random | None = None,
        back_off: BackOff | None = None,
        pace: Pace | None = None,
        on_event: Callable[[Event], None] | None = None,
    ) -> None:
        self.account = account
        self._clock = clock or SystemClock()
        self._random = random or SystemRandom()
        self.ids = UlidSource(self._clock, self._random)
        self.protocol = PlayerProtocol(self.ids)
        self._policy = ReconnectPolicy(self._clock, self._random, back_off)
        self._pace = pace
        self._on_event = on_event
        self._socket: ClientConnection | None = None
        self._ready = asyncio.Event()
        self._may_connect = asyncio.Event()
        self._may_connect.set()
        self._drain_window_ms: int | None = None
        self._waiting: dict[str, asyncio.Future[Reply]] = {}
        self._push_waiters = PushWaiters()
        self._tasks: set[asyncio.Task[None]] = set()
        self._refresher: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None

    @property
    def history(self) -> History:
        """The replies and pushes that were received, within bounds."""
        return self.protocol.history

    # --- life ---

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self._run())
        try:
            await self.ready()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def ready(self, timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        """Wait until the state is complete, at first and after each reconnection.

        Raises:
            Stopped, Refused: the server does not let the client in.
            NoAnswer: no connection within `timeout_s`.
        """
        waiting = asyncio.ensure_future(self._ready.wait())
        await self.unless_stopped(waiting, timeout_s, f"no connection to {self.account.url} within {timeout_s:g} s")

    async def close(self) -> None:
        """Close the socket, and cancel every command that still waits."""
        if self._socket is not None:
            await self._socket.close()
        tasks = [task for task in (self._running, self._refresher, *self._tasks) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for future in self._waiting.values():
            future.cancel()

    # --- commands ---

    async def command(
        self,
        message_type: str,
        payload: Mapping[str, Any],
        *,
        command_id: str | None = None,
        timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> Reply:
        """Send a command and return its answer, which may be a refusal.

        Raises:
            NoAnswer: none came within `timeout_s`; the outcome is unknown.
            Stopped, Refused: the server does not let the client in any more.
            TooManyPending, ValueError: it cannot be sent.
        """
        await self._paced()
        command_id = self.protocol.command(message_type, payload, command_id)
        future = self._waiting[command_id] = asyncio.get_running_loop().create_future()
        await self._flush()
        try:
            failure = f"{message_type} {command_id} was not answered within {timeout_s:g} s"
            return await self.unless_stopped(future, timeout_s, failure)
        finally:
            self._waiting.pop(command_id, None)
            self.protocol.give_up(command_id)

    async def play(self, message_type: str, payload: Mapping[str, Any]) -> Reply:
        """Play a round by what the player was shown; see `command`.

        A machine or banner that has changed since is refused with `version_conflict`; the next round is by the new one.
        """
        state = self.protocol.state
        reply = await self.command(message_type, with_shown_version(state, message_type, payload))
        if not reply.ok and reply.error.get("code") == CONFLICT:
            note_conflict(state, message_type, payload, reply.error.get("details", {}))
        return reply

    async def confirmed(self, reply: Reply, timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        """Wait until the push that carries the effect of `reply`, or a snapshot after it, has been applied.

        Raises:
            NoAnswer: it did not come within `timeout_s`.
            Stopped, Refused: the server does not let the client in any more.
        """
        if reply.seq > self.protocol.seq:
            failure = f"push {reply.seq} did not come within {timeout_s:g} s"
            await self.unless_stopped(self._push_waiters.expect(reply.seq), timeout_s, failure)

    async def refresh_token(self) -> None:
        """Get fresh tokens, and show the new one on the open socket."""
        await self.account.refresh()
        if self._ready.is_set():
            self.protocol.refresh_token(self.account.access_token)
            await self._flush()

    # --- breaking the connection on purpose, to test what follows ---

    def drop(self) -> None:
        """Cut the connection as a broken network does; the client reconnects and resumes by itself."""
        self._ready.clear()
        if self._socket is not None:
            self._socket.transport.abort()

    @contextlib.asynccontextmanager
    async def offline(self) -> AsyncIterator[None]:
        """Cut the connection, and stay away until the block ends; then resume."""
        self._may_connect.clear()
        self.drop()
        try:
            yield
        finally:
            self._may_connect.set()
        await self.ready()

    # --- the connection ---

    async def _run(self) -> None:
        resume = True
        while True:
            await self._may_connect.wait()
            rule = await self._run_socket(resume=resume)
            step = self._policy.closed(rule, self._drain_window_ms)
            self._drain_window_ms, resume = None, step.resume
            await asyncio.sleep(step.wait_ms / 1000)
            with contextlib.suppress(Unreachable):
                # Then the next connection fails as well, and its back-off follows.
                await self._renew(step.action)

    async def _renew(self, action: Action) -> None:
        match action:
            case Action.REFRESH:
                try:
                    await self.account.refresh()
                except Refused:
                    await self.account.log_in()
            case Action.LOG_IN:
                await self.account.log_in()
            case Action.RECONNECT | Action.STOP:
                pass

    async def _run_socket(self, *, resume: bool) -> Rule:
        """Run one socket from its opening to its end; return the rule that its end asks for. Raises Stopped."""
        try:
            self._socket = await connect(
                self.account.socket_url,
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                compression=None,
                ping_interval=None,
                open_timeout=OPEN_TIMEOUT_S,
                close_timeout=CLOSE_TIMEOUT_S,
                proxy=None,
            )
        except (OSError, InvalidHandshake):
            return rule_of(CloseCode.ABNORMAL)
        self.protocol.connect(self.account.access_token, resume=resume)
        try:
            return await self._read(self._socket)
        finally:
            self._ready.clear()
            self._socket = None
            if self._refresher is not None:
                self._refresher.cancel()

    async def _read(self, socket: ClientConnection) -> Rule:
        await self._flush()
        while True:
            try:
                async with asyncio.timeout(SILENCE_S_MAX):
                    message = await socket.recv(decode=False)
            except ConnectionClosed:
                return self._ended(socket.close_code or CloseCode.ABNORMAL, socket.close_reason or "")
            except TimeoutError:
                socket.transport.abort()
                return self._ended(CloseCode.ABNORMAL, "")
            events = self.protocol.receive(message)
            for event in events:
                self._handle(event)
            await self._flush()
            if any(isinstance(event, GapFound) for event in events):
                await socket.close()
                self._ended(CloseCode.ABNORMAL, "")
                return AFTER_GAP

    def _ended(self, code: int, reason: str) -> Rule:
        for event in self.protocol.disconnected(frame_too_big=code == CloseCode.FRAME_TOO_BIG):
            self._handle(event)
        rule = rule_of(code)
        if rule.action is Action.STOP:
            raise Stopped(code, reason)
        return rule

    def _handle(self, event: Event) -> None:
        match event:
            case Greeted():
                self._policy.greeted()
                self._refresher = asyncio.create_task(self._keep_token(event.token_exp - event.now))
            case Ready():
                self._ready.set()
            case Pushed(push=push):
                self._push_waiters.pushed(push.seq)
            case StateReplaced():
                self._push_waiters.replaced()
            case DrainAnnounced(window_ms=window_ms):
                self._drain_window_ms = window_ms
            case RetryRequested(command_id=command_id, after_ms=after_ms):
                self._start(self._retry(command_id, after_ms))
            case Answered(reply=reply):
                future = self._waiting.get(reply.re)
                if future is not None and not future.done():
                    future.set_result(reply)
            case _:
                pass
        if self._on_event is not None:
            self._on_event(event)

    async def _flush(self) -> None:
        """Send what the protocol has to send; `_read` deals with a socket that has just closed."""
        messages = self.protocol.to_send()
        if self._socket is not None:
            with contextlib.suppress(ConnectionClosed):
                for message in messages:
                    await self._socket.send(message, text=True)

    # --- beside the connection ---

    async def _retry(self, command_id: str, after_ms: int) -> None:
        pending = self.protocol.pending.get(command_id)
        if pending is not None:
            await asyncio.sleep((after_ms + RETRY.wait_ms(pending.attempts, self._random)) / 1000)
            self.protocol.retry(command_id)
            await self._flush()

    async def _keep_token(self, life_ms: float) -> None:
        """Refresh the token before it expires; if that fails, the server closes with 4005 and `_renew` refreshes it."""
        with contextlib.suppress(PlayerError):
            while True:
                await asyncio.sleep(max(0.0, life_ms) * TOKEN_LIFE_USED / 1000)
                await self.refresh_token()
                life_ms = self.account.expires_in_s * 1000

    async def _paced(self) -> None:
        while self._pace is not None and not self._pace.take(self._clock.monotonic_ms()):  # noqa: ASYNC110 (time passes)
            await asyncio.sleep(self._pace.wait_ms() / 1000)

    async def unless_stopped(self, future: asyncio.Future[T], timeout_s: float, failure: str) -> T:
        """Wait for `future`; on any other end it is cancelled.

        Raises:
            NoAnswer: not done within `timeout_s`; the message is `failure`.
            Stopped, Refused: the server does not let the client in any more.
        """
        assert self._running is not None
        either: set[asyncio.Future[Any]] = {future, self._running}
        await asyncio.wait(either, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        if future.done():
            return future.result()
        future.cancel()
        if self._running.done():
            self._running.result()
        raise NoAnswer(failure)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
