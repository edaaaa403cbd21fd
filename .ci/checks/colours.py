"""Asks an independent library whether the hues of charts can be told apart and words can be read.

`colours.py BRAND.toml CHART.svg…`: the hues of the brand, and the words in charts against what is drawn below them.
"""

import itertools
import sys
import tomllib
from math import cos, radians, sin
from xml.etree import ElementTree

from coloraide import Color

# As in src/chart/palette.rs: distance in OKLab, by the simulation of Machado and others (2009).
LEAST_DISTANCE = 0.09
# WCAG 2.2, level AA.
LEAST_CONTRAST = 4.5
SVG = "{http://www.w3.org/2000/svg}"


def seen(colour, sight):
    colour = Color(colour)
    if sight != "normal":
        colour = colour.filter(sight, method="machado", space="srgb-linear", out_space="srgb")
    return colour.convert("oklab").coords()


def hues(brand):
    """Pairs of hues that look alike, and words of the brand that are too pale."""
    least = {}
    for sight in ("normal", "protan", "deutan", "tritan"):
        for one, two in itertools.combinations(brand["chart"]["series"], 2):
            distance = sum((a - b) ** 2 for a, b in zip(seen(one, sight), seen(two, sight))) ** 0.5
            least[sight] = min(distance, least.get(sight, 1))
            if distance < LEAST_DISTANCE:
                yield f"{one} and {two} look alike with {sight} sight: {distance:.3f}"
    for name in ("primary", "text", "muted", "link"):
        contrast = Color(brand["colours"][name]).contrast("white", method="wcag21")
        if contrast < LEAST_CONTRAST:
            yield f"{name} on white has a contrast of {contrast:.2f}"
    print(", ".join(f"{sight} {distance:.3f}" for sight, distance in least.items()))


def covers(corners, x, y):
    """Whether a point lies in a polygon: a ray from it crosses the edge an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def words(file):
    """The words of a chart, each with its colour and the one of the shape that it begins in."""
    shapes = []
    for shape in ElementTree.parse(file).iter():
        if shape.tag == f"{SVG}rect":
            x, y, width, height = (float(shape.get(side)) for side in ("x", "y", "width", "height"))
            shapes.append(([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], shape.get("fill")))
        elif shape.tag == f"{SVG}polygon":
            corners = [tuple(map(float, corner.split(","))) for corner in shape.get("points").split()]
            shapes.append((corners, shape.get("fill")))
        elif shape.tag == f"{SVG}circle":
            x, y, radius = (float(shape.get(side)) for side in ("cx", "cy", "r"))
            around = [radians(degrees) for degrees in range(0, 360, 5)]
            shapes.append(([(x + radius * cos(at), y + radius * sin(at)) for at in around], shape.get("fill")))
        elif shape.tag == f"{SVG}text":
            # Its place is its upper edge; the letters stand below.
            x, y = float(shape.get("x")), float(shape.get("y")) + float(shape.get("font-size")) / 2
            x += {"start": 1, "end": -1}.get(shape.get("text-anchor"), 0)
            below = [fill for corners, fill in shapes if fill != "none" and covers(corners, x, y)]
            yield shape.text.strip(), shape.get("fill"), below[-1] if below else "#FFFFFF"


def main(brand, *charts):
    with open(brand, "rb") as file:
        brand = tomllib.load(file)
    faults, count = list(hues(brand)), 0
    own = {value.upper() for table in ("colours", "chart") for value in brand[table].values() if isinstance(value, str)}
    own |= {"#FFFFFF", *(hue.upper() for hue in brand["chart"]["series"])}
    for chart in charts:
        for text, colour, ground in words(chart):
            count += 1
            contrast = Color(colour).contrast(ground, method="wcag21")
            if contrast < LEAST_CONTRAST:
                faults.append(f"{chart}: {text!r} in {colour} on {ground} has a contrast of {contrast:.2f}")
            if colour.upper() not in own:
                faults.append(f"{chart}: {text!r} in {colour}, which is not the brand's")
    print("\n".join(faults) or f"{count} words in {len(charts)} charts")
    return bool(faults) or not count


sys.exit(main(*sys.argv[1:]))
