"""How well mistakes are named: wrong submissions that were written without sight of the course's misconceptions.

A file `submissions/<slug>.toml` for each exercise. `bug` is the author's own sentence; `is` lists the misconceptions of
the catalogue that it is, read off the code by a person, before any was graded; empty where it is none of them.
"""
