"""A player's account over REST: sign-up, log-in, fresh tokens, and commands without a socket."""

from collections.abc import AsyncIterator, Awaitable, Mapping
from typing import Any

import httpx

from pitboss_client.errors import PlayerError, Refused, Unreachable

HTTP_TIMEOUT_S = 15.0


class Account:
    """One player of the server at `url`; holds its current tokens.

    Every call raises Unreachable or Refused, and PlayerError when something else answers at the address.
    """

    def __init__(self, url: str, username: str, password: str) -> None:
        self.url = url.rstrip("/")
        self.username = username
        self.user_id = ""
        self.access_token = ""
        self.expires_in_s = 0
        self._password = password
        self.refresh_token = ""
        self._http = httpx.AsyncClient(base_url=self.url, timeout=HTTP_TIMEOUT_S, trust_env=False)

    @property
    def socket_url(self) -> str:
        """The address of the WebSocket."""
        return "ws" + self.url.removeprefix("http") + "/api/realtime/sync"

    async def sign_up(self) -> None:
        """Create the account."""
        self._accept(await self._post("/api/auth/signup", {"username": self.username, "password": self._password}))

    async def log_in(self) -> None:
        """Open a new session."""
        self._accept(await self._post("/api/auth/login", {"username": self.username, "password": self._password}))

    async def enter(self) -> bool:
        """Sign up, or log in when the name is taken; return True when the account is new."""
        try:
            await self.sign_up()
        except Refused as refused:
            if refused.code != "username_taken":
                raise
            await self.log_in()
            return False
        return True

    async def refresh(self) -> None:
        """Exchange the refresh token for fresh ones."""
        self._accept(await self._post("/api/auth/refresh", {"refresh_token": self.refresh_token}))

    async def command(self, path: str, payload: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Send the REST twin of a command with the idempotency key `key`; return the reply's payload."""
        headers = {"Authorization": f"Bearer {self.access_token}", "Idempotency-Key": key}
        return await self._post(path, payload, headers)

    async def read(self, path: str, query: Mapping[str, str | int] | None = None) -> dict[str, Any]:
        """Return the answer of a `GET` route, as this player."""
        headers = {"Authorization": f"Bearer {self.access_token}"}
        return await self._answer(self._http.get(path, params=query, headers=headers))

    async def items(self, path: str, query: Mapping[str, str | int] | None = None) -> AsyncIterator[dict[str, Any]]:
        """Yield the items of a list, such as `/api/users/me/ledger`, page by page as they are asked for."""
        page = await self.read(path, query)
        while True:
            for item in page["items"]:
                yield item
            if page["next"] is None:
                return
            page = await self.read(path, {**(query or {}), "cursor": page["next"]})

    async def close(self) -> None:
        """Give the HTTP connections back."""
        await self._http.aclose()

    async def _post(
        self, path: str, payload: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        return await self._answer(self._http.post(path, json=payload, headers=headers))

    async def _answer(self, request: Awaitable[httpx.Response]) -> dict[str, Any]:
        try:
            response = await request
            answer: dict[str, Any] = response.json()
        except (httpx.TransportError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise Unreachable(f"no Pitboss server answers at {self.url} ({reason})") from None
        except ValueError:
            raise PlayerError(f"what answers at {self.url} is no Pitboss server") from None
        if response.is_success:
            return answer
        code, detail = str(answer.get("code", "unknown")), str(answer.get("detail", response.reason_phrase))
        raise Refused(code, response.status_code, detail, int(answer.get("retry_after_ms", 0)))

    def _accept(self, tokens: Mapping[str, Any]) -> None:
        self.access_token = tokens["access_token"]
        self.refresh_token = tokens["refresh_token"]
        self.expires_in_s = tokens["expires_in"]
        self.user_id = tokens["user"]["id"]
