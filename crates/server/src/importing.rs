//! Importing rrweb recordings through the same pipeline: opened, sent in batches, settled at once.

use crate::{
    app::App,
    http::problem::ApiError,
    ingest::{self, Batch, Sender},
    jobs::{self, Whole},
    opening,
};
use bytes::Bytes;
use revoir_domain::{bucket::Bucket, device::Device, grant::Claims, limits, purpose::Purpose};
use revoir_recording::Coding;
use revoir_store::{policies, recordings::Import, settling};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Bytes of one batch of an import.
const BATCH: usize = 4_000_000;

/// The legal bases of article 6 GDPR.
pub(crate) const BASES: [&str; 6] = [
    "consent",
    "contract",
    "legal_obligation",
    "vital_interests",
    "public_task",
    "legitimate_interests",
];

/// What an import must name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub(crate) site: String,
    pub(crate) purpose: Purpose,
    #[serde(flatten)]
    pub(crate) import: Import,
}

/// A file in rrweb's form: an array of events, or an object that holds one under `events`.
pub(crate) struct RrwebFile<'a> {
    events: Vec<&'a RawValue>,
    /// The earliest time in it, in milliseconds.
    pub(crate) origin_ms: i64,
}

#[derive(Deserialize)]
struct Wrapped<'a> {
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Timed {
    timestamp: f64,
}

impl<'a> RrwebFile<'a> {
    /// Reads a file's bytes.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, String> {
        let explain = |error: serde_json::Error| format!("not rrweb events: {error}");
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        let events = match first {
            Some(b'[') => serde_json::from_slice(bytes).map_err(explain)?,
            Some(b'{') => {
                serde_json::from_slice::<Wrapped<'a>>(bytes)
                    .map_err(explain)?
                    .events
            }
            _ => {
                return Err(
                    "not rrweb events: neither an array nor an object with events".to_owned(),
                );
            }
        };
        let mut origin = f64::INFINITY;
        for (at, event) in events.iter().enumerate() {
            let timed: Timed = serde_json::from_str(event.get())
                .map_err(|error| format!("event {at}: {error}"))?;
            origin = origin.min(timed.timestamp);
        }
        if !(0.0..=1e14).contains(&origin) {
            return Err("there is no event with a time that makes sense".to_owned());
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "within 0 to 1e14 by the check above"
        )]
        let origin_ms = origin.floor() as i64;
        Ok(Self { events, origin_ms })
    }

    /// Its events in arrays of about 4 MB.
    pub(crate) fn batches(&self) -> impl Iterator<Item = Vec<u8>> {
        self.grouped(BATCH, limits::EVENTS)
    }

    /// Its events in arrays of about `size` bytes and at most `most` events.
    pub(crate) fn grouped(&self, size: usize, most: usize) -> impl Iterator<Item = Vec<u8>> {
        let mut events = self.events.iter().peekable();
        std::iter::from_fn(move || {
            events.peek()?;
            let (mut batch, mut count) = (vec![b'['], 0);
            while let Some(event) = events.next_if(|event| {
                count == 0 || (count < most && batch.len() + event.get().len() < size)
            }) {
                if count > 0 {
                    batch.push(b',');
                }
                batch.extend_from_slice(event.get().as_bytes());
                count += 1;
            }
            batch.push(b']');
            Some(batch)
        })
    }
}

/// Opens an imported recording.
pub(crate) async fn begin(app: &App, origin: &Origin) -> Result<Claims, ApiError> {
    let import = &origin.import;
    let (site, mut tx) = app.site(&origin.site).await?;
    let mut policies = policies::in_force(&mut tx, site.id).await?.into_iter();
    let published = policies
        .find(|published| published.policy.purpose == origin.purpose)
        .ok_or(ApiError::PurposeNotFound)?;
    let collected = import
        .collected_on
        .to_zoned(jiff::tz::TimeZone::UTC)
        .map_err(ApiError::internal)?
        .timestamp();
    let ended = check(origin, &published.policy, collected, app.now())?;
    let wanted = opening::Wanted {
        organisation: site.organisation,
        site: site.id,
        published: &published,
        device: Device::UNKNOWN,
        receipt_hash: None,
        named: None,
        import: Some(import),
        at: collected,
        ends: ended,
    };
    drop(tx);
    opening::open(app, wanted).await
}

/// From when its retention runs, if it may be brought in.
fn check(
    origin: &Origin,
    policy: &revoir_domain::policy::Policy,
    collected: jiff::Timestamp,
    now: jiff::Timestamp,
) -> Result<jiff::Timestamp, ApiError> {
    let import = &origin.import;
    let refused = |why: String| Err(ApiError::ImportRefused(why));
    if import.collected_for != origin.purpose {
        return refused(format!(
            "collected for {}, it may not be reused for {} without a new consent (§31)",
            import.collected_for, origin.purpose
        ));
    }
    if collected > now {
        return refused(format!(
            "it was collected on {}, which is in the future",
            import.collected_on
        ));
    }
    let ended = settling::end_of(import.collected_on)
        .unwrap_or(collected)
        .min(now);
    let bucket = Bucket::of_expiry(origin.purpose, ended, policy.retention_minutes.duration());
    if bucket.ends() <= Some(now) {
        return refused(format!(
            "collected on {}, its retention is over",
            import.collected_on
        ));
    }
    Ok(ended)
}

/// Takes one array of events of an import.
pub(crate) async fn add(
    app: &App,
    claims: Claims,
    seq: u32,
    origin_ms: i64,
    events: Bytes,
) -> Result<(), ApiError> {
    let batch = Batch {
        seq,
        coding: Coding::None,
        bytes: events,
        sender: Sender::Import { origin_ms },
    };
    ingest::receive(app, claims, batch).await?;
    Ok(())
}

/// Settles an import: it is playable when this returns.
pub(crate) async fn finish(app: &App, claims: Claims) -> Result<(), ApiError> {
    jobs::settle(app, claims.recording, Whole::Yes)
        .await
        .map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_and_an_object_with_events_are_the_same_recording() {
        for text in [
            r#"[{"type":4,"timestamp":7},{"type":2,"timestamp":5}]"#,
            r#" {"events":[{"timestamp":7},{"timestamp":5}]}"#,
        ] {
            let file = RrwebFile::parse(text.as_bytes()).unwrap();
            assert_eq!((file.events.len(), file.origin_ms), (2, 5));
        }
    }

    #[test]
    fn what_is_no_recording_is_said_where() {
        let error = |text: &str| RrwebFile::parse(text.as_bytes()).err().unwrap();

        assert!(error("hello").starts_with("not rrweb events"));
        assert!(error("[1]").starts_with("event 0: "));
        assert!(error("[]").contains("no event"));
    }

    #[test]
    fn batches_hold_every_event_once_in_order() {
        let text = r#"[{"timestamp":1},{"timestamp":2},{"timestamp":3}]"#;
        let file = RrwebFile::parse(text.as_bytes()).unwrap();

        let batches: Vec<_> = file
            .grouped(40, 10)
            .map(|batch| String::from_utf8(batch).unwrap())
            .collect();

        assert_eq!(
            batches,
            [
                r#"[{"timestamp":1},{"timestamp":2}]"#,
                r#"[{"timestamp":3}]"#
            ]
        );
    }
}
