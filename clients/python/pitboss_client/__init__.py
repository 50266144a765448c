"""A player's side of the Pitboss protocol: for bots, load tests and anything else that plays without a browser.

The core does no I/O. Read protocol.py, the conversation; events.py and history.py, what it gives its user;
reconnection.py, the close codes and the back-off; then client.py, the asyncio shell, with account.py beside it for
REST. `crash/` follows a crash table and proves its rounds. The package imports nothing of the server.
"""
