"""From decided turns to durable rows: the output gate and the group commit.

Read `rows.py` and `turn.py` (the rows and outputs of one turn), `batch.py` (the request that many turns become),
`gate.py` (the commit, and the release of outputs after it), `split.py` (a batch that is refused), `recovery.py` (turns
that cannot be stored), `stored.py` and `batcher.py`.
"""
