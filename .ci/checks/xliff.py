"""Does with a file of `quarterly translate --export` what a translator's program does, with translate-toolkit:
`xliff.py translate|lose FILE OUT` writes a translation into one text that has a placeholder, or loses the placeholder."""

import copy
import sys

from translate.storage import xliff
from translate.storage.placeables import StringElem

what, file, out = sys.argv[1:]
KEY = "charts.visas.title"

with open(file, "rb") as source:
    store = xliff.xlifffile(source)
units = [unit for unit in store.units if unit.istranslatable()]
# The toolkit keeps its own mark between the name of the file and the id.
unit = next(unit for unit in units if unit.xmlelement.get("id") == KEY)
print(f"{len(units)} texts, {sum(bool(unit.target) for unit in units)} translated")
assert store.getsourcelanguage() == "en" and store.gettargetlanguage() == "ru", "the languages are lost"
rich = copy.deepcopy(unit.rich_source)
places = [part for part in rich[0].depth_first() if getattr(part, "id", None) is not None]
assert [str(part) for part in places] == ["{{ period }}"], f"no placeholder is read: {rich}"
if what == "translate":
    rich[0].sub[0] = "Визы по гражданству, "
    unit.rich_target = rich
else:
    unit.rich_target = [StringElem(["Визы по гражданству"])]
store.savefile(out)
