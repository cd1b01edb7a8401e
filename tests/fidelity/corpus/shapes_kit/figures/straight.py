from figures.base import Shape


class Rectangle(Shape):
    def __init__(self, width, height):
        self.width, self.height = width, height

    def area(self):
        return self.width * self.height


class Square(Rectangle):
    def __init__(self, side=None, **sides):
        side = side if side is not None else sides["width"]
        super().__init__(side, side)
