"""A run's input: the images and all random draws."""
