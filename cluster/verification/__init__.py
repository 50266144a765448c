"""Checks of stored data: `pitboss verify`, `verify-audit` and `verify-round`.

Reading order: `run` (every check, in one snapshot), `entities`, `commands` and `shop` (the checks that decode states;
those that are one query lie in `persistence.verification`), `findings` (the report), `rounds` and `audit` (one round,
the audit trail), `database` (which database is checked).
"""
