//! Puts the children of WordprocessingML elements into the order that the schema demands.

use super::tree::{Element, Node};

const BORDERS: &str = "top start left bottom end right between bar insideH insideV tl2br tr2bl";

/// Elements whose children stand in a fixed order, with that order.
const ORDER: &[(&str, &str)] = &[
    (
        "w:rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid \
         vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl \
         cs em lang eastAsianLayout specVanish oMath",
    ),
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs \
         suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi \
         adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection \
         textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    (
        "w:style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked \
         personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    ),
    ("w:tblStylePr", "pPr rPr tblPr trPr tcPr"),
    (
        "w:tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing \
         tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    ),
    (
        "w:tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    ),
    ("w:tbl", "tblPr tblGrid tr"),
    ("w:tblBorders", BORDERS),
    ("w:tcBorders", BORDERS),
    ("w:pBdr", BORDERS),
    ("w:tblCellMar", BORDERS),
    ("w:tcMar", BORDERS),
    ("w:numPr", "ilvl numId"),
    ("w:abstractNum", "nsid multiLevelType tmpl name styleLink numStyleLink lvl"),
    ("w:lvl", "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"),
];

/// Elements that mean nothing when they are empty.
const EMPTY: &[&str] = &["w:rPr", "w:pPr", "w:tcPr", "w:trPr"];

/// Sorts the children of every element that has an order, and drops empty properties.
pub(in crate::docx) fn canonicalise(element: &mut Element) {
    for node in &mut element.children {
        if let Node::Element(child) = node {
            canonicalise(child);
        }
    }
    element.children.retain(|node| match node {
        Node::Element(child) => !(EMPTY.contains(&child.name.as_ref()) && child.children.is_empty()),
        Node::Text(_) => true,
    });
    if let Some((_, order)) = ORDER.iter().find(|(name, _)| *name == element.name) {
        // The sort is stable: what may repeat keeps its own order, what is unknown goes last.
        element.children.sort_by_cached_key(|node| match node {
            Node::Element(child) => rank(&child.name, order),
            Node::Text(_) => usize::MAX,
        });
    }
}

fn rank(name: &str, order: &str) -> usize {
    let local = name.strip_prefix("w:").unwrap_or(name);
    order.split(' ').position(|entry| entry == local).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::canonicalise;
    use crate::docx::package::tree::{el, val};

    #[test]
    fn properties_are_sorted_and_empty_ones_dropped() {
        let mut paragraph = el("w:p").child(
            el("w:pPr")
                .child(el("w:rPr"))
                .child(val("w:jc", "both"))
                .child(el("w:keepNext"))
                .child(val("w:pStyle", "A")),
        );
        canonicalise(&mut paragraph);
        let expected = el("w:p").child(
            el("w:pPr").child(val("w:pStyle", "A")).child(el("w:keepNext")).child(val("w:jc", "both")),
        );
        assert_eq!(paragraph, expected);
    }
}
