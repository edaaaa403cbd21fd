//! Addresses that nothing of ours may lead to, wherever an author can write one.

use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};

use super::{build, refused};
use crate::command::{Folder, expect};
use crate::fail;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("hostile::address::none_of_these_is_let_through_anywhere", refused_everywhere),
        Trial::test("hostile::address::what_is_let_through_is_the_web_and_mail", let_through),
    ]
}

/// Addresses as they stand in a text, between `<` and `>`.
const HOSTILE: [&str; 36] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "javascript://iom.int/%0aalert(1)",
    "java&#x09;script:alert(1)",
    "java&Tab;script:alert(1)",
    "data:text/html,a",
    "file:///etc/passwd",
    "file://evil.example/share/x.hta",
    "smb://evil.example/share",
    "ms-word:ofe|u|https://evil.example/a.docm",
    "ms-msdt:/id PCWDiagnostic",
    "search-ms:query=a",
    "vbscript:a",
    "ftp://iom.int",
    "tel:112",
    "//evil.example",
    r"\\evil.example\share",
    r"https:\\evil.example",
    r"https:/\evil.example",
    "https:evil.example",
    "https://",
    "https:///evil.example",
    "https://iom.int@evil.example",
    "https://iom.int:443@evil.example",
    "https://iom.int&#x40;evil.example",
    "https://iom.int/&#x202e;moc",
    "https://iom.int/&#8238;moc",
    "https://iom.int/&NewLine;x",
    "https://iom.int/%0d%0aSet-Cookie:a",
    "https://iom.int/%E2%80%AEmoc",
    "https://iom.int/&#x200b;",
    "https://iom.int:99999",
    "mailto:",
    "mailto:a@b.example?attach=/etc/passwd",
    "view-source:https://iom.int",
];

/// An edition with a link in each kind of text; `HERE` stands where the links do.
const EDITION_OF_LINKS: &str = r#"period = "2023-Q2"
title  = "A test"

[figures.visas]
label  = "visas issued"
source = "mia"
total  = 1653

[[tile]]
value = "visas"
text  = 'HERE'

[[chapter]]
id    = "one"
title = "One"
text  = '''
HERE, HERE again. [^a]

- HERE

![](table:t)
'''

[[chapter]]
id    = "events"
title = "Events"
list  = "events"

[[chapter]]
id    = "legislation"
title = "Legislation"
list  = "legislation"

[[chapter]]
id    = "references"
title = "References"
list  = "references"

[tables.t]
title  = "T"
source = "mia"
remark = 'HERE'
text   = '''
| a |
|---|
| HERE |
'''

[[event]]
date  = "2023-05-04"
title = "An event"
text  = 'HERE'

[[legislation]]
date  = "2023-05-04"
title = "A law"
text  = 'HERE'

[[reference]]
text = 'HERE'

[notes]
a = 'HERE'
"#;

const SERIES_OF_LINKS: &str = r#"id = "test"
country = "KZ"
author = "Test office"

[sources.mia]
name = "Ministry"
note = 'Ministry, HERE'

[publisher]
name    = 'The publisher, HERE'
website = 'WEBSITE'

[[publisher.offices]]
name  = "Office"
lines = ['HERE', 'a@b.example']

[imprint]
disclaimer = 'HERE'
support    = 'HERE'
citation   = 'HERE'
licence    = 'HERE'
permissions = 'HERE'
"#;

/// Links in the two files.
const LINKS: (usize, usize) = (9, 8);

/// Writes the edition with that link everywhere, and with that website.
fn write(folder: &Folder, link: &str, website: &str) -> Result<std::path::PathBuf, Failed> {
    fs::write(
        folder.0.join("series.toml"),
        SERIES_OF_LINKS.replace("HERE", link).replace("WEBSITE", website),
    )?;
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, EDITION_OF_LINKS.replace("HERE", link))?;
    Ok(spec)
}

fn refused_everywhere() -> Result<(), Failed> {
    let folder = Folder::new("hostile-addresses")?;
    let out = folder.0.join("out");
    for address in HOSTILE {
        // In Markdown, a backslash is written twice.
        let link = format!("[words](<{}>)", address.replace('\\', "\\\\"));
        let output = build(&write(&folder, &link, "https://iom.int")?, &out, &[])?;
        let told = refused(&output, &["error[bad-link]", "hint: "]);
        told.map_err(|why| fail(format!("{address}: {}", why.message().unwrap_or_default())))?;
        let text = String::from_utf8_lossy(&output.stderr);
        let count = |file: &str| text.matches(&format!("{file}:")).count();
        let (edition, series) = (count("edition.toml"), count("series.toml"));
        expect(edition >= LINKS.0 && series >= LINKS.1, &format!("{address}: each place is told"), &output)?;
        // As a website that is one: the host `tel`, and a port.
        if address == "tel:112" {
            continue;
        }
        // A website needs no scheme, so that entities stay what they are.
        let website = address.replace("&#x40;", "@").replace("&#", "&amp;#").trim_start().to_owned();
        let output = build(&write(&folder, "words", &website)?, &out, &[])?;
        let told = refused(&output, &["error[bad-link]", "series.toml:11:11", "hint: "]);
        told.map_err(|why| fail(format!("website {address}: {}", why.message().unwrap_or_default())))?;
    }
    expect(!out.exists(), "nothing is written", &build(Path::new("none.toml"), &out, &[])?)
}

/// Of a document with every kind of link, none leads elsewhere.
fn let_through() -> Result<(), Failed> {
    let folder = Folder::new("hostile-addresses-good")?;
    let out = folder.0.join("out");
    let link = "[words](https://stat.gov.kz/api/%D0%B0?a=1&b=2#c) and [mail](mailto:a@b.example?subject=c)";
    let spec = write(&folder, link, "kazakhstan.iom.int")?;
    let output = build(&spec, &out, &["--only", "docx,pdf"])?;
    expect(output.status.code().is_some_and(|code| code < 2), "it is built", &output)?;
    let docx = fs::read(out.join("test-2023-q2.docx"))?;
    let parts = quarterly::docx::parts(&docx).map_err(|error| fail(error.to_string()))?;
    let mut targets = 0;
    for text in parts.values() {
        for relation in
            text.split("<Relationship ").skip(1).filter(|text| text.contains("TargetMode=\"External\""))
        {
            let target = relation
                .split("Target=\"")
                .nth(1)
                .and_then(|text| text.split('"').next())
                .unwrap_or_default();
            let is_ours = target.starts_with("https://") || target.starts_with("mailto:");
            expect(is_ours, &format!("`{target}` is the web or mail"), &output)?;
            targets += 1;
        }
    }
    expect(targets >= 4, "there are links", &output)
}
