"""The API as documents.

`export` writes them, `export_openapi` and `export_messages` say what is in them; `api_diff`, by the rules of
`api_schemas`, says which changes between two versions break a client.
"""
