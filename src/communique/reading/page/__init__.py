"""The page as the rules read it: its trees, its turns of speech, its characters without a width."""
