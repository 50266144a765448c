"""The account of a player: `language`, and `standing`, which says whether they may play."""
