"""Engagements: what passed between actors, with parties, times and places, from what the report tells."""
