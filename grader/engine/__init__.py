"""Where judging runs. Light: import `LocalEngine` from `grader.engine.local`."""
