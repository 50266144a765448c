"""The ports of what staff do: `orders` (what they give away, by key and in sum), `replies` (repeats of other acts)."""
