"""Load clients and servers under measurement, each a process of its own: `python -m benchmarks.processes.NAME`.

Read `clients.py` (how they are started), `load.py`, `openloop.py`, `crowd.py` and `frames.py`, then the others.
"""
