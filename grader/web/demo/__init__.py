"""A class of thirty with real submissions, really graded, to look at."""
