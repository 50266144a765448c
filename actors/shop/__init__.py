"""The shop: its own entity, and the player's purchases.

Read `rules.py` (an item, prices, limits), `items` (all of them together), `messages.py` and `shop_messages.py`,
`facts.py`, then the shop: `state.py`, `shop.py` (its turns), `orders.py` (orders of staff), `view.py`; then the player:
`receipts.py` (state) and `purchases.py` (the feature, with the steps of a purchase).
"""
