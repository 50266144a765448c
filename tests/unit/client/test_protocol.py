"""The client's side of a conversation, without a socket."""

from random import Random
from typing import Any

import pytest
from msgspec import json

from actors.runtime.clock import ManualClock
from pitboss_client.errors import PlayerError, TooManyPending
from pitboss_client.events import (
    Answered,
    DrainAnnounced,
    GapFound,
    Greeted,
    Pushed,
    Ready,
    RetryRequested,
    StateReplaced,
    TopicMessage,
)
from pitboss_client.protocol import FRAME_BYTES_MAX, PENDING_MAX, Phase, PlayerProtocol
from pitboss_client.ulid import UlidSource

PLAY = {"bet": 100, "choice": "rock"}


@pytest.fixture
def player() -> PlayerProtocol:
    return PlayerProtocol(UlidSource(ManualClock(), Random(1)))


def sent(player: PlayerProtocol) -> list[dict[str, Any]]:
    return [json.decode(message) for message in player.to_send()]


def hear(player: PlayerProtocol, message: dict[str, Any]) -> list[Any]:
    return player.receive(json.encode(message))


def hello(
    connect_id: str, seq: int, *, recovered: bool = False, replayed: int = 0, epoch: str = "e1"
) -> dict[str, Any]:
    payload = {"session": "s_1", "epoch": epoch, "seq": seq, "recovered": recovered, "replayed": replayed}
    times = {"ping_ms": 25_000, "token_exp": 1_795_000_900_000, "now": 1_795_000_000_000}
    return {"re": connect_id, "type": "hello", "payload": payload | times}


def snapshot(seq: int, version: int, epoch: str = "e1") -> dict[str, Any]:
    payload = {"profile": {"gold": 1000}, "stats": {"games_played": 0, "by_game": {}}}
    return {"type": "initial_state", "epoch": epoch, "seq": seq, "version": version, "payload": payload}


def profile(seq: int, prev: int, gold: int = 900) -> dict[str, Any]:
    return {"type": "profile_update", "seq": seq, "prev": prev, "version": seq, "payload": {"gold": gold}}


def greet(player: PlayerProtocol, **how: Any) -> list[Any]:
    """Connect, and let the server answer `hello`; the events."""
    player.connect("token")
    return hear(player, hello(sent(player)[0]["id"], **how))


def enter(player: PlayerProtocol, seq: int = 5) -> None:
    greet(player, seq=seq)
    hear(player, snapshot(seq, version=7))
    assert player.phase is Phase.OPEN


def cut_and_return(player: PlayerProtocol, **how: Any) -> list[Any]:
    player.disconnected()
    return greet(player, recovered=True, **how)


# --- connecting ---


def test_the_first_message_shows_the_token_and_asks_for_no_resume(player):
    player.connect("token")
    message = sent(player)[0]
    assert message["type"] == "connect"
    assert message["payload"]["token"] == "token"
    assert "resume" not in message["payload"]


def test_the_client_is_ready_when_the_snapshot_is_there(player):
    assert [type(event) for event in greet(player, seq=5)] == [Greeted]
    assert hear(player, snapshot(5, version=7)) == [StateReplaced("e1", 5, 7), Ready("e1", 5)]
    assert player.state["profile"] == {"gold": 1000}


def test_a_resume_names_the_epoch_and_the_last_push_that_was_applied(player):
    enter(player)
    hear(player, profile(6, prev=5))
    player.disconnected()
    player.connect("token")
    assert sent(player)[0]["payload"]["resume"] == {"epoch": "e1", "seq": 6}


def test_a_connection_without_resume_does_not_name_them(player):
    enter(player)
    player.disconnected()
    player.connect("token", resume=False)
    assert "resume" not in sent(player)[0]["payload"]


