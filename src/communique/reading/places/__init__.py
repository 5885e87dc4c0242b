"""Places: which of its meanings each name of a report has, and where a name stands for a government."""

from communique.reading.places.find import Gazetteer, PlaceContext, distance_km, find_places

__all__ = ["Gazetteer", "PlaceContext", "distance_km", "find_places"]
