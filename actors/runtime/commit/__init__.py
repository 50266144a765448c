"""From decided turns to durable rows: the output gate and the group commit.

Read `rows.py` and `turn.py` (what one turn writes and shows), `batch.py` (the request that many turns become),
`gate.py` (the commit, and what leaves after it), `recovery.py` (what becomes of turns that cannot be stored),
`stored.py` and `batcher.py`.
"""
