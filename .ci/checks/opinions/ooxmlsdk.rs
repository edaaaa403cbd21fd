//! Reads every part of DOCX files into the types of ooxmlsdk and writes them again: `opens FOLDER FILE…`.

use std::path::Path;

use ooxmlsdk::parts::wordprocessing_document::WordprocessingDocument;
use ooxmlsdk::sdk::{OpenSettings, PackageOpenMode};

fn again(file: &str, folder: &str) -> Result<(), String> {
    let settings = OpenSettings { open_mode: PackageOpenMode::Eager, ..OpenSettings::default() };
    let document =
        WordprocessingDocument::new_from_file_with_settings(file, settings).map_err(|error| error.to_string())?;
    let name = Path::new(file).file_name().unwrap_or_default();
    document.save_as_file(Path::new(folder).join(name)).map_err(|error| error.to_string())?;
    Ok(())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((folder, files)) = arguments.split_first() else { std::process::exit(2) };
    let mut faulty = 0;
    for file in files {
        if let Err(why) = again(file, folder) {
            println!("{file}: {why}");
            faulty += 1;
        }
    }
    println!("{} of {} files read and written", files.len() - faulty, files.len());
    std::process::exit(i32::from(faulty > 0 || files.is_empty()));
}
