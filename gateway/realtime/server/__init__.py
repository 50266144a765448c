"""Where uvicorn meets the sockets: `handshake` turns a connection into one, `request_timeouts` bounds each request."""
