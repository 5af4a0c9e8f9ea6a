"""The pure side of tenancy, one file per noun. No clock, no random source, no network: they are arguments."""
