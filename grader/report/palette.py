"""Colours of figures: drawn as placeholders that become CSS classes, so that one SVG suits light and dark paper."""

from __future__ import annotations

import re

__all__ = ["GROUND", "HEAT", "INK", "LINES", "SOFT", "style_sheet", "to_classes"]

# Placeholders: what matplotlib draws in.
INK, SOFT = "#010101", "#020202"
LINES = tuple(f"#0101{3 + 2 * index:02x}" for index in range(6))
HEAT = tuple(f"#0201{3 + index:02x}" for index in range(7))
"""Cells, from nothing to the most. A number is written into each, so the darkest is still a ground for ink."""
GROUND = tuple(f"#0301{3 + index:02x}" for index in range(8))
"""Heights under a path, from low to high; pale, for curves run over them."""

# Okabe and Ito's colours, told apart by the colour-blind, darkened for white paper and lightened for dark; line styles
# and markers differ as well.
_LIGHT = {
    INK: "#3d4350",
    SOFT: "#c9cdd6",
    **dict(zip(LINES, ("#0063a5", "#b34700", "#00755a", "#9c3f7d", "#6b5b00", "#4a4a4a"), strict=True)),
    **dict(zip(HEAT, ("#f4f5f7", "#fdeedf", "#fbdfc4", "#f8cfa8", "#f4be8c", "#efad70", "#eca462"), strict=True)),
    **dict(
        zip(
            GROUND,
            ("#fbfcfd", "#f3f6f9", "#ebeff5", "#e3e9f1", "#dbe2ec", "#d3dce8", "#cbd5e3", "#c3cede"),
            strict=True,
        )
    ),
}
_DARK = {
    INK: "#c3c9d4",
    SOFT: "#434a57",
    **dict(zip(LINES, ("#6cb8f0", "#f29d49", "#3cc79a", "#e08fc3", "#e3d045", "#c9c9c9"), strict=True)),
    **dict(zip(HEAT, ("#1c2027", "#30271f", "#402d1c", "#51331a", "#623a17", "#734015", "#7d4210"), strict=True)),
    **dict(
        zip(
            GROUND,
            ("#171a1f", "#1c2026", "#21262d", "#262c34", "#2b323c", "#303843", "#353e4b", "#3a4452"),
            strict=True,
        )
    ),
}
_NAMES = (
    {INK: "ink", SOFT: "soft"}
    | {color: f"c{index}" for index, color in enumerate(LINES)}
    | {color: f"h{index}" for index, color in enumerate(HEAT)}
    | {color: f"g{index}" for index, color in enumerate(GROUND)}
)
_STYLE = re.compile(r'style="([^"]*)"')


def to_classes(svg: str) -> str:
    """`svg` with the placeholders in its styles made classes, and without names of fonts."""
    return _STYLE.sub(_classes, svg)


def style_sheet(name: str, svg: str) -> str:
    """The rules, for the SVG of this id, of the classes that occur in it, by light and dark."""
    used = set(re.findall(r"\b[fs]-\w+", svg))

    def rules(colors: dict[str, str]) -> str:
        return "".join(
            f"#{name} .{kind}-{_NAMES[key]}{{{prop}:{color}}}"
            for key, color in colors.items()
            for kind, prop in (("f", "fill"), ("s", "stroke"))
            if f"{kind}-{_NAMES[key]}" in used
        )

    fonts = f"#{name} text{{font-family:system-ui,'Segoe UI',Roboto,'Helvetica Neue',sans-serif}}"
    return f"{fonts}{rules(_LIGHT)}@media (prefers-color-scheme:dark){{{rules(_DARK)}}}"


def _classes(match: re.Match[str]) -> str:
    kept, classes = [], []
    for declaration in match.group(1).split(";"):
        prop, _, value = declaration.partition(":")
        prop, value = prop.strip(), value.strip()
        if prop in ("fill", "stroke") and value in _NAMES:
            classes.append(f"{prop[0]}-{_NAMES[value]}")
        elif prop and prop != "font-family":  # the style sheet names the fonts of the reader's own system
            kept.append(f"{prop}: {value}")
    styled = f'style="{"; ".join(kept)}"' if kept else ""
    return f'class="{" ".join(classes)}" {styled}'.strip() if classes else styled
