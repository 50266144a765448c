"""Definitions: rules and numbers that staff change while players play, in numbered versions.

Read `book.py` (areas, versions, what is in force), `in_force.py` (values made from it), `built_in.py` (definitions that
come with the program) and `body.py`. Each area is in the folder of its feature; `actors.areas` lists them.
"""
