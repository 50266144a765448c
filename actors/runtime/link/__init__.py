"""The link between gateways and hosts: frames of envelopes, and the router that finds the owner of an entity.

Read `envelope.py` (what travels), `stream.py` (the framed stream), `owners.py` (the shard map), `router.py`.
"""
