SELECT 1; -- nothing to undo: every table has this timer, whether or not it was lost
