"""Checks of purchases under way, of the stock and its exchanges (`shop.py`), and of debts (`debts.py`)."""
