"""The API as documents.

`export` writes them, `export_openapi`, `export_messages`, `export_asyncapi` and `export_typescript` say what is in
them, `python -m gateway.documents` writes all. `frames` describes what messages are wrapped in, `typescript` turns
schemas into types, `asyncapi` messages into channels and operations.
`api_diff`, by the rules of `api_schemas`, says which changes between two versions break a client.
"""
