"""Two people for one act: `independence` (who may decide on whose), `gifts` (what needs it: a sum above a limit)."""
