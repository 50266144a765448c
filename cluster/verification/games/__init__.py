"""Checks of what is played: open stakes at tables (`stakes.py`), and pity from pull to pull (`pity.py`)."""
