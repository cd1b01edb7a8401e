"""Returns objects that run code when they are unpickled or copied.

Exercise: slope
Tries: run os.system in the judge by __reduce__, __setstate__ and copyreg
Holds: score == 0; only failed|crashed|error; no file
"""

import copyreg
import os


class Bomb:
    def __reduce_ex__(self, protocol):
        return (os.system, ("touch /tmp/grader-attack-unpickled",))

    def __getstate__(self):
        return {"x": 1}

    def __setstate__(self, state):
        os.system("touch /tmp/grader-attack-setstate")

    __copy__ = __deepcopy__ = __getnewargs__ = lambda self, *args: os._exit(0)


copyreg.pickle(float, lambda value: (os.system, ("touch /tmp/grader-attack-copyreg",)))


def weight_slope(prediction: float, target: float, node_value: float, activation_slope: float = 1.0) -> float:
    return Bomb()


def update_weight(weight: float, slope: float, lr: float) -> float:
    return Bomb()
