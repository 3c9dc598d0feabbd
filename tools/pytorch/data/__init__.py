"""The images, and all random choices: what a run takes in."""
