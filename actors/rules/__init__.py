"""Pure rules: state, command, now and dice in; facts out. No I/O, no clock, no randomness, no framework."""
