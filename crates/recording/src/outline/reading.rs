//! Reads events as they go by and tells the parts of the outline what they say.

use super::{
    BINS, Outline, Page, Pieces, Timeline, activity::Activity, friction::Watcher, marker,
    nodes::Nodes, transcript::Writer, what::What,
};
use revoir_domain::friction::Thresholds;
use revoir_scrub::{Cursor, StoredEvent};
use std::time::Duration;

/// Pages of one timeline.
const MOST_PAGES: usize = 2_000;

mod kind {
    pub(super) const BEGUN: u32 = 0;
    pub(super) const FULL_SNAPSHOT: u32 = 2;
    pub(super) const INCREMENT: u32 = 3;
    pub(super) const META: u32 = 4;
    pub(super) const CUSTOM: u32 = 5;
}

mod source {
    pub(super) const MUTATION: u32 = 0;
    pub(super) const POINTER: u32 = 1;
    pub(super) const INTERACTION: u32 = 2;
    pub(super) const SCROLL: u32 = 3;
    pub(super) const INPUT: u32 = 5;
    pub(super) const RULE: u32 = 8;
    pub(super) const DECLARATION: u32 = 13;
    pub(super) const ADOPTED: u32 = 15;
}

/// Makes an outline of the events that it is shown.
#[derive(Debug)]
pub(crate) struct Outliner {
    first_ms: Option<u64>,
    last_ms: u64,
    pages: Vec<Page>,
    activity: Activity,
    nodes: Nodes,
    writer: Writer,
    watcher: Watcher,
    /// The meta event just seen: when, and of what page.
    meta: Option<Meta>,
    /// The address and root of the page that is shown.
    shown: Option<(String, u64)>,
    /// Whether the event just seen was a picture.
    pictured: bool,
    /// Whether the recorder says which pictures begin a page.
    tells: bool,
    /// The picture just seen, if it seems to be of the page that was shown before.
    again: Option<Meta>,
}

#[derive(Clone, Debug)]
struct Meta {
    at_ms: u64,
    href: String,
    width: u32,
    height: u32,
}

/// What an increment says, as far as it matters here.
#[derive(Debug, Default)]
struct Increment {
    source: u32,
    kind: Option<u32>,
    id: u64,
    width: u32,
    height: u32,
    unchecked: bool,
    /// Where the pointer was, across and down, and how long before or after the event, in milliseconds.
    positions: Vec<[i64; 3]>,
}

impl Outliner {
    /// With what its policy calls friction.
    pub(crate) fn new(friction: Thresholds) -> Self {
        Self {
            first_ms: None,
            last_ms: 0,
            pages: Vec::new(),
            activity: Activity::new(),
            nodes: Nodes::default(),
            writer: Writer::default(),
            watcher: Watcher::new(friction),
            meta: None,
            shown: None,
            pictured: false,
            tells: false,
            again: None,
        }
    }

    /// Takes in the next event of an array.
    pub(crate) fn see(&mut self, event: &StoredEvent, array: &[u8]) {
        let first = *self.first_ms.get_or_insert(event.ms);
        let at_ms = event.ms.saturating_sub(first);
        self.last_ms = self.last_ms.max(at_ms);
        let data = array.get(event.data.clone()).unwrap_or_default();
        let data = str::from_utf8(data).unwrap_or_default();
        match event.kind {
            kind::META => self.meta = Some(Meta::read(at_ms, data)),
            kind::FULL_SNAPSHOT => self.snapshot(data),
            kind::BEGUN if self.pictured => self.begun(),
            kind::INCREMENT => self.increment(at_ms, data),
            kind::CUSTOM => {
                if let Some(told) = marker::told(data) {
                    self.watcher.hear(at_ms, told);
                }
            }
            _ => {}
        }
        if event.kind != kind::META {
            self.meta = None;
        }
        self.pictured = event.kind == kind::FULL_SNAPSHOT;
    }

    /// How long it is so far.
    pub(crate) fn length(&self) -> Duration {
        Duration::from_millis(self.last_ms)
    }

