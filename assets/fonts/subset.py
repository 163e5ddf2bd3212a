"""Subsets Inter for the charts: see README.md."""
import sys
from fontTools import subset
from fontTools.ttLib import TTFont
source, target = sys.argv[1:3]
font = TTFont(source)
font.flavor = None
# Tabular figures become the plain ones, so that amounts line up without a font feature.
tabular = {}
gsub = font["GSUB"].table
for record in gsub.FeatureList.FeatureRecord:
    if record.FeatureTag == "tnum":
        for index in record.Feature.LookupListIndex:
            for table in gsub.LookupList.Lookup[index].SubTable:
                tabular.update(getattr(table, "ExtSubTable", table).mapping)
for table in font["cmap"].tables:
    for code in map(ord, "0123456789"):
        if code in table.cmap:
            table.cmap[code] = tabular.get(table.cmap[code], table.cmap[code])
# Figures are not kerned, or they would not line up.
figures = set(tabular.values())
for lookup in font["GPOS"].table.LookupList.Lookup:
    for table in (getattr(table, "ExtSubTable", table) for table in lookup.SubTable):
        if table.LookupType != 2:
            continue
        glyphs = table.Coverage.glyphs
        if table.Format == 1:
            table.PairSet = [pairs for glyph, pairs in zip(glyphs, table.PairSet) if glyph not in figures]
            for pairs in table.PairSet:
                pairs.PairValueRecord = [pair for pair in pairs.PairValueRecord if pair.SecondGlyph not in figures]
        else:
            for glyph in figures & set(table.ClassDef2.classDefs):
                del table.ClassDef2.classDefs[glyph]
        table.Coverage.glyphs = [glyph for glyph in glyphs if glyph not in figures]
ranges = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x304), (0x306, 0x30C), (0x323, 0x328),  # Latin, marks
    (0x370, 0x52F), (0x1E00, 0x1EFF),  # Greek, Cyrillic, Latin with more marks
    (0x2010, 0x2027), (0x2030, 0x203A), (0x20A0, 0x20C0), (0xE3F, 0xE3F),  # punctuation, currency signs
    (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265),
]
options = subset.Options(
    layout_features=["kern", "mark", "ccmp"], hinting=False, notdef_outline=True,
    name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17],
)
cutter = subset.Subsetter(options)
cutter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
cutter.subset(font)
font.save(target)
# What both weights can draw, as plain text, for the code that leaves the rest out. A soft hyphen is no sign to draw.
with open("coverage.txt", "w", encoding="utf-8") as file:
    file.write("".join(chr(code) for code in sorted(font.getBestCmap()) if code not in (0xA0, 0xAD)))
