"""Another device of a player, which knows REST alone: what it does must reach the screens of the first."""

import uuid
from types import TracebackType
from typing import Self

import httpx

from tests.web.conftest import PASSWORD

STAKE = 100


class Elsewhere:
    """The device, logged in, for the time of a block."""

    def __init__(self, url: str, name: str) -> None:
        self._http = httpx.Client(base_url=url)
        self._name = name

    def __enter__(self) -> Self:
        answer = self._http.post("/api/auth/login", json={"username": self._name, "password": PASSWORD})
        self._http.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def changes_gold(self) -> int:
        """Play until gold is another than before, since a hand may tie; return the number of rounds."""
        rounds = 0
        while True:
            key = {"Idempotency-Key": uuid.uuid4().hex}
            answer = self._http.post("/api/games/rps/play", json={"bet": STAKE, "choice": "rock"}, headers=key)
            rounds += 1
            if answer.raise_for_status().json()["payout"] != STAKE:
                return rounds

    def ends_all_sessions(self) -> None:
        """End every session of the player, this one included."""
        self._http.delete("/api/auth/sessions").raise_for_status()
