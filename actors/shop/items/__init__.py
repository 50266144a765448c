"""Items: how the shop keeps one (`shelf.py`), that no combination of them gains (`exchange.py`), and the first ones
(`seed_items.py`).
"""
