"""The HTTP routes.

Reading order: `provided` and `guards` (what a handler asks for: dependencies, the caller, a role), `body`, `problems`
and `idempotency` (requests, refusals and answers), `documented` and `openapi` (how routes describe themselves),
`middleware`; then the routes: `health` here, accounts in `auth/`, those of players in `players/`, of staff in `admin/`
(`refused` records what is refused there).
"""
