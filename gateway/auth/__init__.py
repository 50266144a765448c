"""Who is calling.

Reading order: `usernames`, `passwords`, `tokens` (the parts), `identity` (composes them), `access` (guards routes).
"""
