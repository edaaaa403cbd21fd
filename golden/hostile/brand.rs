//! Brands whose numbers no page can have.

use std::fs;

use libtest_mimic::{Failed, Trial};

use quarterly::theme::limits::{LEAST_HEIGHT, LEAST_LINES, LEAST_WIDTH, LIMITS, Limit};

use super::{SERIES, build, refused, text};
use crate::command::{Folder, expect};
use crate::fail;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("hostile::brand::faults_are_told_with_their_places", brands_and_fonts),
        Trial::test("hostile::brand::no_number_is_too_small_or_too_large", numbers),
        Trial::test("hostile::brand::the_limits_can_be_built", limits),
        Trial::test("hostile::brand::its_manual_lists_every_limit", manual),
    ]
}

fn brands_and_fonts() -> Result<(), Failed> {
    let folder = Folder::new("hostile-theme")?;
    let brand = folder.0.join("brand.toml");
    let good = fs::read_to_string("templates/brand.toml")?;
    fs::write(&brand, good.replace("\"#418FDE\"", "\"blue\"").replace("muted =", "mutd ="))?;
    fs::create_dir(folder.0.join("fonts"))?;
    for name in ["a.ttf", "b.OTF"] {
        fs::write(folder.0.join("fonts").join(name), "Dear colleague")?;
    }
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("a"))?;
    let path = |name: &str| folder.0.join(name).to_string_lossy().into_owned();
    let out = folder.0.join("out");
    let says = [
        "brand.toml:6:13",
        "error[unknown-key]: unknown key `mutd`",
        "did you mean `muted`",
        "error[bad-colour]",
    ];
    refused(&build(&spec, &out, &["--brand", &path("brand.toml")])?, &says)?;
    let says = ["error[bad-font]: the font `a.ttf`", "error[bad-font]: the font `b.OTF`", "hint: "];
    refused(&build(&spec, &out, &["--fonts", &path("fonts")])?, &says)?;
    fs::write(&brand, good.replace("\"Carlito\"", "\"Comic Sans\""))?;
    refused(
        &build(&spec, &out, &["--brand", &path("brand.toml")])?,
        &["error[unknown-font]", "`Comic Sans`"],
    )?;
    fs::write(&brand, good.replace("[logo]", "[logo]\ndonor = \"../../../etc/passwd\""))?;
    refused(&build(&spec, &out, &["--brand", &path("brand.toml")])?, &["error[path-outside]"])
}

/// The bundled brand with other values of its numbers.
fn with(values: &[(&str, &str, String)]) -> Result<String, Failed> {
    let mut brand = fs::read_to_string("templates/brand.toml")?;
    for (table, key, value) in values {
        let start =
            brand.find(&format!("[{table}]")).ok_or_else(|| fail(format!("there is no [{table}]")))?;
        let at =
            brand[start..].find(&format!("\n{key} =")).ok_or_else(|| fail(format!("there is no {key}")))?;
        let (from, rest) = brand.split_at(start + at + 1);
        let end = rest.find('\n').unwrap_or(rest.len());
        brand = format!("{from}{key} = {value}{}", &rest[end..]);
    }
    Ok(brand)
}

/// A build with a brand, of an edition with a chart, tiles and a table.
fn told(folder: &Folder, brand: &str) -> Result<std::process::Output, Failed> {
    let file = folder.0.join("brand.toml");
    fs::write(&file, brand)?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let chart =
        "\n[charts.a]\nfigure = \"visas\"\nkind = \"donut\"\ntitle = \"T\"\n\n[[tile]]\nvalue = \"visas\"\n";
    let spec = folder.0.join("edition.toml");
    fs::write(
        &spec,
        text("In all, {{ visas.total }} visas (Figure [](#fig-a)).\n\n![](chart:a)\n\n- words") + chart,
    )?;
    build(&spec, &folder.0.join("out"), &["--brand", &file.to_string_lossy()])
}

/// Each was accepted once; of a width of 0.001 mm, the pages took 8 GB. The unit tests of the limits try all of them.
fn numbers() -> Result<(), Failed> {
    let folder = Folder::new("hostile-numbers")?;
    for limit in LIMITS.iter().step_by(4) {
        for value in ["0", "0.001", "1e308", "-1", "nan", "inf"] {
            if limit.allows(value.parse()?) {
                continue;
            }
            let output = told(&folder, &with(&[(limit.table, limit.key, value.to_owned())])?)?;
            let says = format!("`{}` cannot be `{value}`", limit.key);
            refused(&output, &["error[out-of-range]: ", &says, "brand.toml:", "hint: write a number from"])?;
        }
    }
    let output = told(&folder, &with(&[("page", "width", "0.001".to_owned())])?)?;
    refused(&output, &["`width` cannot be `0.001`"])?;
    expect(!folder.0.join("out").exists(), "nothing is written", &output)
}

