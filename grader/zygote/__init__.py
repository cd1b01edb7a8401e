"""A zygote: a process that imports once and forks for each piece of work; knows neither judge nor box."""

from grader.zygote.host import Zygote
from grader.zygote.leash import Child, Exit

__all__ = ["Child", "Exit", "Zygote"]
