//! x
use quarterly::diff::*;
fn main() {
    let a: Vec<String> = std::env::args().skip(1).collect();
    let read = |p: &str| {
        let b = std::fs::read(p).unwrap();
        if p.ends_with("docx") { docx::read(&b).unwrap() } else { pdf::read(&pdf::open(&b).unwrap()) }
    };
    if a.len() == 1 {
        print!("{}", read(&a[0]));
        return;
    }
    let (x, y) = (read(&a[0]), read(&a[1]));
    for c in cause::causes(compare::compare(&x, &y)) {
        println!("{} {} [{}]", if c.is_cause { "*" } else { " " }, c.line, c.changes.len());
    }
}
