"""From options to a ranking: what has to be met, the standing of every option, the order, and the search for placements."""
