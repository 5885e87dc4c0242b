"""The desk: its pages, its API, its safety."""
