"""The OpenAPI document: `document` puts together what the routes say of themselves by `gateway.rest.documented`.

Reading order: `document`, `operations` (what all of them have in common), `naming`, `fields` (descriptions), `errors`
with `error_details`, and `examples`.
"""
