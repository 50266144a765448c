"""`pitboss play`, on top of `pitboss_client`. Read options.py, terminal.py and moves.py; crash.py draws with screen.py.

Like any other client, it imports nothing of the server.
"""
