"""What a developer runs: the local stack and server, packaging, seeds. Never imported by the product."""
