"""The ground that a run stands on: a platform of its own, players, scratch databases, the machine and its memory."""
