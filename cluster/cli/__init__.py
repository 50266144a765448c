"""The command line `pitboss`.

Reading order: `app` (every command), then by subject: `platform` (dev, env), `operate` (status, inspect, drain, scale,
...), `playing` with `play` and `players` (clients of the platform), `verify` and `fairness` (checks), `api` (comparison
of API documents). `terminal` holds what the commands share; `tables` and `verification_report` draw.
"""
