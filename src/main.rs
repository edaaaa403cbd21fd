//! Arguments, dispatch, exit code.

fn main() {
    let path = std::env::args().nth(1).expect("a path");
    let spec = match quarterly::spec::Spec::open(&path) {
        Ok(s) => s,
        Err(f) => {
            eprintln!("{f}");
            return;
        }
    };
    let locale = quarterly::locale::Locale::embedded("en").unwrap();
    let theme = quarterly::theme::Theme::embedded().unwrap();
    match quarterly::report::Report::build(&spec, &locale, &theme) {
        Ok(r) => {
            println!("{}", quarterly::diag::render(&r.warnings, &spec.sources));
            println!("{:#?}", r.output);
        }
        Err(f) => eprintln!("{f}"),
    }
}
