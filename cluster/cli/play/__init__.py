"""`pitboss play`, on top of `pitboss_client`.

Read options.py, terminal.py, moves.py and refusals.py; crash.py draws with screen.py.

Like any other client, it imports nothing of the server.
"""
