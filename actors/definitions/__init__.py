"""Definitions: what staff change while players play, in numbered versions.

Read `book.py` (areas, versions, what is in force), `built_in.py` (those that come with the program) and `body.py`. Each
area is in the folder of its feature; `actors.areas` lists them.
"""
