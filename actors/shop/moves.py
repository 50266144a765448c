"""The money of a purchase: the transfers of one turn between player and shop, and whether there is room for them."""

from collections.abc import Sequence
from typing import Any

from actors.money.amounts import AMOUNT_MAX
from actors.money.transfers import Transferred
from actors.money.wallet import HOUSE_SHOP, receive, spend
from actors.player.feature import Context
from actors.player.state import PlayerState
from actors.runtime.entity import Rejection
from actors.runtime.facts import Fact
from actors.shop.rules import Content

NO_ROOM = Rejection("limit_exceeded", {"max": AMOUNT_MAX})


class Moves:
    """The transfers of a turn, in order, and the balances after them; `promised` is owed already, and is given now."""

    def __init__(
        self,
        state: PlayerState,
        reference: str,
        version: int,
        context: Context,
        promised: Sequence[Content] = (),
    ) -> None:
        self.balances = dict(state.root.balances)
        self.facts: list[Fact] = []
        self._tops = {name: had + context.room(state, name) for name, had in self.balances.items()}
        for content in promised:
            self._tops[content.type] += content.amount
        self._account = state.account
        self._reference = reference
        self._version = version

    def has_room(self, currency: str, amount: int) -> bool:
        """Return whether so much more fits, beside all that may yet come to the player (`Context.room`)."""
        return self.balances[currency] + amount <= self._tops[currency]

    def have_room(self, contents: Sequence[Content]) -> bool:
        return all(self.has_room(content.type, content.amount) for content in contents)

    def take(self, amount: int, currency: str, reason: str) -> None:
        """Transfer `amount` to the shop; 0 is no transfer."""
        if amount:
            self._moved(
                spend(self._account, self.balances[currency], HOUSE_SHOP, amount, **self._terms(currency, reason))
            )

    def take_what_there_is(self, content: Content, reason: str) -> int:
        """Transfer as much of `content` to the shop as there is; return what is missing."""
        there = min(content.amount, self.balances[content.type])
        self.take(there, content.type, reason)
        return content.amount - there

    def give(self, amount: int, currency: str, reason: str) -> None:
        """Transfer `amount` from the shop."""
        self._moved(
            receive(self._account, self.balances[currency], HOUSE_SHOP, amount, **self._terms(currency, reason))
        )

    def _terms(self, currency: str, reason: str) -> dict[str, Any]:
        return {"currency": currency, "reason": reason, "reference": self._reference, "version": self._version}

    def _moved(self, transfer: Transferred) -> None:
        self.balances[transfer.currency] = transfer.balance_after
        self.facts.append(transfer)
