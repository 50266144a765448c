"""uvicorn's protocols: `handshake` turns a connection into one of our sockets, `http` bounds everything else."""
