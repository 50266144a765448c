"""What `make bench` measures: __main__.py, then run.py; the load client (load.py) runs in a process of its own."""
