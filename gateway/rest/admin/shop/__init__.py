"""The routes of staff to the shop: `items` over `item_bodies`, then `purchases` of a player and their refunds."""
