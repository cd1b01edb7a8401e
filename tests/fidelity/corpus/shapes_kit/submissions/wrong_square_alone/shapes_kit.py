from figures import Circle, Rectangle, Square, total_area
from figures.convert import from_dict, to_dict