def test_after_a_resume_the_client_is_ready_only_when_every_missed_push_has_come(player):
    enter(player)
    assert [type(event) for event in cut_and_return(player, seq=7, replayed=2)] == [Greeted]
    assert [type(event) for event in hear(player, profile(6, prev=5))] == [Pushed]
    assert [type(event) for event in hear(player, profile(7, prev=6))] == [Pushed, Ready]
    assert [push.replayed for push in player.history.pushes] == [True, True]


def test_a_resume_that_missed_nothing_is_ready_with_hello(player):
    enter(player)
    assert [type(event) for event in cut_and_return(player, seq=5)] == [Greeted, Ready]


def test_a_snapshot_on_an_open_socket_opens_a_new_epoch(player):
    enter(player)
    hear(player, snapshot(1, version=9, epoch="e2"))
    hear(player, profile(2, prev=1))
    assert (player.epoch, player.seq) == ("e2", 2)
    assert player.history.pushed("e2") == [2]


# --- pushes ---


def test_pushes_in_order_are_applied(player):
    enter(player)
    hear(player, profile(6, prev=5, gold=900))
    hear(player, profile(7, prev=6, gold=800))
    assert player.state["profile"] == {"gold": 800}
    assert player.history.positions[-1] == ("e1", 7, 7)


def test_a_coalesced_push_is_no_gap(player):
    enter(player)
    assert [type(event) for event in hear(player, profile(9, prev=5))] == [Pushed]


def test_a_missed_push_is_found_by_prev(player):
    enter(player)
    assert hear(player, profile(8, prev=7)) == [GapFound(have=5, prev=7)]


def test_after_a_gap_nothing_is_applied_until_a_resume(player):
    enter(player)
    hear(player, profile(8, prev=7, gold=1))
    assert hear(player, profile(9, prev=8, gold=1)) == []
    assert (player.seq, player.state["profile"]) == (5, {"gold": 1000})
    cut_and_return(player, seq=9, replayed=1)
    hear(player, profile(9, prev=5, gold=700))
    assert (player.seq, player.phase) == (9, Phase.OPEN)


def test_a_push_that_was_already_applied_changes_nothing(player):
    enter(player)
    assert hear(player, profile(5, prev=4, gold=1)) == []
    assert player.state["profile"] == {"gold": 1000}
    assert player.history.gaps == 0


def test_a_ping_is_answered_with_its_time_and_the_last_push(player):
    enter(player)
    hear(player, profile(6, prev=5))
    hear(player, {"type": "ping", "t": 123})
    assert sent(player) == [{"type": "pong", "t": 123, "ack": 6}]


def test_a_table_message_needs_no_seq(player):
    enter(player)
    message = {"topic": "crash:main", "type": "tick", "n": 5, "payload": {"elapsed_ms": 4000}}
    assert hear(player, message) == [TopicMessage("crash:main", "tick", 5, {"elapsed_ms": 4000})]


def test_an_unknown_message_and_an_unknown_key_are_ignored(player):
    enter(player)
    assert hear(player, {"type": "of_tomorrow", "payload": {}}) == []
    assert [type(event) for event in hear(player, profile(6, prev=5) | {"of_tomorrow": 1})] == [Pushed]


def test_a_drain_is_announced_with_its_window(player):
    enter(player)
    message = {"type": "reconnect", "payload": {"reason": "drain", "window_ms": 15_000}}
    assert hear(player, message) == [DrainAnnounced(15_000)]


def test_what_is_no_message_is_an_error(player):
    enter(player)
    with pytest.raises(PlayerError, match="no message"):
        player.receive(b"{")


# --- commands ---


def test_a_command_waits_for_hello(player):
    command_id = player.command("rps.play", PLAY)
    assert sent(player) == []
    greet(player, seq=5)
    assert sent(player) == [{"id": command_id, "type": "rps.play", "payload": PLAY}]


def test_an_unanswered_command_is_sent_again_with_the_same_id_and_body(player):
    enter(player)
    command_id = player.command("rps.play", PLAY)
    first = player.to_send()
    cut_and_return(player, seq=5)
    assert player.to_send() == first
    assert player.pending[command_id].attempts == 2


