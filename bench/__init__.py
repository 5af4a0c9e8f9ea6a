"""What each operation costs: time, CPU, DynamoDB calls and units, euros. Shown, never asserted (see README.md)."""
