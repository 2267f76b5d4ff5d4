//! The nodes of the page that is shown: which there are, and what each is to a reader.

use super::what::{Traits, What};
use revoir_scrub::Cursor;
use std::collections::HashMap;

/// Nodes that are remembered of one page; of a larger one the rest is an `element`.
const MOST: usize = 500_000;
/// How far up from what was clicked a control is looked for.
const CLIMB: usize = 12;

#[derive(Clone, Copy, Debug)]
struct Node {
    parent: u64,
    what: What,
}

/// The nodes of one page, by rrweb's id.
#[derive(Debug, Default)]
pub(super) struct Nodes(HashMap<u64, Node>);

impl Nodes {
    /// Forgets everything: a full snapshot follows.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// What was meant by an act on this node: the nearest control around it, else the node itself.
    pub(super) fn meant(&self, id: u64) -> (u64, What) {
        let mut at = id;
        for _ in 0..CLIMB {
            let Some(node) = self.0.get(&at) else { break };
            if node.what.is_control() {
                return (at, node.what);
            }
            at = node.parent;
        }
        (id, self.0.get(&id).map_or(What::Element, |node| node.what))
    }

    /// Forgets a node that was removed.
    pub(super) fn remove(&mut self, id: u64) {
        self.0.remove(&id);
    }

    /// Says under which node another one was added.
    pub(super) fn adopt(&mut self, child: u64, parent: u64) {
        if let Some(node) = self.0.get_mut(&child) {
            node.parent = parent;
        }
    }

    /// Reads the node that is next, with all below it, and returns its id.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>) -> Option<u64> {
        if !cursor.eat(b'{') {
            cursor.skip();
            return None;
        }
        let (mut id, mut tag, mut traits) = (None, "", Traits::default());
        let mut children = Vec::new();
        while let Some(key) = cursor.member() {
            match key {
                "id" => id = cursor.scalar().parse().ok(),
                "tagName" => tag = cursor.string().unwrap_or_default(),
                "attributes" => traits = Traits::read(cursor),
                "childNodes" => self.read_all(cursor, &mut children),
                _ => cursor.skip(),
            }
        }
        let id = id?;
        if !tag.is_empty() && self.0.len() < MOST {
            let (parent, what) = (0, What::of(tag, &traits));
            self.0.insert(id, Node { parent, what });
        }
        for child in children {
            self.adopt(child, id);
        }
        Some(id)
    }

    fn read_all(&mut self, cursor: &mut Cursor<'_>, ids: &mut Vec<u64>) {
        if !cursor.eat(b'[') {
            return cursor.skip();
        }
        while cursor.peek() == b'{' {
            ids.extend(self.read(cursor));
            cursor.eat(b',');
        }
        cursor.eat(b']');
    }
}
