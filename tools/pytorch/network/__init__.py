"""The network: its layers and their initial weights."""
