"""The stores of production.

Two ways lead to the server, and they share nothing but time-outs and the role. What is on the path of a command, or
makes a host start, speaks asyncpg: `connections`, `errors` (what an SQLSTATE means), `entities` (commit, load, lease),
`definition_feed`. What is off it, for people who wait tens of milliseconds, speaks SQLAlchemy: `pooled_store`, `audit`
(every act writes its row there), `identity`, `approvals`, `staff`, `definitions`, `rounds`, `streaks`. An import
contract keeps SQLAlchemy, which loads slowly, out of the first. `schema` has the tables and their migrations.
"""
