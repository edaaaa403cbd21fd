//! Ids of the styles, as paragraphs, runs and tables name them, and numbers of the lists.

pub(in crate::docx) const BODY: &str = "BodyText";
pub(in crate::docx) const TITLE: &str = "CoverTitle";
pub(in crate::docx) const SUBTITLE: &str = "CoverSubtitle";
pub(in crate::docx) const PERIOD: &str = "CoverPeriod";
pub(in crate::docx) const EDITORS: &str = "EditorNote";
pub(in crate::docx) const PLACEHOLDER: &str = "Placeholder";
pub(in crate::docx) const HEADING_1: &str = "Heading1";
pub(in crate::docx) const HEADING_2: &str = "Heading2";
pub(in crate::docx) const HEADING_3: &str = "Heading3";
pub(in crate::docx) const HEADING_4: &str = "Heading4";
pub(in crate::docx) const SUBHEADING: &str = "Subheading";
pub(in crate::docx) const TOC_HEADING: &str = "TOCHeading";
pub(in crate::docx) const TOC_1: &str = "TOC1";
pub(in crate::docx) const TOC_2: &str = "TOC2";
pub(in crate::docx) const FIGURES: &str = "TableofFigures";
pub(in crate::docx) const LIST_HEADING: &str = "ListHeading";
pub(in crate::docx) const CAPTION: &str = "Caption";
pub(in crate::docx) const MESSAGE: &str = "ChartMessage";
pub(in crate::docx) const DESCRIPTION: &str = "CaptionBelow";
pub(in crate::docx) const PICTURE: &str = "Picture";
pub(in crate::docx) const SOURCE: &str = "Source";
pub(in crate::docx) const CREDIT: &str = "Credit";
/// Styles of the three upper levels of lists, and of what goes on below an item of each.
pub(in crate::docx) const BULLETS: [&str; 3] = ["ListBullet", "ListBullet2", "ListBullet3"];
pub(in crate::docx) const NUMBERS: [&str; 3] = ["ListNumber", "ListNumber2", "ListNumber3"];
pub(in crate::docx) const CONTINUES: [&str; 3] = ["ListContinue", "ListContinue2", "ListContinue3"];
pub(in crate::docx) const TABLE_TEXT: &str = "TableText";
pub(in crate::docx) const TABLE_NUMBER: &str = "TableNumber";
pub(in crate::docx) const TABLE_TEXT_KEPT: &str = "TableTextKept";
pub(in crate::docx) const TABLE_NUMBER_KEPT: &str = "TableNumberKept";
pub(in crate::docx) const TABLE_HEAD: &str = "TableHead";
/// The paragraphs of a table of many columns, in smaller type: text, number, both kept with the next row, and head.
pub(in crate::docx) const TABLE_SMALL: [[&str; 5]; 2] = [
    ["TableText8", "TableNumber8", "TableText8Kept", "TableNumber8Kept", "TableHead8"],
    ["TableText7", "TableNumber7", "TableText7Kept", "TableNumber7Kept", "TableHead7"],
];
pub(in crate::docx) const TILE_NUMBER: &str = "TileNumber";
pub(in crate::docx) const TILE_TEXT: &str = "TileText";
pub(in crate::docx) const TILE_CHANGE: &str = "TileChange";
pub(in crate::docx) const CARD_DAY: &str = "CardDay";
pub(in crate::docx) const CARD_MONTH: &str = "CardMonth";
pub(in crate::docx) const CARD_TITLE: &str = "CardTitle";
pub(in crate::docx) const CARD_TEXT: &str = "CardText";
pub(in crate::docx) const CARD_PICTURE: &str = "CardPicture";
pub(in crate::docx) const CARD_CREDIT: &str = "CardCredit";
pub(in crate::docx) const NOTE_DATE: &str = "NoteDate";
pub(in crate::docx) const NOTE_TITLE: &str = "NoteTitle";
pub(in crate::docx) const TERM: &str = "Term";
pub(in crate::docx) const DEFINITION: &str = "Definition";
pub(in crate::docx) const REFERENCE: &str = "Bibliography";
pub(in crate::docx) const NOTICE: &str = "Notice";
pub(in crate::docx) const IMPRINT: &str = "Imprint";
pub(in crate::docx) const IMPRINT_RULE: &str = "ImprintRule";
pub(in crate::docx) const BACK: &str = "BackPage";
pub(in crate::docx) const BACK_TITLE: &str = "BackPageTitle";
pub(in crate::docx) const HEADER: &str = "Header";
pub(in crate::docx) const HEADER_RIGHT: &str = "HeaderRight";
pub(in crate::docx) const FOOTER: &str = "Footer";
pub(in crate::docx) const FOOTNOTE: &str = "FootnoteText";
pub(in crate::docx) const END: &str = "SectionEnd";
pub(in crate::docx) const SPACER: &str = "Spacer";
pub(in crate::docx) const TABLE_PICTURE: &str = "TablePicture";
pub(in crate::docx) const TILES: &str = "TileTable";
pub(in crate::docx) const FOLIO: &str = "PageNumberBox";
pub(in crate::docx) const STRONG: &str = "Strong";
pub(in crate::docx) const EMPHASIS: &str = "Emphasis";
pub(in crate::docx) const COMPUTED: &str = "Computed";
pub(in crate::docx) const NOTE_LETTER: &str = "NoteLetter";
pub(in crate::docx) const FOOTNOTE_MARK: &str = "FootnoteReference";
pub(in crate::docx) const HYPERLINK: &str = "Hyperlink";
pub(in crate::docx) const PAGE_NUMBER: &str = "PageNumber";
pub(in crate::docx) const TABLE: &str = "BrandTable";
pub(in crate::docx) const LAYOUT: &str = "LayoutTable";
pub(in crate::docx) const CARD: &str = "CardTable";

/// Number of the list that numbers the headings.
pub(in crate::docx) const HEADING_LIST: usize = 1;
/// Number of the list of bullets.
pub(in crate::docx) const BULLET_LIST: usize = 2;
/// Number of the list of headings that are not counted, which prints nothing.
pub(in crate::docx) const BLANK_LIST: usize = 3;
/// Number of the list that the styles of numbered lists are in; each list of the text has one of its own, that begins
/// anew.
pub(in crate::docx) const NUMBER_LIST: usize = 4;
