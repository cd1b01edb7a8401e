"""The front of a package."""

from figures import Circle, Rectangle, Square, total_area
from figures.convert import from_dict, to_dict

__all__ = ["Circle", "Rectangle", "Square", "from_dict", "to_dict", "total_area"]
