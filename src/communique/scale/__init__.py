"""Whole archives, read on one machine or on many, a shard at a time."""