    pub(crate) fn finish(self, pieces: Pieces) -> Outline {
        let first_ms = self.first_ms.unwrap_or_default();
        let (markers, found) = self.watcher.finish(self.last_ms);
        Outline {
            timeline: Timeline {
                first_ms,
                length_ms: self.last_ms,
                pages: self.pages,
                activity: self.activity.shape(self.last_ms, BINS, 100),
                pieces: pieces.finish(first_ms),
                markers,
            },
            transcript: self.writer.finish(self.last_ms),
            found,
        }
    }

    /// A page, unless it is the one that is shown, taken again: then its nodes are numbered further on.
    fn snapshot(&mut self, data: &str) {
        self.nodes.clear();
        let mut cursor = Cursor::new(data, 0);
        let mut root = None;
        cursor.eat(b'{');
        while let Some(key) = cursor.member() {
            if key == "node" {
                root = self.nodes.read(&mut cursor);
            } else {
                cursor.skip();
            }
        }
        let root = root.unwrap_or_default();
        let Some(meta) = self.meta.take() else { return };
        let tells = self.tells;
        let again = self.shown.as_ref().is_some_and(|(href, before)| {
            *href == meta.href && (root > *before || (tells && root == *before))
        });
        self.shown = Some((meta.href.clone(), root));
        self.again = None;
        if again {
            self.again = Some(meta);
        } else {
            self.open(&meta);
        }
    }

    /// The picture before this was a page's first. Our recorder says so; others leave it to their nodes' numbers.
    fn begun(&mut self) {
        self.tells = true;
        if let Some(meta) = self.again.take() {
            self.open(&meta);
        }
    }

    fn open(&mut self, meta: &Meta) {
        if self.pages.len() >= MOST_PAGES {
            return;
        }
        self.watcher.page(meta.at_ms, &meta.href);
        let route = meta.route();
        self.pages.push(Page {
            at_ms: meta.at_ms,
            route: route.clone(),
            width: meta.width,
            height: meta.height,
        });
        let number = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        self.writer.open(meta.at_ms, number, route);
    }

    fn increment(&mut self, at_ms: u64, data: &str) {
        let increment = Increment::read(data, &mut self.nodes);
        let meant = self.nodes.meant(increment.id);
        self.friction(at_ms, &increment, meant);
        let weight = match increment.source {
            1 | 6 | 12 => {
                self.writer.stir(at_ms);
                1
            }
            2 => self.interaction(at_ms, increment.kind, meant),
            3 => {
                self.writer.scroll(at_ms);
                1
            }
            4 => {
                self.writer.resize(at_ms, increment.width, increment.height);
                0
            }
            // rrweb tells of each radio button that another one's choice has unset
            5 if meant.1 == What::Radio && increment.unchecked => 0,
            5 => {
                self.writer.input(at_ms, meant);
                3
            }
            _ => 0,
        };
        if weight > 0 {
            self.activity.add(at_ms, weight);
        }
    }

    /// Shows the watcher what was done, and what the page made of it.
    fn friction(&mut self, at_ms: u64, increment: &Increment, meant: (u64, What)) {
        match increment.source {
            source::MUTATION | source::RULE | source::DECLARATION | source::ADOPTED => {
                self.watcher.change(at_ms);
            }
            source::POINTER => {
                for [x, y, offset] in &increment.positions {
                    self.watcher
                        .move_to(at_ms.saturating_add_signed(*offset), *x, *y);
                }
            }
            source::INTERACTION if increment.kind == Some(2) => self.watcher.click(at_ms, meant),
            source::SCROLL => self.watcher.scroll(at_ms),
            source::INPUT => self.watcher.write(at_ms, meant.1),
            _ => {}
        }
    }

    fn interaction(&mut self, at_ms: u64, kind: Option<u32>, meant: (u64, What)) -> u32 {
        match kind {
            Some(2) => self.writer.click(at_ms, meant),
            Some(3) => self.writer.right_click(at_ms, meant),
            Some(5) if meant.1 == What::Password => self.writer.enter(at_ms, meant),
            Some(0 | 1 | 7 | 9) => {
                self.writer.stir(at_ms);
                return 1;
            }
            _ => return 0,
        }
        4
    }
}

