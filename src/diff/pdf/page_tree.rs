//! Says before a PDF is read whether its trees, of pages and of others, are ones that a document can have.
//!
//! The reader of PDF calls itself for each level of the tree of pages, and keeps the whole way to each page: a tree that
//! is 50,000 levels deep takes gigabytes, and one in which a node names the next one twice has pages without end.

use std::collections::BTreeMap;

use hayro::hayro_syntax::object::{Dict, MaybeRef, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::reader::{Reader, ReaderContext, ReaderExt};
use memchr::memmem;

use super::nesting::is_too_deep;

/// Deepest tree: programs that write PDF keep it balanced, and a million pages are then six levels deep.
const DEEPEST: usize = 64;
/// Most levels of all nodes and pages together: 50,000 pages on four levels have half of them.
const MOST_LEVELS: u64 = 400_000;
/// How many times a file may be looked through for its objects, where some hide the ends of others.
const MOST_LOOKS: usize = 16;
/// Bytes that may be looked through in any file.
const LEAST_WORK: usize = 64 << 20;
/// Bytes before the word `obj` in which its numbers stand.
const NUMBERS: usize = 64;

/// Whether a PDF can be read: its trees are no deeper and no larger than those of documents.
pub(super) fn is_bearable(bytes: &[u8]) -> bool {
    let work = LEAST_WORK.saturating_add(bytes.len().saturating_mul(MOST_LOOKS));
    let mut trees = Trees { nodes: BTreeMap::new(), unnamed: i64::MIN, work, is_hidden: false };
    trees.file(bytes);
    !trees.is_hidden && trees.are_bearable()
}

/// The nodes of all trees of a file.
struct Trees {
    /// By their numbers in the file.
    nodes: BTreeMap<i64, Node>,
    /// The number of the next node that stands inside another one, below those that a file can give.
    unnamed: i64,
    /// Bytes that may still be looked through.
    work: usize,
    /// Whether some objects cannot be looked at.
    is_hidden: bool,
}

/// A node of a tree, or a list of such nodes that stands alone.
#[derive(Default)]
struct Node {
    is_list: bool,
    kids: Vec<i64>,
}

/// What lies below a node.
#[derive(Clone, Copy)]
struct Extent {
    /// Levels.
    height: usize,
    /// It, and the nodes and pages below it, each as often as it is named.
    count: u64,
    /// Their levels together.
    levels: u64,
}

impl Trees {
    /// Looks at the objects of a file wherever one may begin: a damaged file may call anything an object.
    fn file(&mut self, bytes: &[u8]) {
        let mut end = 0;
        for start in memmem::find_iter(bytes, b"obj").map(|at| at + 3) {
            let Some(number) = number_before(bytes, start) else { continue };
            if end < start {
                end = memmem::find(&bytes[start..], b"endobj").map_or(bytes.len(), |at| start + at);
            }
            self.object(number, &bytes[start..], end - start);
            if self.is_hidden {
                return;
            }
        }
    }

    /// Looks at the object that some bytes begin with; it most often ends before a place.
    fn object(&mut self, number: i64, bytes: &[u8], end: usize) {
        let object = self.read(&bytes[..end]).or_else(|| self.read(bytes));
        match object {
            Some(Object::Stream(stream)) => {
                self.dict(number, stream.dict());
                if self.packed(&stream).is_none() {
                    self.is_hidden = true;
                }
            }
            Some(Object::Dict(dict)) => self.dict(number, &dict),
            Some(list @ Object::Array(_)) => {
                let kids = self.kids(MaybeRef::NotRef(list));
                let node =
                    self.nodes.entry(number).or_insert_with(|| Node { is_list: true, kids: Vec::new() });
                node.kids.extend(kids);
            }
            _ => {}
        }
    }

    fn read<'a>(&mut self, bytes: &'a [u8]) -> Option<Object<'a>> {
        let Some(work) = self.work.checked_sub(bytes.len()) else {
            self.is_hidden = true;
            return None;
        };
        self.work = work;
        let mut reader = Reader::new(bytes);
        reader.skip_white_spaces_and_comments();
        reader.read::<Object<'_>>(&ReaderContext::dummy())
    }

    fn dict(&mut self, number: i64, dict: &Dict<'_>) {
        let Some(kids) = dict.get_raw::<Object<'_>>("Kids") else { return };
        let kids = self.kids(kids);
        // Of several objects with one number, any may be the one that is read.
        let node = self.nodes.entry(number).or_default();
        node.is_list = false;
        node.kids.extend(kids);
    }

    /// The numbers of the nodes in a list.
    fn kids(&mut self, list: MaybeRef<Object<'_>>) -> Vec<i64> {
        let items = match list {
            MaybeRef::Ref(list) => return vec![i64::from(list.obj_number)],
            MaybeRef::NotRef(Object::Array(items)) => items,
            MaybeRef::NotRef(_) => return Vec::new(),
        };
        let mut kids = Vec::new();
        for item in items.raw_iter() {
            match item {
                MaybeRef::Ref(kid) => kids.push(i64::from(kid.obj_number)),
                MaybeRef::NotRef(Object::Dict(dict)) => {
                    self.unnamed += 1;
                    let own = self.unnamed;
                    kids.push(own);
                    self.dict(own, &dict);
                }
                MaybeRef::NotRef(_) => {}
            }
        }
        kids
    }

    /// Looks at the objects that are packed into a stream, if some are; nothing when they cannot be seen.
    fn packed(&mut self, stream: &Stream<'_>) -> Option<()> {
        let dict = stream.dict();
        if !(dict.contains_key("N") && dict.contains_key("First")) {
            return Some(());
        }
        let is_plain = |(key, value): (_, MaybeRef<Object<'_>>)| {
            let key: hayro::hayro_syntax::object::Name<'_> = key;
            value.as_obj_ref().is_none() || ["Length", "Extends"].contains(&key.as_str())
        };
        let (count, first) = (dict.get::<usize>("N")?, dict.get::<usize>("First")?);
        let data = stream.decoded().ok().filter(|_| dict.entries().all(is_plain))?;
        // It is read once more than the file.
        self.work = self.work.checked_add(data.len())?;
        if is_too_deep(&data) {
            return None;
        }
        let mut head = Reader::new(&data);
        let mut places = Vec::new();
        for _ in 0..count {
            head.skip_white_spaces_and_comments();
            let Some(number) = head.read_without_context::<u32>() else { break };
            head.skip_white_spaces_and_comments();
            let Some(offset) = head.read_without_context::<usize>() else { break };
            places.push((first.saturating_add(offset), i64::from(number)));
        }
        places.sort_unstable();
        let (mut next, mut end) = (usize::MAX, data.len());
        for (start, number) in places.into_iter().rev() {
            if start < next {
                (next, end) = (start, next.min(data.len()));
            }
            if start < end {
                self.object(number, &data[start..], end - start);
            }
        }
        Some(())
    }

    fn are_bearable(&self) -> bool {
        let mut known = BTreeMap::new();
        let mut nodes = self.nodes.iter().filter(|(_, node)| !node.is_list);
        nodes.all(|(number, _)| self.extent(*number, 0, &mut known).is_some())
    }

    /// What lies below a node at a depth; nothing when it is too much, or has no end.
    fn extent(&self, number: i64, depth: usize, known: &mut BTreeMap<i64, Extent>) -> Option<Extent> {
        let extent = if let Some(extent) = known.get(&number) {
            *extent
        } else if depth > DEEPEST {
            return None;
        } else {
            let mut extent = Extent { height: 0, count: 1, levels: 0 };
            for kid in self.nodes.get(&number).into_iter().flat_map(|node| &node.kids) {
                let below = self.extent(*kid, depth + 1, known)?;
                extent.height = extent.height.max(below.height + 1);
                extent.count += below.count;
                extent.levels += below.levels + below.count;
                if extent.levels > MOST_LEVELS {
                    return None;
                }
            }
            known.insert(number, extent);
            extent
        };
        (depth + extent.height <= DEEPEST).then_some(extent)
    }
}

