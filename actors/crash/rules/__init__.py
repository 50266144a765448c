"""The rules of crash, pure.

Read `curve.py` (multipliers, cash-outs, the guard of the bankroll), `point.py` (the end of a round), `chain.py` (hash
chains), `salt.py` (their salts), `config.py` (the numbers of a table) and `returns.py`.
"""
