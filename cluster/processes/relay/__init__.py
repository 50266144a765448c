"""A relay: carries the events of the outbox to the event stream, in order (decision 0067).

Reading order: `events` (how an event looks in the stream), `broker` (the port), `tenure` (the lease, and which shards
are whose), `carrier` (the loop), `kafka` (the broker itself), `process` (all of it).
"""
