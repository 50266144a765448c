"""Real servers for development and tests, without docker.

Reading order: `postgres` and `valkey` (the two servers), `launch` and `supervise` (a server lives no longer than the
process that started it), `binaries` (where the programs come from), `account` (who runs them), `errors`.
"""
