"""What the game is.

Reading order: `messages` (what is said), `facts` (what happened), `rules/` (pure decisions), `user` (the entity that
owns a player's gold), `runtime/` (how entities are run: one turn at a time, durable before visible).
"""
