"""What is asked of decisions afterwards: `replaying` answers each again; `reports`, `pairs` and `progress` look at many."""
