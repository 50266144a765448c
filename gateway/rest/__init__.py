"""The HTTP routes.

Reading order: `provided` (what a handler may ask for), `body` (how requests are read), then one module an area.
"""
