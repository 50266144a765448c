"""Gacha: gold buys pulls from a banner.

Read `banner.py` (a banner as data), `gacha.py` (the game), `messages.py` and `area.py` (banners as definitions);
`banners/` holds those of the program.
"""
