"""The server of a class: a JSON API and pages over the host's use-cases. FastAPI lives here only."""
