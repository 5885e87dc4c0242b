"""Tests of batches: whole archives on one machine and on many."""
