"""What programs write: safetensors, trained weights, output files."""
