"""The way of events from the outbox to the stream. Read `outbox`."""
