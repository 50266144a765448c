"""The only folder that knows Ray: its node, and the processes of a cluster as actors on it.

Ray places, supervises and shows processes; commands never travel as Ray calls (decision 0001).

Reading order: `node` (Ray's own processes), `process` (what every actor needs), `host_shell`, `gateway_shell` and
`director_shell` (the actors), `fleet` (the director's hold on its hosts), `actors` (the actors of a whole cluster),
`remote_control` (the same actors as the command line reaches them).
"""
