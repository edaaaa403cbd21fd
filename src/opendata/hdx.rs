//! Writes what the form of the Humanitarian Data Exchange asks for, to be pasted there.

use super::About;
use super::plain::words;

/// A sentence on what the table has.
pub(super) fn description(about: &About) -> String {
    let days = about.days.as_ref().map_or_else(String::new, |(first, last)| format!(", {first} to {last}"));
    let labels: Vec<&str> = about.sources.values().flatten().map(String::as_str).collect();
    let mut labels: Vec<&str> = labels;
    labels.sort_unstable();
    labels.dedup();
    let of = if labels.is_empty() { String::new() } else { format!(": {}", labels.join(", ")) };
    format!("Figures of {}{days}{of}.", about.title)
}

/// The fields of the form, each with its value.
pub fn hdx(about: &About) -> String {
    let (country, code) = &about.country;
    let dates = about.days.as_ref().map_or_else(String::new, |(first, last)| format!("{first} to {last}"));
    let sources: Vec<&str> = about.sources.keys().map(String::as_str).collect();
    let every = match about.every {
        Some(30) => "Every month",
        Some(90) => "Every three months",
        Some(180) => "Every six months",
        Some(365) => "Every year",
        Some(_) | None => "As needed",
    };
    let methodology = about.methodology.as_deref().unwrap_or("write how the numbers came about");
    let licence = about.licence.as_deref().unwrap_or("not chosen: the series has no [data] licence");
    let caveats = match about.caveats.is_empty() {
        true => "none is told".to_owned(),
        false => about.caveats.join("\n  "),
    };
    // Portals list data of all countries: the title says which one.
    let is_named = about.title.contains(country.as_str());
    let title = if is_named { about.title.clone() } else { format!("{country}: {}", about.title) };
    let fields = [
        ("Title", title),
        ("Description", description(about)),
        ("Source", sources.join("; ")),
        ("Organization", words(&about.publisher)),
        ("Time period", dates),
        ("Expected update frequency", every.to_owned()),
        ("Location", format!("{country} ({code})")),
        ("Methodology", methodology.to_owned()),
        ("Caveats", caveats),
        ("Licence", words(licence)),
        ("Tags", about.keywords.join("; ")),
        ("Contains personal or sensitive data", "No: totals and shares only".to_owned()),
    ];
    fields.into_iter().map(|(name, value)| format!("{name}:\n  {value}\n\n")).collect()
}
