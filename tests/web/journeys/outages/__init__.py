"""Journeys that take minutes, since what breaks must come back: a gateway, a host, a network, a token."""
