"""What is to be told of a guideline beyond what keeps it from being used: each finding with its code, its place and a remedy."""
