"""The event stream's stores in memory."""
