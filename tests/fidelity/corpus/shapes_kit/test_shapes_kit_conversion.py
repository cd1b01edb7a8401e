import pytest
from shapes_kit import Circle, Rectangle, from_dict, to_dict


def test_to_dict():
    assert to_dict(Circle(2)) == {"kind": "Circle", "radius": 2}
    assert to_dict(Rectangle(1, 2)) == {"kind": "Rectangle", "width": 1, "height": 2}


def test_round_trip(shapes):
    for shape in shapes:
        again = from_dict(to_dict(shape))
        assert type(again) is type(shape)
        assert again.area() == shape.area()


def test_unknown_kind():
    with pytest.raises(LookupError, match="Blob"):
        from_dict({"kind": "Blob"})


def test_input_stays():
    values = {"kind": "Circle", "radius": 1}
    from_dict(values)
    assert values == {"kind": "Circle", "radius": 1}
