//! How small and how large each number of a brand may be, and what the numbers of a page must leave for its text.
//!
//! `docs/brand.md` prints this table; a test holds the two together.

/// The limits of one number of a brand file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// The table it stands in.
    pub table: &'static str,
    /// Its name there.
    pub key: &'static str,
    /// The lowest that is taken.
    pub lowest: f64,
    /// The highest that is taken.
    pub highest: f64,
    /// Why it is no lower and no higher.
    pub reason: &'static str,
}

/// Millimetres that the margins have to leave of the width: the date of an event, its text and a photograph stand
/// beside each other.
pub const LEAST_WIDTH: f64 = 105.0;
/// Heights of a line that the margins have to leave of the width: such a photograph is ten lines wide.
pub const LEAST_LINES: f64 = 20.0;
/// Millimetres that the margins have to leave of the height: a chart with its caption and source stays whole.
pub const LEAST_HEIGHT: f64 = 110.0;
/// The part of the cover's height that is white, and holds the logos.
pub const WHITE_OF_COVER: f64 = 1.0 / 3.0;
/// Millimetres between two logos.
pub const BETWEEN_LOGOS: f64 = 5.0;

const MM_PER_POINT: f64 = 25.4 / 72.0;

const TYPE: &str = "type";
const PAGE: &str = "page";
const LOGO: &str = "logo";
const LAYOUT: &str = "layout";

/// Each number of a brand file.
pub const LIMITS: [Limit; 24] = [
    limit(TYPE, "body_size", 6.0, 18.0, "smaller text is not read, and of larger a line has few words"),
    limit(
        TYPE,
        "leading",
        6.0,
        36.0,
        "lines closer than their letters overlap, and distant ones are no text",
    ),
    limit(
        TYPE,
        "footnote_size",
        5.0,
        14.0,
        "smaller text is not read, and notes are no larger than the text",
    ),
    limit(TYPE, "footnote_leading", 5.0, 24.0, "as for the lines of the text"),
    limit(TYPE, "caption_size", 5.0, 18.0, "smaller text is not read, and captions are no headings"),
    limit(
        TYPE,
        "source_size",
        5.0,
        14.0,
        "smaller text is not read, and sources are no larger than the text",
    ),
    limit(TYPE, "source_leading", 5.0, 24.0, "as for the lines of the text"),
    limit(TYPE, "chapter_size", 8.0, 48.0, "a heading is no smaller than a note, and fits into a line"),
    limit(TYPE, "heading_size", 6.0, 36.0, "a heading is no smaller than the text, and fits into a line"),
    limit(
        PAGE,
        "width",
        120.0,
        558.0,
        "a narrower page has no room beside a photograph, and Word has none of more than 22 inches",
    ),
    limit(
        PAGE,
        "height",
        148.0,
        558.0,
        "A6 is the lowest page of a report, and Word has none of more than 22 inches",
    ),
    limit(PAGE, "inside", 5.0, 200.0, "printers leave 5 mm white, and the margins leave room for the text"),
    limit(PAGE, "outside", 5.0, 200.0, "printers leave 5 mm white, and the margins leave room for the text"),
    limit(PAGE, "top", 10.0, 200.0, "the running head stands in it, and the margins leave room for the text"),
    limit(
        PAGE,
        "bottom",
        10.0,
        200.0,
        "the number of the page stands in it, and the margins leave room for the text",
    ),
    limit(LOGO, "ratio", 0.2, 10.0, "a logo is no line"),
    limit(LOGO, "width", 5.0, 150.0, "a smaller logo is not seen, and the cover has room for two"),
    limit(LOGO, "edge", 1.0, 100.0, "logos stand in the white third of the cover"),
    limit(LAYOUT, "least_filled", 0.01, 1.0, "it is a part of a page"),
    limit(
        LAYOUT,
        "least_size",
        1.0,
        24.0,
        "no text is smaller than a point, and none has to be larger than a heading",
    ),
    limit(
        LAYOUT,
        "least_contrast",
        1.0,
        21.0,
        "equal colours have a contrast of 1, black on white has one of 21",
    ),
    limit(LAYOUT, "least_dpi", 1.0, 2_400.0, "no printer shows more than 2400 pixels an inch"),
    limit(
        LAYOUT,
        "widest_space",
        1.0,
        100.0,
        "a space of the font is 1 wide, and no line is wider than 100 of them",
    ),
    limit(LAYOUT, "least_words", 1.0, 20.0, "a last line has a word, and a line has no more than 20"),
];

const fn limit(
    table: &'static str,
    key: &'static str,
    lowest: f64,
    highest: f64,
    reason: &'static str,
) -> Limit {
    Limit { table, key, lowest, highest, reason }
}

