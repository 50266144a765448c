"""The link between gateways and hosts: frames of envelopes, and the router that finds the owner of an entity.

Read `envelope.py` (the messages), `stream.py` (the framed stream), `transit.py` (how long a message was on its way),
`owners.py` (the shard map), `calls.py` and `attachments.py`, then `router.py`, which puts them together.
"""
