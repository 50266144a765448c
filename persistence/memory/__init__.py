"""The stores without a server, for tests and for reading: the same rules and errors, and hooks to make them fail.

Nothing survives the process. A method that does not await is atomic. The rooms are those of the ports: `entities`,
`identity`, and one file for each of the others.
"""
