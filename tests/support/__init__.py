"""What several tests need: the embedded stack, the running server."""