/// The number of the object whose `obj` ends at a place.
fn number_before(bytes: &[u8], end: usize) -> Option<i64> {
    let is_of_number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-');
    let word = end.checked_sub(3)?;
    if word.checked_sub(3).is_some_and(|start| bytes.get(start..word) == Some(b"end")) {
        return None;
    }
    let from = word.saturating_sub(NUMBERS);
    let begins = |at: &usize| is_of_number(bytes[*at]) && (*at == 0 || !is_of_number(bytes[*at - 1]));
    (from..word).filter(begins).find_map(|at| {
        let mut reader = Reader::new(&bytes[at..end]);
        let id = reader.read::<ObjectIdentifier>(&ReaderContext::dummy())?;
        reader.at_end().then_some(i64::from(id.obj_number))
    })
}

#[cfg(test)]
mod tests {
    use super::is_bearable;
    use crate::diff::pdf::open;

    /// A file with these objects, from number 1; the first is the catalog.
    fn file(objects: &[String]) -> Vec<u8> {
        let objects =
            objects.iter().enumerate().map(|(at, text)| format!("{} 0 obj\n{text}\nendobj\n", at + 1));
        format!("%PDF-1.7\n{}trailer\n<</Root 1 0 R>>\n%%EOF", objects.collect::<String>()).into_bytes()
    }

