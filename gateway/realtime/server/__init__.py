"""uvicorn's protocols: `handshake` turns a connection into one of our sockets, `request_timeouts` bounds requests."""
