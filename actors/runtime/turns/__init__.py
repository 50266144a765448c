"""From a message to a decided turn: activations, their queues, and one piece of work at a time.

Read `work.py` (what waits in a queue), `activation.py` (an entity in memory), `directory.py` (which are), `queue.py`
(admission), `commands.py` (a repeat?), `decide.py` (the turn), `outputs.py` (what it lets the world see), `timers.py`,
`tells.py`, `callers.py` and `replies.py`.
"""
