//! Marks what has not been translated with the language that it is in.

use crate::report::{Block, Inline, LanguageTag};

/// Marks the words of blocks. What stands between them, charts and photographs, has texts of its own.
pub(super) fn mark(blocks: &mut [Block], language: &LanguageTag) {
    for block in blocks {
        match block {
            Block::Paragraph(run) | Block::Heading(run) | Block::Reference(run) => mark_run(run, language),
            Block::List { items, .. } => items.iter_mut().for_each(|item| mark(item, language)),
            Block::Table(table) if !table.is_data && table.number.is_none() => {
                table.columns.iter_mut().for_each(|column| mark_run(&mut column.header, language));
                table.rows.iter_mut().flatten().for_each(|cell| mark_run(cell, language));
            }
            Block::Table(_)
            | Block::Chart(_)
            | Block::Photo(_)
            | Block::Unavailable(_)
            | Block::Correction(_)
            | Block::Legislation(_)
            | Block::Event(_)
            | Block::Term { .. } => {}
        }
    }
}

fn mark_run(run: &mut Vec<Inline>, language: &LanguageTag) {
    if !run.is_empty() {
        let content = std::mem::take(run);
        run.push(Inline::Foreign { language: language.clone(), content });
    }
}
