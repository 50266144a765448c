"""`pitboss verify`. Read `run` (what is checked), then `entities` and `commands` (the checks that decode), `findings`
(what they report), `start` (where the data are), `show`.
"""
