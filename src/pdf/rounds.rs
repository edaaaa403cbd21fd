//! Lays pages out once more after a change, from what is known of them.
//!
//! Typst lays a document out until its pages agree with what was asked about them: where a heading stands, which number
//! a note has. It begins each time with pages of which nothing is known. When only a chart has moved, nearly all of the
//! answers are known from the pages before, and those that change are asked for again.

use comemo::{Constraint, Track, Tracked};
use typst::World;
use typst::diag::{SourceResult, Warned};
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Output, StyleChain, Target, TargetElem};
use typst::introspection::MAX_ITERS;
use typst::utils::Protected;
use typst_layout::PagedDocument;

/// Lays a world out as Typst would, beginning with the pages of a world that is nearly the same.
///
/// Pages that agree with themselves are what Typst would give too. Where they do not come about, Typst is asked to
/// begin anew, so that it tells what is wrong.
pub(super) fn compile(
    world: &dyn World,
    before: Option<&PagedDocument>,
) -> Warned<SourceResult<PagedDocument>> {
    let again = before.and_then(|before| again(world.track(), before).ok().flatten());
    match again {
        Some((document, sink)) => Warned { output: Ok(document), warnings: sink.warnings() },
        None => typst::compile::<PagedDocument>(world),
    }
}

/// The pages, once they agree with themselves; nothing when they do not, or when anything is wrong.
fn again(
    world: Tracked<'_, dyn World + '_>,
    before: &PagedDocument,
) -> SourceResult<Option<(PagedDocument, Sink)>> {
    let library = world.library();
    let base = StyleChain::new(&library.styles);
    let target = TargetElem::target.set(Target::Paged).wrap();
    let styles = base.chain(&target);
    let traced = Traced::default();
    let Ok(main) = world.source(world.main()) else { return Ok(None) };
    let mut sink = Sink::new();
    let route = Route::default();
    let content =
        typst_eval::eval(world, library, traced.track(), sink.track_mut(), route.track(), &main)?.content();
    let mut last: Option<PagedDocument> = None;
    for _ in 0..MAX_ITERS {
        let constraint = Constraint::new();
        let introspector = Output::introspector(last.as_ref().unwrap_or(before));
        let mut own = Sink::new();
        let mut engine = Engine {
            library,
            world,
            introspector: Protected::new(introspector.track_with(&constraint)),
            traced: traced.track(),
            sink: own.track_mut(),
            route: Route::default(),
        };
        let document = PagedDocument::create(&mut engine, &content, styles)?;
        if constraint.validate(Output::introspector(&document)) {
            sink.extend_from_sink(own);
            return Ok(sink.delayed().is_empty().then_some((document, sink)));
        }
        last = Some(document);
    }
    Ok(None)
}
