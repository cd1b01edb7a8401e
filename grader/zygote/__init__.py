"""A zygote: a process that imports once and forks for each piece of work; knows neither judge nor box."""

from grader.zygote.host import Child, Exit, Zygote

__all__ = ["Child", "Exit", "Zygote"]
