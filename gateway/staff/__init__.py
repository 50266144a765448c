"""Acts of staff, without HTTP: `gateway.rest.admin` is the way in, refusals are those of `gateway.refusals`.

Reading order: `order_ids`, `commands` (staff commands to an entity), `approvals` (acts that need two people) with
`four_eyes` (which acts do, and which two), `definitions` over `json_diff` (versions of what is played by),
`accounts` (staff themselves), `audit` (sealing the trail); then `verdicts` over `played_by`, which play recorded rounds
again, and `payments`, the port of a payment provider.
"""
