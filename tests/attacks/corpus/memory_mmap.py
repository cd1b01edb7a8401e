"""Maps memory outside of the heap.

Exercise: slope
Tries: hold more than the limit by anonymous shared and private mappings
Holds: score < full; never LOOT:
"""

import mmap

MARK = "LOOT" + ":"
KEPT = []
held = 0
for flags in (mmap.MAP_SHARED | mmap.MAP_ANONYMOUS, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS):
    try:
        while held < 6 << 30:
            block = mmap.mmap(-1, 64 << 20, flags=flags)
            for offset in range(0, 64 << 20, 4096):
                block[offset] = 1
            KEPT.append(block)
            held += 64 << 20
    except (OSError, MemoryError, ValueError):
        continue
if held > 3 << 30:
    print(MARK, "held", held)


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return 0.0


def update_weight(weight: float, slope: float, lr: float) -> float:
    return weight
