"""Reads a whole database on Postgres in one snapshot and finds what contradicts the invariants.

Read `checks` (those that SQL alone decides; `missions`, `purchases`, `stakes`, `streaks` and `versions` have more of
them), then `snapshot` (how the database is read, and the streams for checks that need to decode), then `audit_chain`.
"""
