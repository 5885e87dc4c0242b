"""The ledger: many reports, one record that lasts."""
