"""The resident process: one course's host and warm engine, behind a socket that its user's commands share.

`place` and `client` are all that a quick command imports, and import next to nothing themselves.

    place.py     where the socket lies, and whose it must be
    frames.py    what runs over it
    client.py    the command's end
    orders.py    what a command may ask, typed and capped
    server.py    the resident's end: who may ask, how many at once, when it leaves
    line.py      one command's connection, as the resident writes to it
    freshness.py whether the code and the course are still those that were loaded
    start.py     starting one in the background
    engine.py    the engine port through a resident
    roll.py      which residents there are, and ending them
"""
