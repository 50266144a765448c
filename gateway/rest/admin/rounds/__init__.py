"""Rounds as staff see them: `routes` lists them, `inspection` plays one again, `tables` shows crash tables live."""
