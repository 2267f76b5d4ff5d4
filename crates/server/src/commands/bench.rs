//! `revoir bench`: ratios on rrweb files, each taken in one run. Nothing is stored.

use super::{Failure, print};
use crate::{importing::RrwebFile, random};
use clap::{Args, Subcommand};
use flate2::{Compression, write::GzEncoder};
use revoir_domain::{friction::Thresholds, ids::RecordingId, limits, pointer::Pointer};
use revoir_recording::{Chunk, Coding, Packer, unpack};
use revoir_scrub::{Rules, scrub};
use revoir_vault::DataKey;
use serde_json::{Value, json};
use std::{
    fmt::Display,
    io::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// A batch as the SDK sends it: about 100 KB.
const BATCH: usize = 100_000;
/// The best of so many turns counts.
const TURNS: usize = 3;

#[derive(Subcommand)]
pub(super) enum BenchCommand {
    /// The whole receiving step against parsing the same bytes into a tree
    Scrub(Files),
    /// What is stored once settled against gzip 6 of every batch
    Store(Files),
}

#[derive(Args)]
pub(super) struct Files {
    /// rrweb JSON
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What is measured of a file.
type Measure = fn(&RrwebFile<'_>) -> Result<Value, Failure>;

/// Runs one of them and prints one JSON object.
pub(super) fn run(command: &BenchCommand) -> Result<(), Failure> {
    let (files, measure): (&Files, Measure) = match command {
        BenchCommand::Scrub(files) => (files, scrubbing),
        BenchCommand::Store(files) => (files, storing),
    };
    let measured: Result<Vec<Value>, Failure> =
        files.files.iter().map(|path| one(path, measure)).collect();
    print(&json!({ "files": measured? }).to_string())
}

fn one(
    path: &Path,
    measure: fn(&RrwebFile<'_>) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let named = |why: &dyn Display| Failure::failed(format!("{}: {why}", path.display()));
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::refused(format!("{}: {error}", path.display())))?;
    let file = RrwebFile::parse(&bytes).map_err(|error| named(&error))?;
    let mut measured = measure(&file).map_err(|failure| named(&failure.message))?;
    if let Some(fields) = measured.as_object_mut() {
        fields.insert("file".to_owned(), path.display().to_string().into());
        fields.insert("raw_bytes".to_owned(), bytes.len().into());
    }
    Ok(measured)
}

fn scrubbing(file: &RrwebFile<'_>) -> Result<Value, Failure> {
    let batches: Vec<Vec<u8>> = file.grouped(BATCH, limits::EVENTS).collect();
    let sent: Vec<Vec<u8>> = batches
        .iter()
        .map(|batch| gzip(batch))
        .collect::<Result<_, _>>()?;
    let bytes: usize = batches.iter().map(Vec::len).sum();
    let (mut tree, mut step) = (Duration::MAX, Duration::MAX);
    for _ in 0..TURNS {
        tree = tree.min(timed(|| parse_all(&batches))?);
        step = step.min(timed(|| {
            receive_all(&subject(), &sent, file.origin_ms).map(drop)
        })?);
    }
    Ok(json!({
        "value_mb_s": speed(bytes, tree),
        "step_mb_s": speed(bytes, step),
        "ratio": tree.as_secs_f64() / step.as_secs_f64(),
    }))
}

fn storing(file: &RrwebFile<'_>) -> Result<Value, Failure> {
    let mut sent = Vec::new();
    for batch in file.grouped(BATCH, limits::EVENTS) {
        sent.push(gzip(&batch)?);
    }
    let gzip6: usize = sent.iter().map(Vec::len).sum();
    let subject = subject();
    let (recording, key) = &subject;
    let recording = *recording;
    let mut packer = Packer::new(recording, key, Pointer::Path, Thresholds::default());
    let mut stored = 0;
    for chunk in receive_all(&subject, &sent, file.origin_ms)? {
        let events = Chunk::open(key, (recording, chunk.seq()), chunk.bytes()).map_err(failed)?;
        for frame in packer.add(&events, &mut random::bytes).map_err(failed)? {
            stored += frame.bytes().len();
        }
    }
    let whole = packer.finish(random::bytes()).map_err(failed)?;
    stored += whole.last.map_or(0, |frame| frame.bytes().len());
    let nonces = [random::bytes(), random::bytes()];
    let outline = whole.outline.seal(recording, key, nonces).map_err(failed)?;
    stored += outline.timeline.len() + outline.transcript.len();
    #[expect(clippy::cast_precision_loss, reason = "sizes of files, for a ratio")]
    let ratio = stored as f64 / gzip6 as f64;
    Ok(json!({ "gzip6_bytes": gzip6, "stored_bytes": stored, "ratio": ratio }))
}

/// A recording, and the key that it is kept under.
type Subject = (RecordingId, DataKey);

fn subject() -> Subject {
    (random::recording_id(), DataKey::random(&mut random::rng()))
}

/// The way of every batch: unpack, scrub, pack.
fn receive_all(
    (recording, key): &Subject,
    sent: &[Vec<u8>],
    origin_ms: i64,
) -> Result<Vec<Chunk>, Failure> {
    let rules = Rules {
        origin_ms,
        ..Rules::default()
    };
    let receive = |(seq, wire): (u32, &Vec<u8>)| {
        let events = unpack(Coding::Gzip, wire).map_err(failed)?;
        Chunk::pack(
            &scrub(&events, &rules),
            (*recording, seq),
            wire,
            (key, random::bytes()),
        )
        .map_err(failed)
    };
    (0..).zip(sent).map(receive).collect()
}

fn parse_all(batches: &[Vec<u8>]) -> Result<(), Failure> {
    for batch in batches {
        let tree: Value = serde_json::from_slice(batch).map_err(failed)?;
        std::hint::black_box(tree);
    }
    Ok(())
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).map_err(failed)?;
    encoder.finish().map_err(failed)
}

fn timed(work: impl FnOnce() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn speed(bytes: usize, took: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "sizes of files, for a ratio")]
    let megabytes = bytes as f64 / 1e6;
    megabytes / took.as_secs_f64()
}

fn failed(error: impl Display) -> Failure {
    Failure::failed(error.to_string())
}
