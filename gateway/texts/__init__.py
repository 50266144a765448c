"""Texts from outside: `i_json` says which are taken, `locales` which name a language."""
