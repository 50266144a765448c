"""`/api/auth`. Reading order: `messages`, `session_cookie` (how browsers keep a session), `routes`, `session_list`."""
