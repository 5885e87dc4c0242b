"""Which appearances are one actor, and which accounts one engagement: by rules that say why, never by a score alone."""
