//! The looks of cells: the same few for all rows, so that a workbook stays small.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// What a cell that waits for a number looks like.
pub(super) const YELLOW: Color = Color::RGB(0xFF_F2_CC);
/// What is to be looked at.
pub(super) const ORANGE: Color = Color::RGB(0xFC_E4_D6);
/// What cannot be right.
pub(super) const RED: Color = Color::RGB(0xF8_CB_AD);
const GREY: Color = Color::RGB(0xF2_F2_F2);
const LINE: Color = Color::RGB(0xBF_BF_BF);

/// A number format with so many decimals.
pub(super) fn number_format(decimals: u32) -> String {
    match decimals {
        0 => "#,##0".to_owned(),
        more => format!("#,##0.{}", "0".repeat(more as usize)),
    }
}

fn cell() -> Format {
    Format::new().set_align(FormatAlign::VerticalCenter).set_border(FormatBorder::Thin).set_border_color(LINE)
}

/// The title of the sheet.
pub(super) fn title() -> Format {
    Format::new().set_bold().set_font_size(14)
}

/// The names of the columns.
pub(super) fn head() -> Format {
    cell().set_bold().set_text_wrap().set_background_color(GREY)
}

/// The name of a source.
pub(super) fn source() -> Format {
    Format::new().set_bold().set_font_size(12)
}

/// Words that nobody changes.
pub(super) fn words() -> Format {
    cell().set_text_wrap()
}

/// A number that nobody changes.
pub(super) fn known(decimals: u32) -> Format {
    cell().set_num_format(number_format(decimals)).set_background_color(GREY)
}

/// A sum, which the sheet computes.
pub(super) fn sum(decimals: u32) -> Format {
    known(decimals).set_bold()
}

/// A cell for a number.
pub(super) fn value(decimals: u32) -> Format {
    cell().set_num_format(number_format(decimals)).set_unlocked()
}

/// A cell for a number of which nobody knows the decimals.
pub(super) fn plain_value() -> Format {
    cell().set_unlocked()
}

/// A cell for words that no program takes for a number or a date.
pub(super) fn text() -> Format {
    note().set_num_format("@")
}

/// A cell for words.
pub(super) fn note() -> Format {
    cell().set_text_wrap().set_unlocked()
}

/// A line of the sheet that says how to fill it in.
pub(super) fn step() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// A name as Excel allows it for a sheet.
pub(super) fn sheet_name(name: &str) -> String {
    let name: String =
        name.chars().filter(|c| !c.is_control() && !"[]:*?/\\'".contains(*c)).take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}