    /// A tree of so many levels, whose nodes name the next one so many times.
    fn tree(levels: usize, times: usize) -> Vec<String> {
        let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
        for level in 0..levels {
            objects.push(format!(
                "<</Type/Pages/Count 1/Kids[{}]>>",
                format!("{} 0 R ", level + 3).repeat(times)
            ));
        }
        objects.push("<</Type/Page/MediaBox[0 0 595 842]>>".to_owned());
        objects
    }

    #[test]
    fn trees_of_documents_are_read() {
        for objects in [tree(1, 1), tree(40, 1), tree(3, 30), tree(1, 20_000)] {
            assert!(open(&file(&objects)).is_ok_and(|pdf| !pdf.pages().is_empty()));
        }
    }

    #[test]
    fn trees_that_no_document_has_are_not() {
        let mut round = tree(3, 1);
        round[3] = "<</Type/Pages/Kids[2 0 R 5 0 R]>>".to_owned();
        let mut list = tree(1, 1);
        list[1] = "<</Type/Pages/Kids 4 0 R>>".to_owned();
        list.push("[2 0 R]".to_owned());
        let mut escaped = tree(200, 1);
        escaped.iter_mut().for_each(|object| *object = object.replace("/Kids", "/A(endobj 1 0 obj)/K#69ds"));
        for objects in [tree(50_000, 1), tree(40, 2), round, list, escaped] {
            assert!(!is_bearable(&file(&objects)), "{:?}", &objects[..4]);
        }
    }

    #[test]
    fn trees_in_packed_objects_are_seen() {
        for (levels, is_read) in [(10, true), (200, false)] {
            let (mut head, mut body) = (String::new(), String::new());
            for (at, object) in tree(levels, 1).iter().enumerate() {
                head.push_str(&format!("{} {} ", at + 1, body.len()));
                body.push_str(&format!("{object}\n"));
            }
            let (count, first) = (levels + 2, head.len());
            let hex: String = (head + &body).bytes().map(|byte| format!("{byte:02x}")).collect();
            let dict = format!(
                "<</Type/ObjStm/N {count}/First {first}/Filter/ASCIIHexDecode/Length {}>>",
                hex.len()
            );
            let stream = format!("{dict}\nstream\n{hex}\nendstream");
            assert_eq!(is_bearable(&file(&[stream])), is_read);
        }
    }
}
