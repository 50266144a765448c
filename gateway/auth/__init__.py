"""Accounts, passwords, tokens and sessions, without HTTP.

Reading order: `usernames`, `passwords`, `tokens`, `second_factor` and `lockout` (the parts), `identity` (sign-up and
log-in, composed of them), `sessions` and `revocations` (the life of a session and its end), `events` (the rows that
the audit trail gets), `roles`.
"""
