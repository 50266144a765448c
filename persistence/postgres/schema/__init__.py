"""The schema. Read `tables` and `staff_tables`, over `metadata`, then `migrate` (how a database gets there) and
`revision` (whether it is there).

`roles`, `revision` and `timestamps` load no SQLAlchemy, so that a host starts without it.
"""
