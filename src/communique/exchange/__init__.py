"""The ledger's entries in other formats: one module a format, each a pure function from entries to a stream.

:data:`communique.exchange.formats.FORMATS` has them all. No format holds everything: each says what it loses, and
counts the entries that it cannot hold.
"""
