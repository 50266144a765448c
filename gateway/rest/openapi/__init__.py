"""The OpenAPI document: `document` puts together what the routes say of themselves by `gateway.rest.documented`."""
