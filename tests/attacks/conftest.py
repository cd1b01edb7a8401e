"""The suites of the arena's exercises are for the grader to run."""

collect_ignore = ["course"]
