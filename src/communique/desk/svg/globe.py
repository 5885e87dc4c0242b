"""The Equal Earth projection, in which areas that are equal on the globe are equal on the map.

Bojan Šavrič, Tom Patterson, Bernhard Jenny: The Equal Earth map projection. International Journal of Geographical
Information Science 33 (2019), 454-465, https://doi.org/10.1080/13658816.2018.1504949, equations 7 and 8.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

WIDTH, HEIGHT = 1000, 487
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_HALF_WIDTH = 2.7066299836960748
"""How far the map reaches to the east on a globe whose radius is 1."""
_SCALE = WIDTH / 2 / _HALF_WIDTH


def projected(lat: float, lon: float) -> tuple[float, float]:
    """Return where a place stands on the map, from its upper left corner.

    >>> projected(0, 0), projected(0, 180)[0], projected(0, -180)[0]
    ((500.0, 243.5), 1000.0, 0.0)
    """
    a1, a2, a3, a4 = _A
    t = asin(sqrt(3) / 2 * sin(radians(lat)))
    x = 2 * sqrt(3) * radians(lon) * cos(t) / (3 * (9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1))
    y = a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
    return round(WIDTH / 2 + x * _SCALE, 1), round(HEIGHT / 2 - y * _SCALE, 1)


def outline() -> str:
    """Return the edge of the map as a path of SVG."""
    steps = range(-90, 91, 5)
    points = [projected(lat, 180) for lat in steps] + [projected(lat, -180) for lat in reversed(steps)]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "z"
