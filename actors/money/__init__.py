"""Money: amounts, transfers between accounts, and the numbers of the economy. It knows no feature.

Read `amounts.py`, `wallet.py` (how money moves), `transfers.py` (the fact that it moved), `economy.py` (the operator's
numbers).
"""
