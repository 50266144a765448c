"""The AsyncAPI 3 document of the socket: `examples` are golden messages, `document` is made of them, `page` shows."""
