"""nbgrader's grade book and feedback, filled from what our suites found in the sandbox."""
