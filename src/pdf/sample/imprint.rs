//! The imprint of the sample.

use super::Notes;
use crate::report::{Imprint, Inline, Labelled, Link, Office};

pub(super) fn imprint() -> Imprint {
    let mut notes = Notes::default();
    let mut paragraphs = |texts: &[&str]| texts.iter().map(|text| notes.inlines(text)).collect();
    let office = |name: &str, lines: [&str; 3]| Office {
        name: name.to_owned(),
        lines: lines.map(|line| vec![Inline::Text(line.to_owned())]).into(),
    };
    Imprint {
        statements: paragraphs(&[
            "Sit pharetra curabitur ad vel tempor sed ipsum ad vel feugiat sed ut nec consectetur feugiat \
             sed ipsum ad vel Pellentesque Sollicitudin non Imperdiet (Vel). Sit pellentesque volutpat nec \
             vel pellentesque in volutpat adipiscing vel tempor in non velit vel vulputate in non quisque \
             vulputate et sed nunc ad Vel vestibulum sed ipsum tellus id sit egestas, curabitur, enim id \
             amet, in ut nec sollicitudin, et vestibulum non imperdiet id vestibulum.",
            "Sed ut imperdiet id sit facilisis nunc tellus vel feugiat facilisis volutpat praesent vel \
             feugiat. In ut pellentesque sollicitudin, Sit quam nunc nec interdum et sed sollicitudin \
             imperdiet id tempor in aliquam nec consectetur adipiscing in curabitur.",
        ]),
        publisher: Labelled {
            label: "Publisher".to_owned(),
            content: vec![Inline::Text("International Organization for Migration, Kazakhstan".to_owned())],
        },
        offices: vec![
            office("IOM Astana", ["14 Mambetov Street", "010000 Astana", "Tel.: +7 7172 696553"]),
            office("IOM Almaty", ["303 Baizakov Street", "050040 Almaty", "Tel.: +7 727 2582643"]),
        ],
        website: Some(Link {
            text: "kazakhstan.iom.int".to_owned(),
            url: "https://kazakhstan.iom.int".parse().unwrap(),
        }),
        flags: paragraphs(&[
            "This publication was issued without formal editing by IOM.",
            "This publication was issued without IOM Research Unit (RES) endorsement.",
        ]),
        corrections: Vec::new(),
        citation: Labelled {
            label: "Required citation".to_owned(),
            content: vec![
                Inline::Text("International Organization for Migration (IOM) (2023). ".to_owned()),
                Inline::Emphasis(vec![Inline::Text(
                    "Overview of the migration situation in Kazakhstan, April–June 2023".to_owned(),
                )]),
                Inline::Text(". IOM, Kazakhstan.".to_owned()),
            ],
        },
        rights: paragraphs(&[
            "© IOM 2023",
            "Nec mauris lobortis. In nunc ad ante sollicitudin sed ut vestibulum, mauris et e curabitur.",
        ]),
    }
}
