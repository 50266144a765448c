"""`pitboss players`, on top of `pitboss_client`. Read purse.py, bot.py, strategies.py, then crew.py, which runs them.

Like any other client, it imports nothing of the server.
"""
