"""The command line `pitboss`.

Reading order: `main` (the entry point), `app` (every command), then by subject: `platform` (dev, env), `operate`
(status, inspect, drain, scale, ...), `playing` with `play` and `players` (clients of the platform), `checks`,
`keys` (rotation), `api` (comparison of API documents). `terminal` holds what the commands share, `tables` draws.
"""