/// Pages at the ends of the limits are set like others.
fn limits() -> Result<(), Failed> {
    let folder = Folder::new("hostile-limits")?;
    let limit = |table: &str, key: &str| -> Result<&Limit, Failed> {
        let mut known = LIMITS.iter().filter(|limit| limit.table == table && limit.key == key);
        known.next().ok_or_else(|| fail(format!("{key} has limits")))
    };
    let sizes = |high: bool| {
        let sizes = LIMITS.iter().filter(move |limit| limit.table == "type");
        sizes.map(move |limit| {
            (limit.table, limit.key, format!("{:?}", if high { limit.highest } else { limit.lowest }))
        })
    };
    let page = |text: (f64, f64), margins: [f64; 4]| {
        let [inside, outside, top, bottom] = margins;
        let sides = [("width", text.0 + inside + outside), ("height", text.1 + top + bottom)];
        let margins = [("inside", inside), ("outside", outside), ("top", top), ("bottom", bottom)];
        sides
            .into_iter()
            .chain(margins)
            .map(|(key, value)| ("page", key, format!("{value:?}")))
            .collect::<Vec<_>>()
    };
    let logos = [
        ("logo", "width", "40.0".to_owned()),
        ("logo", "edge", "1.0".to_owned()),
        ("logo", "ratio", "10.0".to_owned()),
    ];
    let edge = [
        limit("page", "inside")?.lowest,
        limit("page", "outside")?.lowest,
        limit("page", "top")?.lowest,
        limit("page", "bottom")?.lowest,
    ];
    let small = page(
        (
            LEAST_WIDTH.max(limit("page", "width")?.lowest - edge[0] - edge[1]),
            LEAST_HEIGHT.max(limit("page", "height")?.lowest - edge[2] - edge[3]),
        ),
        edge,
    );
    let large = page(
        (
            limit("page", "width")?.highest - edge[0] - edge[1],
            limit("page", "height")?.highest - edge[2] - edge[3],
        ),
        edge,
    );
    let narrow = page((LEAST_WIDTH, LEAST_HEIGHT), [100.0, 30.0, 100.0, 90.0]);
    // The highest lines that a narrow text can have.
    let leading = format!("{:?}", (LEAST_WIDTH / 25.4 * 72.0 / LEAST_LINES * 10.0).floor() / 10.0);
    let fits = [
        ("type", "leading", leading.clone()),
        ("type", "body_size", leading.clone()),
        ("type", "caption_size", leading),
    ];
    for (name, page, high) in [
        ("small, small type", &small, false),
        ("large, small type", &large, false),
        ("large, large type", &large, true),
        ("narrow, small type", &narrow, false),
    ] {
        let values: Vec<(&str, &str, String)> =
            page.iter().cloned().chain(sizes(high)).chain(logos.clone()).collect();
        let output = told(&folder, &with(&values)?)?;
        expect(output.status.code().is_some_and(|code| code < 2), &format!("{name}: it is built"), &output)?;
    }
    for (name, page) in [("small, large type", &small), ("narrow, large type", &narrow)] {
        let values: Vec<(&str, &str, String)> =
            page.iter().cloned().chain(sizes(true)).chain(fits.clone()).chain(logos.clone()).collect();
        let output = told(&folder, &with(&values)?)?;
        expect(output.status.code().is_some_and(|code| code < 2), &format!("{name}: it is built"), &output)?;
    }
    Ok(())
}

/// `docs/brand.md` has a line for each number.
fn manual() -> Result<(), Failed> {
    let manual = fs::read_to_string("docs/brand.md")?;
    for Limit { table, key, lowest, highest, reason } in LIMITS {
        let line = format!("| `[{table}]` | `{key}` | {lowest} | {highest} | {reason} |");
        if !manual.contains(&line) {
            return Err(fail(format!("docs/brand.md lacks this line:\n{line}")));
        }
    }
    let lines = manual.lines().filter(|line| line.starts_with("| `[")).count();
    if lines == LIMITS.len() { Ok(()) } else { Err(fail("docs/brand.md has lines of its own")) }
}
