"""The contracts of tenancy, one file per noun: `…In`, `…Out`, and the facts `…V1`."""
