"""Writes HTML wherever text of a student can appear.

Exercise: slope
Tries: run a script in the report: through output, exceptions, class names, returned texts, names of functions and files
Holds: score < full; some failed|error; html never <script>document; html never <img src=x
"""

import itertools
import sys

MARKUP = (
    "<script>"
    + "document.title='grader-attack'</script><img src=x onerror=alert(1)><style>body{display:none}</style></pre></body><!--"
)
print(MARKUP)
print("&#60;script&#62; {{7*7}} ${7*7} javascript:alert(1)")
sys.stderr.write(MARKUP)
KINDS = itertools.cycle([type(MARKUP, (ValueError,), {}), ValueError])


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    print(MARKUP)
    return MARKUP  # <b onmouseover=alert(1)>source</b>


def update_weight(weight: float, slope: float, lr: float) -> float:
    raise next(KINDS)(MARKUP)  # "><svg/onload=alert(1)>
