"""The routes of players: `commands` (the twins of socket commands) and `reads`, then one module for each feature."""