/// The limits of a number of a brand file.
pub(super) fn find(table: &str, key: &str) -> Option<&'static Limit> {
    LIMITS.iter().find(|limit| limit.table == table && limit.key == key)
}

impl Limit {
    /// Whether a number is within the limits; what is no number is not.
    pub fn allows(&self, number: f64) -> bool {
        (self.lowest..=self.highest).contains(&number)
    }
}

/// A number that does not fit the others, with what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    pub(super) table: &'static str,
    pub(super) key: &'static str,
    pub(super) message: String,
    pub(super) hint: String,
}

/// What is wrong with numbers that are each within their limits. `get` gives the number of a table and key.
pub(super) fn misfits(get: impl Fn(&str, &str) -> Option<f64>) -> Vec<Misfit> {
    let all = [room(&get), lines(&get), beside(&get), logos(&get)];
    all.into_iter().flatten().flatten().collect()
}

type Get<'a> = &'a dyn Fn(&str, &str) -> Option<f64>;

impl Misfit {
    /// What is wrong with a number, where it is less than another one.
    fn below(
        (number, least): (f64, f64),
        (table, key): (&'static str, &'static str),
        told: [String; 2],
    ) -> Option<Self> {
        let [message, hint] = told;
        (number < least).then_some(Self { table, key, message, hint })
    }
}

/// A page must have room for its text.
fn room(get: Get<'_>) -> Option<Vec<Misfit>> {
    let of = |key| get(PAGE, key);
    let mut misfits = Vec::new();
    for (key, [first, second], least) in
        [("width", ["inside", "outside"], LEAST_WIDTH), ("height", ["top", "bottom"], LEAST_HEIGHT)]
    {
        let left = of(key)? - of(first)? - of(second)?;
        let told = [
            format!("`{first}` and `{second}` leave {left:.1} mm of the {key} for the text"),
            format!("leave at least {least} mm: make the page larger or its margins smaller"),
        ];
        misfits.extend(Misfit::below((left, least), (PAGE, key), told));
    }
    Some(misfits)
}

/// Lines must not overlap.
fn lines(get: Get<'_>) -> Option<Vec<Misfit>> {
    let mut misfits = Vec::new();
    for (size, leading) in [
        ("body_size", "leading"),
        ("caption_size", "leading"),
        ("footnote_size", "footnote_leading"),
        ("source_size", "source_leading"),
    ] {
        let (letters, lines) = (get(TYPE, size)?, get(TYPE, leading)?);
        let told = [
            format!("letters of {letters} points (`{size}`) overlap on lines of {lines} points"),
            format!("write a `{leading}` of at least {letters}"),
        ];
        misfits.extend(Misfit::below((lines, letters), (TYPE, leading), told));
    }
    Some(misfits)
}

/// A text stands beside a photograph as wide as some of its lines are high.
fn beside(get: Get<'_>) -> Option<Vec<Misfit>> {
    let room = get(PAGE, "width")? - get(PAGE, "inside")? - get(PAGE, "outside")?;
    let (lines, most) = (get(TYPE, "leading")?, room / MM_PER_POINT / LEAST_LINES);
    let rounded = (most * 10.0).floor() / 10.0;
    let told = [
        format!("lines of {lines} points leave no room beside a photograph in a text {room:.1} mm wide"),
        format!("write a leading of at most {rounded:.1}, or make the page wider"),
    ];
    Some(Misfit::below((most, lines), (TYPE, "leading"), told).into_iter().collect())
}

/// Two logos stand side by side in the white part of the cover.
fn logos(get: Get<'_>) -> Option<Vec<Misfit>> {
    let (width, ratio, edge) = (get(LOGO, "width")?, get(LOGO, "ratio")?, get(LOGO, "edge")?);
    let room = get(PAGE, "width")? - get(PAGE, "inside")? - get(PAGE, "outside")?;
    let (height, white) = (width / ratio, get(PAGE, "height")? * WHITE_OF_COVER);
    let most = (room - BETWEEN_LOGOS) / 2.0;
    let wide = [
        format!("two logos of {width} mm do not fit between the margins, which leave {room:.1} mm"),
        format!("write a width of at most {most:.1}"),
    ];
    let high = [
        format!(
            "logos of {height:.1} mm height, {edge} mm above the edge, do not fit into the white part of the cover, which has {white:.1} mm"
        ),
        "write a smaller `width` or `edge`, or a larger `ratio`".to_owned(),
    ];
    let wide = Misfit::below((room, 2.0 * width + BETWEEN_LOGOS), (LOGO, "width"), wide);
    let high = Misfit::below((white, edge + height), (LOGO, "ratio"), high);
    Some(wide.into_iter().chain(high).collect())
}

