"""Texts from outside: `i_json` says which are taken."""
