"""What stands at an address of the web, brought safely and with manners: pages, and feeds with what is new in them.

Nothing here makes reports: the intake does, from the bytes. ``client`` asks addresses, ``polling`` asks a feed again.
"""
