"""Ways that people go with the package, each from nothing to what they wanted, as they would type it."""
