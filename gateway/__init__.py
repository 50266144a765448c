"""The way in: sockets and HTTP on one side, entities and stores on the other.

Read `app.py` (the HTTP application) with `dependencies.py` and `config.py` (what it is built from), then the rooms from
the outside in: `realtime/` (sockets), `rest/` (HTTP routes), `staff/` (what staff do, without HTTP) and `auth/` (who
somebody is). `documents/` exports the API and compares two versions of it, `metrics/` counts. The other files here are
what several rooms share.
"""
