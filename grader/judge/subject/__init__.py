"""Whose code the suite meets: the module that answers the suite's import of the exercise."""
