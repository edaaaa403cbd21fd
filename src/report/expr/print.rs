//! Writes the tree of an expression as an author would: read again, it is the same tree.

use std::fmt;

use super::tree::{Chain, Head, Operation, Step};

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = match &self.head {
            Head::Name { name, arguments } => format!("{}{}", name.text, brackets(arguments.as_deref())),
            Head::Text(text) if text.contains('"') => format!("'{text}'"),
            Head::Text(text) => format!("\"{text}\""),
            // A minus sign is read with all that follows.
            Head::Number(number) if number.starts_with('-') && !self.steps.is_empty() => {
                format!("({number})")
            }
            Head::Number(number) => number.clone(),
            Head::Operation(both) => {
                let sign = both.operator.sign();
                let written = format!("{} {sign} {}", operand(both, &both.left), operand(both, &both.right));
                // What is asked for or done behind brackets is done with all of it.
                if self.steps.is_empty() { written } else { format!("({written})") }
            }
        };
        let mut is_filtered = false;
        for step in &self.steps {
            match step {
                Step::Ask { name, arguments } => {
                    if is_filtered {
                        written = format!("({written})");
                    }
                    is_filtered = false;
                    written.push_str(&format!(".{}{}", name.text, brackets(arguments.as_deref())));
                }
                Step::Filter { name, arguments } => {
                    is_filtered = true;
                    let arguments = Some(&arguments[..]).filter(|arguments| !arguments.is_empty());
                    written.push_str(&format!(" | {}{}", name.text, brackets(arguments)));
                }
            }
        }
        f.write_str(&written)
    }
}

/// One side of an operation, in brackets where it would be read otherwise.
fn operand(both: &Operation, side: &Chain) -> String {
    let is_filtered = matches!(side.steps.last(), Some(Step::Filter { .. }));
    let is_looser = match &side.head {
        Head::Operation(inner) if side.steps.is_empty() => {
            let is_right = std::ptr::eq(side, &both.right);
            let same_level = inner.operator.is_product() == both.operator.is_product();
            if same_level { is_right } else { both.operator.is_product() }
        }
        _ => false,
    };
    if is_filtered || is_looser { format!("({side})") } else { side.to_string() }
}

fn brackets(arguments: Option<&[Chain]>) -> String {
    let Some(arguments) = arguments else { return String::new() };
    let all: Vec<String> = arguments.iter().map(Chain::to_string).collect();
    format!("({})", all.join(", "))
}
