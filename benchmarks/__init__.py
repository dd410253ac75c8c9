"""Benchmarks: one command, figures as ratios in one run."""
