"""The entity's memory of its commands: keys of commands, and repeats of those that were run before.

A command's key is (entity, origin, id); its 128-bit digest `tx` names everything that its turn writes. Repeats are
found in three places, in this order: the last commands in memory, the high-water mark, the store. Whether a repeat has
the same body is `actors.runtime.bodies`.

The high-water mark is the largest ULID or UUIDv7 (both are 128-bit numbers led by 48 bits of milliseconds) under
which a command of a player was ever stored for the entity; it is part of the stored state. An id above it was never
stored, whatever clocks say; every other id is looked up (decision record 0004).
"""

from hashlib import blake2b

from actors.runtime.turns.callers import Caller

REMEMBERED_COMMANDS_MAX = 64
"""Durable commands of an entity that are answered from memory when they are repeated."""
REMEMBERED_BYTES_MAX = 32 * 1024
"""Bytes of those commands with their replies; what is forgotten is answered from the store."""
REMEMBERED_BYTES = 360
"""What remembering a command takes besides its reply (`tests/unit/runtime/test_memory.py` measures it)."""
WAITING_CALLERS_MAX = 64
"""Callers that wait for the later reply of one command; the oldest give way."""
_ULID_CHARS = 26
_UUID_CHARS = 36
_CROCKFORD = str.maketrans("ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz", "abcdefghijklmnopqrstuv" * 2, "ILOUilou")


def command_tx(kind: str, key: str, origin: str, command_id: str) -> str:
    """Return the key of a command: 32 hex digits of blake2b over entity, origin and id."""
    return blake2b(f"{kind}\0{key}\0{origin}\0{command_id}".encode(), digest_size=16).hexdigest()


def derived_id(tx: str, name: str) -> str:
    """Return the id of the thing `name` that the turn `tx` makes (a tell, an event, a timer): 32 hex digits."""
    return blake2b(f"{tx}\0{name}".encode(), digest_size=16).hexdigest()


def time_ordered(command_id: str) -> int | None:
    """Return the 128-bit number of a ULID or UUIDv7; None for any other id."""
    if len(command_id) == _ULID_CHARS and command_id[0] in "01234567":
        digits = command_id.translate(_CROCKFORD)
        return _number(digits, 32) if len(digits) == _ULID_CHARS else None
    if len(command_id) == _UUID_CHARS and command_id[14] == "7" and command_id[8::5][:4] == "----":
        digits = command_id.replace("-", "")
        return _number(digits, 16) if len(digits) == 32 else None
    return None


def mark_of(origin: str, command_id: str) -> int:
    """Return the number by which a command moves the high-water mark: that of a player's time-ordered id, else 0."""
    return (time_ordered(command_id) or 0) if origin == "user" else 0


def _number(digits: str, base: int) -> int | None:
    """Return the number if there are only digits: `int` alone would take signs, blanks and underscores as well."""
    if not (digits.isalnum() and digits.isascii()):
        return None
    try:
        return int(digits, base)
    except ValueError:
        return None


class Remembered:
    """A command that was run: its body's hash, and its answer once there is one."""

    __slots__ = ("body_hash", "durable", "ok", "reply", "waiting")

    def __init__(self, hashed: bytes, ok: bool | None, reply: bytes | None, *, durable: bool) -> None:
        self.body_hash = hashed
        self.ok = ok
        self.reply = reply
        self.durable = durable
        self.waiting: tuple[Caller, ...] = ()

    def forgettable(self) -> bool:
        """Return whether the store can answer its repeats: it is durable, with its reply."""
        return self.durable and self.reply is not None

    def size_bytes(self) -> int:
        return REMEMBERED_BYTES + len(self.reply or b"")

    def wait(self, caller: Caller) -> None:
        """Let `caller` wait for the answer."""
        self.waiting = (*self.waiting, caller)[-WAITING_CALLERS_MAX:]


class CommandMemory:
    """An activation's memory of the commands of its entity; `size_bytes` is about what it takes."""

    __slots__ = ("_completed", "_recent", "high_water", "size_bytes")

    def __init__(self, high_water: int = 0) -> None:
        self.high_water = high_water
        self.size_bytes = 0
        self._recent: dict[str, Remembered] = {}
        self._completed: dict[str, Remembered] = {}

    def find(self, tx: str) -> Remembered | None:
        """Return the command if it is remembered."""
        return self._recent.get(tx)

    def definitely_new(self, number: int) -> bool:
        """Return whether no command of this number can be stored: it is above the high-water mark (`mark_of`)."""
        return number > self.high_water

    def remember(self, tx: str, number: int, entry: Remembered) -> None:
        """Remember a command; `number` is its `mark_of`."""
        self._recent[tx] = entry
        self.size_bytes += entry.size_bytes()
        if number > self.high_water:
            self.high_water = number

    def answered(self, entry: Remembered, ok: bool, reply: bytes) -> None:
        """Give a remembered command the reply that came later."""
        entry.ok, entry.reply = ok, reply
        self.size_bytes += len(reply)

    def completed(self, tx: str, ok: bool, reply: bytes) -> Remembered:
        """Remember the reply of a command that only the store knows: a lookup from before must not hide it.

        A queue with a lookup under way runs no turn, so that by this turn older replies that are durable are of no use.
        """
        self._completed = {each: entry for each, entry in self._completed.items() if not entry.durable}
        entry = self._completed[tx] = Remembered(b"", ok, reply, durable=False)
        return entry

    def found(self, tx: str, number: int, entry: Remembered) -> None:
        """Remember a command that was found in the store, until its repeats are answered (`forget_old`)."""
        completed = self._completed.get(tx)
        if completed is not None and entry.reply is None:
            entry.ok, entry.reply = completed.ok, completed.reply
        if tx not in self._recent:
            self.remember(tx, number, entry)

    def forget_old(self) -> None:
        """Keep the newest; never forget one that is not durable or not answered yet."""
        recent = self._recent
        while len(recent) > REMEMBERED_COMMANDS_MAX or self.size_bytes > REMEMBERED_BYTES_MAX:
            for oldest, entry in recent.items():
                if entry.forgettable():
                    self.size_bytes -= entry.size_bytes()
                    del recent[oldest]
                    break
            else:
                return

    def forget_all(self) -> None:
        """Forget every command that may be forgotten."""
        for tx in [tx for tx, entry in self._recent.items() if entry.forgettable()]:
            self.size_bytes -= self._recent.pop(tx).size_bytes()

    def unanswered(self) -> list[Remembered]:
        """Return the commands whose callers wait for a later turn."""
        return [entry for entry in self._recent.values() if entry.waiting]
