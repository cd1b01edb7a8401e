collect_ignore = ["corpus"]  # suites of exercises, judged and not run here
