"""Can't be imported.

Exercise: vectors
Tries: have the tests meet names of the reference where the student's module has none
Holds: score == 0; only error|failed
"""

import collections

Vector = None
del collections
raise RuntimeError("no module today")
