"""Definitions as staff change them: `routes`, their `bodies`, and banners beside the shop (`exchanges`)."""
