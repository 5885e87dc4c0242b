"""The desk: the pages where people look at the ledger, check it and correct it, and the HTTP API under them."""
