"""From a message to a decided turn: activations, their queues, and one piece of work at a time.

Read `work.py` (the work in a queue), `activation.py` (an entity in memory), `directory.py` (all of them), `queue.py`
(admission), `commands.py` (repeats), `decide.py` (the turn), `outputs.py` (its effects outside), `timers.py`,
`tells.py`, `callers.py` and `replies.py`.
"""
