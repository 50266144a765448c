"""The edge of HTTP, which a request passes before any route: `middleware` around all, then `plain_request`."""
