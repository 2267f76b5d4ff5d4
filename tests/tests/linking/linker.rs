//! The adversary: a superuser with the key ring's files, the log and the metrics.
//!
//! A **clue** is an order in which the recordings can be put: by a column of any table that knows them, by the place,
//! the transaction and the order in which Postgres holds their rows and what lies beside these, by their slot. The
//! clues are read from the catalogue, so that a column added later is one by itself. A **guess** makes pairs of an
//! order.

use crate::{
    chance::{interval, real},
    visits::Truth,
};
use revoir_tests::Revoir;
use std::{
    collections::{HashMap, HashSet},
    fs,
};

/// The recordings in the order of something stored.
pub(crate) struct Clue {
    pub(crate) name: String,
    ids: Vec<String>,
}

/// What one guess from one clue found.
pub(crate) struct Found {
    pub(crate) what: String,
    pub(crate) right: usize,
    pub(crate) by_chance: (usize, usize),
}

impl Found {
    pub(crate) fn is_chance(&self) -> bool {
        (self.by_chance.0..=self.by_chance.1).contains(&self.right)
    }
}

type Guess = fn(Place, Place) -> bool;

/// Where a recording stands in an order: among all, and among those of its purpose.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    of_all: usize,
    of_its_kind: usize,
}

/// The guesses: one try for each recording, or ten on each side.
const GUESSES: [(&str, Guess); 4] = [
    ("two by two", |a, b| a.of_all / 2 == b.of_all / 2),
    ("two by two from the second", |a, b| {
        a.of_all.div_ceil(2) == b.of_all.div_ceil(2)
    }),
    ("the same rank of both kinds", |a, b| {
        a.of_its_kind == b.of_its_kind
    }),
    ("at most ten apart", |a, b| {
        a.of_all.abs_diff(b.of_all) <= 10
    }),
];

/// How likely it is that any of all guesses of a day lies outside its interval by chance: together they are one linker,
/// whose interval is one of 99 %, and each guess has its share of the rest (Bonferroni).
const DOUBT: f64 = 0.01;

/// Holds every guess from every clue against the truth.
pub(crate) fn link(clues: &[Clue], truth: &Truth) -> Vec<Found> {
    let doubt = DOUBT / real(clues.len() * GUESSES.len());
    let mut found = Vec::new();
    for clue in clues {
        let pairs = places(clue, truth);
        for (way, guess) in GUESSES {
            found.push(Found {
                what: format!("{}, {way}", clue.name),
                right: pairs.iter().filter(|pair| guess(pair.0, pair.1)).count(),
                by_chance: interval(&pairs, doubt, guess),
            });
        }
    }
    found
}

/// How much of the order of opening each clue has kept, from -1 to 1 (Spearman): what recordings that were opened near
/// one another have in common pairs them where little else goes on.
pub(crate) fn order_kept(clues: &[Clue], opened: &[String]) -> Vec<(String, f64)> {
    let clues = clues.iter();
    let kept = clues.map(|clue| (clue.name.clone(), agreement(&clue.ids, opened)));
    kept.collect()
}

fn agreement(ids: &[String], opened: &[String]) -> f64 {
    let ranks: HashMap<&String, usize> = ids.iter().enumerate().map(|(at, id)| (id, at)).collect();
    let squares = opened
        .iter()
        .enumerate()
        .map(|(at, id)| real(at.abs_diff(ranks[id])).powi(2));
    let count = real(opened.len());
    1.0 - 6.0 * squares.sum::<f64>() / (count * (count.powi(2) - 1.0))
}

/// Where the two recordings of each visitor stand in a clue.
fn places(clue: &Clue, truth: &Truth) -> Vec<(Place, Place)> {
    let mut seen = HashMap::new();
    let seconds: HashSet<&String> = truth.iter().map(|[_, second]| second).collect();
    let mut place = |(of_all, id)| {
        let of_its_kind = seen.entry(seconds.contains(id)).or_insert(0);
        *of_its_kind += 1;
        (
            id,
            Place {
                of_all,
                of_its_kind: *of_its_kind,
            },
        )
    };
    let at: HashMap<&String, Place> = clue.ids.iter().enumerate().map(&mut place).collect();
    truth
        .iter()
        .map(|[first, second]| (at[first], at[second]))
        .collect()
}

/// Where Postgres holds a row, and whose.
const BY_POSTGRES: [(&str, &str); 4] = [
    ("row order", ""),
    ("ctid", "order by r.ctid, r.tableoid"),
    ("page", "order by (r.ctid::text::point)[0], md5(r.ID::text)"),
    ("xmin", "order by r.xmin::text::bigint, md5(r.ID::text)"),
];

/// Every clue that there is.
pub(crate) fn clues(revoir: &Revoir, truth: &Truth) -> Vec<Clue> {
    let mut clues = Vec::new();
    for table in lines(revoir, TABLES) {
        let id = if table == "recordings" {
            "id"
        } else {
            "recording_id"
        };
        for (name, order) in orders(revoir, &table) {
            let rows = format!("select r.{id} from {table} r {}", order.replace("ID", id));
            clues.extend(clue(
                truth,
                format!("{table}: {name}"),
                lines(revoir, &rows),
            ));
        }
    }
    clues.extend(beside(revoir, truth));
    clues.extend(in_the_ring(revoir));
    merged(clues)
}

/// What the rows of a table can be put in order by. Equals are put in that of a hash, which tells nothing.
fn orders(revoir: &Revoir, table: &str) -> Vec<(String, String)> {
    let by = |what: &str| format!("order by {what}, md5(r.ID::text)");
    let mut orders: Vec<(String, String)> = BY_POSTGRES
        .iter()
        .map(|(name, order)| ((*name).to_owned(), (*order).to_owned()))
        .collect();
    orders.push(("size".to_owned(), by("pg_column_size(r.*)")));
    let columns = columns(revoir, table).into_iter();
    orders.extend(columns.map(|column| (column.clone(), by(&format!("r.{column}")))));
    orders
}

