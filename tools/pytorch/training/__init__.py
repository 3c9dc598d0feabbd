"""A run: steps, optimiser, schedule, events."""
