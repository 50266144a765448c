"""A player with a life: rounds of each game, missions that run and were claimed, a day of the streak, a purchase.

They live over REST; a browser that is logged in as them is told of it by its socket.
"""

import subprocess
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from tests.e2e.platform import PITBOSS

PASSWORD = "correct horse battery"
HANDS = ("rock", "paper", "scissors") * 4
SPINS = ("classic", "fortune") * 2
PURCHASE = "shards_50"
Json = dict[str, Any]


class Life:
    """What somebody does at a gateway, as the player `name`."""

    def __init__(self, client: httpx.Client, name: str) -> None:
        self.name = name
        self._client = client

    def read(self, path: str) -> Json:
        """Return the answer of a GET route."""
        answer = self._client.get(path)
        assert answer.is_success, answer.text
        found: Json = answer.json()
        return found

    def act(self, path: str, body: Mapping[str, object] | None = None) -> Json:
        """Carry out a command once and return its reply."""
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        answer = self._client.post(path, json=dict(body or {}), headers=headers)
        assert answer.is_success, f"{path}: {answer.text}"
        reply: Json = answer.json()
        return reply

    def try_hand(self, bet: int = 100, choice: str = "rock") -> Json:
        """Play a round of rock, paper, scissors."""
        return self.act("/api/games/rps/play", {"bet": bet, "choice": choice})

    def begin(self) -> None:
        """Join what can be joined, and have the day counted."""
        for event in self.read("/api/events/active")["events"]:
            if not event["joined"] and not event["requires"]:
                self.act(f"/api/events/{event['event_id']}/join")
        self.act("/api/streak/tick")

    def play(self) -> None:
        """Play some rounds of each solo game."""
        for place, choice in enumerate(HANDS):
            self.try_hand(100 + 30 * (place % 4), choice)
        for machine in SPINS:
            self.act("/api/games/slot/spin", {"machine": machine, "bet": 50})
        self.act("/api/games/gacha/pull", {"banner": "standard", "count": 1})

    def shop(self) -> None:
        """Buy something."""
        self.act("/api/shop/buy", {"product_id": PURCHASE, "quantity": 1})

    def look_at_notices(self) -> None:
        """Let no page tell of what has happened until now."""
        notices = [each["id"] for each in self.read("/api/realtime/snapshot")["payload"]["events_unacked"]]
        self.act("/api/events/ack", {"ids": notices})

    def claim(self) -> None:
        """Claim the mission that is over first, and leave the others."""
        ready = [each for each in self.read("/api/events/active")["events"] if each["can_claim"]]
        for event in ready[:1]:
            self.act(f"/api/events/{event['event_id']}/claim")


@contextmanager
def life(url: str, name: str) -> Iterator[Life]:
    """A new player of the gateway at `url`, for the time of a block."""
    who = {"username": name, "password": PASSWORD}
    with httpx.Client(base_url=url, timeout=30) as client:
        answer = client.post("/api/auth/signup", json=who)
        assert answer.is_success, answer.text
        answer = client.post("/api/auth/login", json=who)
        assert answer.is_success, answer.text
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield Life(client, name)


@contextmanager
def lively(url: str, name: str) -> Iterator[Life]:
    """A new player who has done some of everything."""
    with life(url, name) as player:
        player.begin()
        player.play()
        player.shop()
        player.claim()
        player.look_at_notices()
        yield player


@contextmanager
def crowd(url: str, count: int) -> Iterator[None]:
    """Scripted players at the table and elsewhere, for the time of a block."""
    orders = [PITBOSS, "players", "--url", url, "--count", str(count), "--minutes", "60"]
    with subprocess.Popen(orders, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as playing:
        try:
            yield
        finally:
            playing.kill()