def test_an_answered_command_is_not_sent_again(player):
    enter(player)
    command_id = player.command("rps.play", PLAY)
    hear(player, {"re": command_id, "ok": True, "seq": 6, "version": 8, "payload": {"gold": 900}})
    player.to_send()
    cut_and_return(player, seq=5)
    assert player.to_send() == []


def test_commands_are_sent_again_in_the_order_of_their_ids(player):
    enter(player)
    ids = [player.command("rps.play", PLAY) for _ in range(20)]
    player.to_send()
    cut_and_return(player, seq=5)
    assert [message["id"] for message in sent(player)] == ids == sorted(ids)


def test_an_answer_is_kept_with_what_it_says(player):
    enter(player)
    command_id = player.command("rps.play", PLAY)
    [answered] = hear(
        player, {"re": command_id, "ok": True, "seq": 6, "version": 8, "dup": True, "payload": {"gold": 1}}
    )
    assert isinstance(answered, Answered)
    assert (answered.reply.dup, answered.reply.seq, answered.reply.payload) == (True, 6, {"gold": 1})
    assert player.history.acknowledged() == [command_id]


def test_a_second_answer_is_ignored(player):
    enter(player)
    command_id = player.command("rps.play", PLAY)
    reply = {"re": command_id, "ok": True, "payload": {}}
    assert len(hear(player, reply)) == 1
    assert hear(player, reply | {"dup": True}) == []


def test_a_refusal_is_an_answer(player):
    enter(player)
    command_id = player.command("rps.play", PLAY)
    error = {"code": "insufficient_gold", "status": 409, "retryable": False, "details": {"need": 100, "have": 40}}
    [answered] = hear(player, {"re": command_id, "ok": False, "error": error})
    assert answered.reply.error["code"] == "insufficient_gold"
    assert player.history.acknowledged() == []


def test_a_retryable_error_keeps_the_command_and_its_id(player):
    enter(player)
    command_id = player.command("rps.play", PLAY)
    first = player.to_send()
    error = {"code": "rate_limited", "status": 429, "retryable": True, "details": {"retry_after_ms": 40}}
    assert hear(player, {"re": command_id, "ok": False, "error": error}) == [RetryRequested(command_id, 40)]
    player.retry(command_id)
    assert player.to_send() == first


def test_a_command_that_was_given_up_is_not_sent_again(player):
    enter(player)
    player.give_up(player.command("rps.play", PLAY))
    player.to_send()
    cut_and_return(player, seq=5)
    assert player.to_send() == []


def test_a_token_is_shown_to_one_socket_only(player):
    enter(player)
    player.refresh_token("fresh")
    assert sent(player)[0]["payload"] == {"token": "fresh"}
    cut_and_return(player, seq=5)
    assert player.to_send() == []


def test_after_a_frame_too_big_the_largest_command_is_refused_and_never_sent_again(player):
    enter(player)
    small = player.command("rps.play", PLAY)
    large = player.command("event.ack", {"ids": ["x" * 60] * 100})
    player.to_send()
    [answered] = player.disconnected(frame_too_big=True)
    assert (answered.reply.re, answered.reply.error["code"]) == (large, "frame_too_big")
    greet(player, seq=5, recovered=True)
    assert [message["id"] for message in sent(player)] == [small]


# --- bounds ---


def test_a_message_larger_than_a_frame_is_not_sent(player):
    with pytest.raises(ValueError, match="bytes"):
        player.command("event.ack", {"ids": ["x" * FRAME_BYTES_MAX]})


def test_the_number_of_waiting_commands_is_bounded(player):
    for _ in range(PENDING_MAX):
        player.command("rps.play", PLAY)
    with pytest.raises(TooManyPending):
        player.command("rps.play", PLAY)
