//! Documents that are made to keep their reader busy before a comparison begins.

use std::fs;

use libtest_mimic::{Failed, Trial};

use super::{limited, numbered, refused};
use crate::command::expect;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("hostile::document::trees_of_pages_have_limits", trees)]
}

/// A PDF with a tree of so many levels, whose nodes name the next one so many times.
fn tree(levels: usize, times: usize) -> String {
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
    for level in 0..levels {
        let kids = format!("{} 0 R ", level + 3).repeat(times);
        objects.push(format!("<</Type/Pages/Count 1/Kids[{kids}]>>"));
    }
    objects.push("<</Type/Page/MediaBox[0 0 595 842]>>".to_owned());
    let mut file = String::from("%PDF-1.7\n");
    for (at, object) in objects.iter().enumerate() {
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    file + "trailer\n<</Root 1 0 R>>\n%%EOF"
}

/// One of 50,000 levels took gigabytes until it was refused; one of forty has more pages than there are numbers.
fn trees() -> Result<(), Failed> {
    let folder = numbered("hostile-document")?;
    let plain = folder.0.join("plain.pdf");
    fs::write(&plain, tree(2, 1))?;
    for (levels, times) in [(50_000, 1), (40, 2), (2, 3_000)] {
        let large = folder.0.join("large.pdf");
        fs::write(&large, tree(levels, times))?;
        let output = limited().arg("diff").args([&plain, &large]).arg("--no-pixels").output()?;
        refused(&output, &["is no PDF that can be read"])?;
    }
    let wide = folder.0.join("wide.pdf");
    fs::write(&wide, tree(3, 4))?;
    let output = limited().arg("diff").args([&plain, &wide]).arg("--no-pixels").output()?;
    expect(output.status.code() == Some(1), "sixty-four pages are compared with one", &output)
}
