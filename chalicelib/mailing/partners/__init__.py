"""Who takes our letters to the post office."""
