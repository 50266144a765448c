"""Admission of sockets: `authentication` reads the first message."""
