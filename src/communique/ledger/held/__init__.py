"""What a build holds of a ledger in memory, so that a report costs no more in a large ledger than in a small one."""
