"""Drawings made on the server: where each thing stands, as frozen values that the templates write down as SVG."""
