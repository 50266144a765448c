"""The player app as pages: `pages` answers, from what `export` has read; `encodings` and `headers` say how."""