#[cfg(test)]
mod tests {
    use super::{LIMITS, find};
    use crate::theme::Brand;

    const BRAND: &str = include_str!("../../templates/brand.toml");

    /// The bundled brand with another value of a number.
    fn with(table: &str, key: &str, value: &str) -> String {
        let (before, from) = BRAND.split_once(&format!("[{table}]")).unwrap();
        let at = from.find(&format!("\n{key} =")).unwrap();
        let line = from[at + 1..].find('\n').map_or(from.len(), |end| at + 1 + end);
        format!("{before}[{table}]{}\n{key} = {value}{}", &from[..at], &from[line..])
    }

    #[test]
    fn each_number_of_the_bundled_brand_has_limits() {
        let brand: toml::Table = BRAND.parse().unwrap();
        let mut count = 0;
        for (table, inside) in &brand {
            for (key, value) in inside.as_table().unwrap() {
                let number = value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
                if let Some(number) = number {
                    let limit = find(table, key).unwrap_or_else(|| panic!("[{table}] {key} has no limits"));
                    assert!(limit.allows(number), "{limit:?} does not allow {number}");
                    count += 1;
                }
            }
        }
        assert_eq!(count, LIMITS.len());
    }

    #[test]
    fn no_number_is_taken_that_no_page_can_have() {
        const ODD: [&str; 11] = [
            "0",
            "0.0",
            "-0.0",
            "-1",
            "-1e308",
            "1e-308",
            "1e308",
            "nan",
            "inf",
            "-inf",
            "9223372036854775807",
        ];
        let mut tried = 0;
        for limit in LIMITS {
            let below = format!("{:?}", limit.lowest * 0.99);
            let above = format!("{:?}", limit.highest * 1.01);
            for value in ODD.iter().copied().chain([below.as_str(), above.as_str()]) {
                let told =
                    Brand::parse("brand.toml", &with(limit.table, limit.key, value)).unwrap_err().to_string();
                let line = with(limit.table, limit.key, value)
                    .lines()
                    .position(|line| line == format!("{} = {value}", limit.key));
                let place = format!("brand.toml:{}:{}", line.unwrap() + 1, limit.key.len() + 4);
                let is_told =
                    told.contains("error[out-of-range]") && told.contains(&place) && told.contains("hint: ");
                assert!(is_told, "[{}] {} = {value}: {place}\n{told}", limit.table, limit.key);
                tried += 1;
            }
        }
        assert!(tried > 300, "{tried}");
    }

    #[test]
    fn each_number_can_reach_its_limits() {
        for limit in LIMITS {
            for value in [limit.lowest, limit.highest] {
                let value =
                    if limit.key == "least_words" { format!("{value}") } else { format!("{value:?}") };
                if let Err(faults) = Brand::parse("brand.toml", &with(limit.table, limit.key, &value)) {
                    let told = faults.to_string();
                    // What the other numbers leave no room for is told as that.
                    assert!(!told.contains("cannot be"), "{told}");
                }
            }
        }
    }

    #[test]
    fn numbers_that_leave_no_room_are_refused_together() {
        for (changes, words) in [
            ([("page", "width", "124")].as_slice(), "leave 78.6 mm of the width for the text"),
            (&[("type", "leading", "24")], "leave no room beside a photograph in a text 164.6 mm wide"),
            (&[("page", "inside", "70"), ("page", "outside", "61")], "leave 79.0 mm of the width"),
            (&[("page", "top", "120"), ("page", "bottom", "100")], "leave 77.0 mm of the height"),
            (&[("type", "leading", "10.9")], "letters of 11 points (`body_size`) overlap on lines of 10.9"),
            (&[("type", "footnote_leading", "6.5")], "(`footnote_size`) overlap"),
            (&[("type", "source_size", "10")], "(`source_size`) overlap"),
            (&[("logo", "width", "90")], "two logos of 90 mm do not fit"),
            (&[("logo", "ratio", "0.4")], "do not fit into the white part of the cover"),
        ] {
            let mut text = BRAND.to_owned();
            for (table, key, value) in changes {
                let line = with(table, key, value);
                let old = BRAND.lines().zip(line.lines()).find(|(old, new)| old != new).unwrap();
                text = text.replace(old.0, old.1);
            }
            let told = Brand::parse("brand.toml", &text).unwrap_err().to_string();
            assert!(
                told.contains(words) && told.contains("brand.toml:") && told.contains("hint: "),
                "{words}\n{told}"
            );
        }
    }
}
