"""The commands by who uses them, thin: options in, one library call, one renderer, an exit code."""
