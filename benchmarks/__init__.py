"""`make bench`: read `__main__.py` and `run.py` (one run), then `processes/`, `figures/`, `reports/` and `ground/`.

`turns/` measures two checkouts by turns. `stations.py` samples where the time of a command goes.
"""
