"""Storage: what survives a process. It knows bytes, keys and versions, and no game.

Reading order: `errors` (how a store fails), `entities` (what the runtime asks of a store), `audit` (the trail that
every log-in and act of staff leaves), `identity` (who logs in), `approvals`, `staff` and `definitions` (what staff do),
`rounds` and `streaks` (what players and staff look back on). These are the ports: protocols, plain records and pure
rules, and none of them knows a backend. `postgres`, `redis` and `memory` hold the stores, in the same rooms as their
ports; `cluster` alone chooses among them. `verification` reads a whole database and tells what does not hold.
"""
