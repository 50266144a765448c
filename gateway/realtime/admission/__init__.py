"""Admission of sockets: `authentication` reads the first message, `silence` says which silent one yields."""
