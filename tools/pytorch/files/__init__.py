"""Writing files: safetensors, trained weights, output files."""