impl Meta {
    fn read(at_ms: u64, data: &str) -> Self {
        let mut meta = Self {
            at_ms,
            href: String::new(),
            width: 0,
            height: 0,
        };
        let mut cursor = Cursor::new(data, 0);
        cursor.eat(b'{');
        while let Some(key) = cursor.member() {
            match key {
                "href" => cursor
                    .string()
                    .unwrap_or_default()
                    .clone_into(&mut meta.href),
                "width" => meta.width = size(cursor.scalar()),
                "height" => meta.height = size(cursor.scalar()),
                _ => cursor.skip(),
            }
        }
        meta
    }

    /// The route, where one was declared: anything else stands masked.
    fn route(&self) -> Option<String> {
        let declared = self.href.starts_with('/') && !self.href.contains(['*', '\\']);
        declared.then(|| self.href.clone())
    }
}

impl Increment {
    fn read(data: &str, nodes: &mut Nodes) -> Self {
        let mut said = Self::default();
        let mut cursor = Cursor::new(data, 0);
        cursor.eat(b'{');
        while let Some(key) = cursor.member() {
            match key {
                "source" => said.source = cursor.scalar().parse().unwrap_or(u32::MAX),
                "type" => said.kind = cursor.scalar().parse().ok(),
                "id" => said.id = cursor.scalar().parse().unwrap_or_default(),
                "width" => said.width = size(cursor.scalar()),
                "height" => said.height = size(cursor.scalar()),
                "isChecked" => said.unchecked = cursor.scalar() == "false",
                "adds" => each(&mut cursor, |cursor| add(cursor, nodes)),
                "positions" => each(&mut cursor, |cursor| said.positions.push(position(cursor))),
                "removes" => each(&mut cursor, |cursor| remove(cursor, nodes)),
                _ => cursor.skip(),
            }
        }
        said
    }
}

fn position(cursor: &mut Cursor<'_>) -> [i64; 3] {
    let mut position = [0; 3];
    let [x, y, offset] = &mut position;
    cursor.eat(b'{');
    while let Some(key) = cursor.member() {
        match key {
            "x" => *x = whole(cursor.scalar()),
            "y" => *y = whole(cursor.scalar()),
            "timeOffset" => *offset = whole(cursor.scalar()),
            _ => cursor.skip(),
        }
    }
    position
}

fn add(cursor: &mut Cursor<'_>, nodes: &mut Nodes) {
    let (mut parent, mut child) = (0, None);
    cursor.eat(b'{');
    while let Some(key) = cursor.member() {
        match key {
            "parentId" => parent = cursor.scalar().parse().unwrap_or_default(),
            "node" => child = nodes.read(cursor),
            _ => cursor.skip(),
        }
    }
    if let Some(child) = child {
        nodes.adopt(child, parent);
    }
}

fn remove(cursor: &mut Cursor<'_>, nodes: &mut Nodes) {
    cursor.eat(b'{');
    while let Some(key) = cursor.member() {
        if key == "id" {
            nodes.remove(cursor.scalar().parse().unwrap_or_default());
        } else {
            cursor.skip();
        }
    }
}

/// Goes through the array of objects that is next.
fn each(cursor: &mut Cursor<'_>, mut item: impl FnMut(&mut Cursor<'_>)) {
    if !cursor.eat(b'[') {
        return cursor.skip();
    }
    while cursor.peek() == b'{' {
        item(cursor);
        cursor.eat(b',');
    }
    cursor.eat(b']');
}

/// A size as written, in whole pixels.
fn size(written: &str) -> u32 {
    u32::try_from(whole(written)).unwrap_or_default()
}

/// A number as written, without what is behind its point.
fn whole(written: &str) -> i64 {
    let whole = written.split('.').next().unwrap_or_default();
    whole.parse().unwrap_or_default()
}