/// Clues that put the recordings in one order are one, under all its names.
fn merged(clues: Vec<Clue>) -> Vec<Clue> {
    let mut merged: Vec<Clue> = Vec::new();
    for clue in clues {
        match merged.iter_mut().find(|known| known.ids == clue.ids) {
            Some(known) => known.name = format!("{} = {}", known.name, clue.name),
            None => merged.push(clue),
        }
    }
    merged
}

/// The tables whose rows are about recordings.
const TABLES: &str = "
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'revoir' and c.relkind in ('r', 'p') and not c.relispartition
      and (c.relname = 'recordings' or exists (select from pg_attribute a
           where a.attrelid = c.oid and a.attname = 'recording_id' and not a.attisdropped))
    order by c.relname";

fn lines(revoir: &Revoir, query: &str) -> Vec<String> {
    revoir.sql(query).lines().map(str::to_owned).collect()
}

fn columns(revoir: &Revoir, table: &str) -> Vec<String> {
    let query = format!(
        "select attname from pg_attribute where attrelid = 'revoir.{table}'::regclass and attnum > 0 and not attisdropped"
    );
    lines(revoir, &query)
}

/// The day's recordings in the order of these rows. None: they are of no recording.
fn clue(truth: &Truth, name: String, mut ids: Vec<String>) -> Option<Clue> {
    let mut unseen: HashSet<&String> = truth.iter().flatten().collect();
    ids.retain(|id| unseen.remove(id));
    (!ids.is_empty()).then(|| {
        assert!(
            unseen.is_empty(),
            "{name} is of some of the recordings only"
        );
        Clue { name, ids }
    })
}

/// What Postgres holds beside rows that are large: in the order of its own numbers, and of its places.
fn beside(revoir: &Revoir, truth: &Truth) -> Vec<Clue> {
    let stores = [("frames", "bytes"), ("outlines", "transcript")];
    let mut clues = Vec::new();
    for (table, column) in stores {
        let leaves = format!(
            "select c.relname || ' ' || c.reltoastrelid::regclass from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = 'revoir.{table}'::regclass"
        );
        let parts: Vec<String> = lines(revoir, &leaves)
            .iter()
            .map(|leaf| {
                let (leaf, toast) = leaf.split_once(' ').unwrap();
                format!(
                    "select r.recording_id as id, t.chunk_id as number, t.ctid as place from {leaf} r join {toast} t
                     on t.chunk_seq = 0 and t.chunk_data = substr(r.{column}, 1, length(t.chunk_data))"
                )
            })
            .collect();
        let all = parts.join(" union all ");
        for order in ["number", "place"] {
            let rows = format!("select id from ({all}) beside order by {order}");
            let name = format!("beside {table}: {order}");
            clues.extend(clue(truth, name, lines(revoir, &rows)));
        }
    }
    clues
}

/// The slots, in the order of the bytes that they hold; that of their numbers is a column.
fn in_the_ring(revoir: &Revoir) -> [Clue; 1] {
    let slots =
        "select id || ' ' || slot_bucket || ' ' || slot_number from recordings where not imported";
    let mut held: Vec<(Vec<u8>, String)> = lines(revoir, slots)
        .iter()
        .map(|slot| {
            let mut words = slot.split(' ');
            let mut next = || words.next().unwrap();
            let (id, bucket, number) = (next(), next(), next().parse::<usize>().unwrap());
            let file = revoir.data.path().join("keys").join(bucket).join("slots");
            let bytes = fs::read(file).unwrap();
            (bytes[number * 64..][..64].to_vec(), id.to_owned())
        })
        .collect();
    held.sort();
    let ids = held.into_iter().map(|(_, id)| id).collect();
    let name = "key ring: bytes of the slot".to_owned();
    [Clue { name, ids }]
}

/// Where else a recording is named: the tables, by the dump, the log, the metrics and the names of the key ring's files.
pub(crate) fn named_elsewhere(revoir: &Revoir, truth: &Truth) -> Vec<String> {
    let ids: HashSet<&str> = truth.iter().flatten().map(String::as_str).collect();
    let names = |text: &str| {
        let mut words = text.split(|c: char| !(c.is_ascii_hexdigit() || c == '-'));
        words.any(|word| ids.contains(word))
    };
    let dump = revoir.dump();
    let mut table = "";
    let mut found = Vec::new();
    let text = String::from_utf8_lossy(&dump);
    for line in text.lines() {
        if let Some(copy) = line.strip_prefix("COPY revoir.") {
            table = copy.split(' ').next().unwrap();
        }
        let about = ["recordings", "frames", "outlines"];
        if names(line) && !about.iter().any(|name| table.starts_with(name)) {
            found.push(format!("{table}: {line}"));
        }
    }
    let metrics = revoir.ask("GET", "/metrics", &[], b"");
    assert_eq!(metrics.status, 200, "{}", metrics.text());
    let keys = fs::read_dir(revoir.data.path().join("keys")).unwrap();
    let keys: Vec<String> = keys
        .map(|entry| entry.unwrap().path().display().to_string())
        .collect();
    for (place, text) in [
        ("log", revoir.log()),
        ("metrics", metrics.text()),
        ("key ring", keys.join("\n")),
    ] {
        found.extend(
            text.lines()
                .filter(|line| names(line))
                .map(|line| format!("{place}: {line}")),
        );
    }
    found
}
