"""Checks of stored data: `pitboss verify`, `verify-audit` and `verify-round`.

Reading order: `run` (every check, in one snapshot), `stored_states` (how states are read), `entities`, `commands`,
`purchases`, `games` and `returns` (the checks that decode states; those that are one query lie in
`persistence.verification`), `findings` (the report), `rounds`, `tables` and `audit` (one round, the audit trail),
`parts` (repair), `database` (which database is checked).
"""
