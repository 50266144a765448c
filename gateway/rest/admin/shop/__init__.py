"""Staff and the shop: `items` (the routes) over `item_bodies` (what they send and see), then `purchases` (refunds)."""
