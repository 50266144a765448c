"""Values that follow from the definitions in force, made anew after those have changed."""

from collections.abc import Callable
from typing import Generic, TypeVar

from actors.definitions.book import Book, Definitions

Value = TypeVar("Value")


class InForce(Generic[Value]):
    """A value that `make` derives from the book in force: exchanged between turns, never within one.

    Without definitions it is made once, from an empty book.
    """

    def __init__(self, definitions: Definitions | None, make: Callable[[Book], Value]) -> None:
        self._definitions = definitions or Definitions(())
        self._make = make
        self._book = self._definitions.book
        self._value = make(self._book)

    def now(self) -> Value:
        """Return the value; one comparison of references unless a definition has changed."""
        book = self._definitions.book
        if book is not self._book:
            self._value = self._make(book)
            self._book = book
        return self._value
