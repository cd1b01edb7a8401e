"""What Prometheus may know of this server."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

__all__ = ["GRADED", "REQUESTS", "SECONDS", "WAITING"]

REQUESTS = Counter("grade_requests_total", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "grade_request_seconds",
    "Time from a request to the end of its answer.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
GRADED = Counter("grade_submissions_total", "Submissions that grading ended for.", ["course", "state"])
WAITING = Gauge("grade_queue_length", "Submissions that wait to be graded, or are.", ["course"])
