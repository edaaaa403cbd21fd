"""Asks an independent library whether the hues of charts can be told apart and words can be read: `colours.py BRAND.toml`."""

import itertools
import sys
import tomllib

from coloraide import Color

# As in src/chart/palette.rs: distance in OKLab, by the simulation of Machado and others (2009).
LEAST_DISTANCE = 0.09
# WCAG 2.2, level AA.
LEAST_CONTRAST = 4.5


def seen(colour, sight):
    colour = Color(colour)
    if sight != "normal":
        colour = colour.filter(sight, method="machado", space="srgb-linear", out_space="srgb")
    return colour.convert("oklab").coords()


def main(file):
    with open(file, "rb") as brand:
        brand = tomllib.load(brand)
    faults, least = [], {}
    for sight in ("normal", "protan", "deutan", "tritan"):
        for one, two in itertools.combinations(brand["chart"]["series"], 2):
            distance = sum((a - b) ** 2 for a, b in zip(seen(one, sight), seen(two, sight))) ** 0.5
            least[sight] = min(distance, least.get(sight, 1))
            if distance < LEAST_DISTANCE:
                faults.append(f"{one} and {two} look alike with {sight} sight: {distance:.3f}")
    for name in ("primary", "text", "muted", "link"):
        contrast = Color(brand["colours"][name]).contrast("white", method="wcag21")
        if contrast < LEAST_CONTRAST:
            faults.append(f"{name} on white has a contrast of {contrast:.2f}")
    print("\n".join(faults) or ", ".join(f"{sight} {distance:.3f}" for sight, distance in least.items()))
    return bool(faults)


sys.exit(main(*sys.argv[1:]))
