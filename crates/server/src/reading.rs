//! Reading the pieces of a recording: chunks while it is open, frames once it is settled. One frame and the
//! first are in memory, and no connection is held in between. Each piece asks again whether the recording
//! may still be read.

use crate::{app::App, http::problem::ApiError};
use revoir_domain::permission::{Scope, Watch};
use revoir_recording::{Chunk, Outline, Outlining, Reader, Timeline, Transcript};
use revoir_store::{
    TenantTx, chunks, frames, outlines,
    search::{self, Recording},
};
use revoir_vault::DataKey;

/// A recording that is being read.
pub(crate) struct Reading {
    pub(crate) app: App,
    pub(crate) scope: Scope<Watch>,
    pub(crate) recording: Recording,
    key: DataKey,
    reader: Reader,
    primed: bool,
}

impl Reading {
    /// Begins to read, and returns the numbers of the pieces.
    pub(crate) async fn begin(
        app: App,
        tx: &mut TenantTx<Watch>,
        recording: Recording,
    ) -> Result<(Self, Vec<u32>), ApiError> {
        if recording.restricted_until.is_some() {
            return Err(ApiError::RecordingRestricted);
        }
        let id = recording.id;
        let pieces = if recording.is_open {
            chunks::sequences(tx, id).await?
        } else {
            (0..frames::count(tx, id).await?).collect()
        };
        let reading = Self {
            key: key_of(&app, &recording).await?,
            scope: tx.scope().clone(),
            reader: Reader::new(id),
            primed: false,
            app,
            recording,
        };
        Ok((reading, pieces))
    }

    /// The events of one piece, a JSON array. None: the chunk has gone into a frame meanwhile.
    pub(crate) async fn piece(&mut self, number: u32) -> Result<Option<Vec<u8>>, ApiError> {
        if !(self.recording.is_open || self.primed || number == 0) {
            // every frame is packed against the first
            self.frame(0).await?;
        }
        if self.recording.is_open {
            self.chunk(number).await
        } else {
            self.frame(number).await.map(Some)
        }
    }

    async fn chunk(&mut self, number: u32) -> Result<Option<Vec<u8>>, ApiError> {
        let id = self.recording.id;
        let mut tx = self.transaction().await?;
        let sealed = chunks::read(&mut tx, id, number).await?;
        drop(tx);
        let Some(sealed) = sealed else {
            return Ok(None);
        };
        let core = self.app.cores.acquire().await.map_err(ApiError::internal)?;
        let events = tokio::task::block_in_place(|| Chunk::open(&self.key, (id, number), &sealed))?;
        drop(core);
        Ok(Some(events))
    }

    async fn frame(&mut self, number: u32) -> Result<Vec<u8>, ApiError> {
        let id = self.recording.id;
        let mut tx = self.transaction().await?;
        let under = (id, self.recording.slot);
        let Some(sealed) = frames::read(&mut tx, under, number).await? else {
            let there = search::find(&mut tx, self.recording.site, id).await;
            // restricted, rewritten under another key, or gone
            return Err(match there {
                Ok(there) if there.restricted_until.is_some() => ApiError::RecordingRestricted,
                Ok(_) => ApiError::RecordingChanged,
                Err(_) => ApiError::RecordingGone,
            });
        };
        drop(tx);
        let core = self.app.cores.acquire().await.map_err(ApiError::internal)?;
        let events = tokio::task::block_in_place(|| self.reader.open(&self.key, number, &sealed))?;
        drop(core);
        self.primed = true;
        Ok(events)
    }

    async fn transaction(&self) -> Result<TenantTx<Watch>, ApiError> {
        Ok(TenantTx::begin(&self.app.db, self.scope.clone(), self.app.now()).await?)
    }
}

/// The timeline of a recording: as stored when it was settled, else made of what is there.
pub(crate) async fn timeline(
    app: App,
    tx: TenantTx<Watch>,
    recording: Recording,
) -> Result<Timeline, ApiError> {
    if let Some(sealed) = &recording.timeline {
        let key = key_of(&app, &recording).await?;
        return Ok(Timeline::open(recording.id, &key, sealed)?);
    }
    Ok(outline(app, tx, recording).await?.timeline)
}

/// The transcript of a recording, as JSON.
pub(crate) async fn transcript(
    app: App,
    mut tx: TenantTx<Watch>,
    recording: Recording,
) -> Result<Vec<u8>, ApiError> {
    if let Some(sealed) = outlines::transcript(&mut tx, recording.id, recording.slot).await? {
        let key = key_of(&app, &recording).await?;
        return Ok(Transcript::open(recording.id, &key, &sealed)?);
    }
    let outline = outline(app, tx, recording).await?;
    serde_json::to_vec(&outline.transcript).map_err(ApiError::internal)
}

/// Made of all that is there, few at a time: an open recording may be large.
async fn outline(
    app: App,
    mut tx: TenantTx<Watch>,
    recording: Recording,
) -> Result<Outline, ApiError> {
    let (mut reading, pieces) = Reading::begin(app.clone(), &mut tx, recording).await?;
    drop(tx);
    let turn = app.outlines.acquire().await.map_err(ApiError::internal)?;
    let of = &reading.recording;
    let policy = app.policy(of.site, of.purpose, of.policy_version).await?;
    let mut outlining = Outlining::new(policy.friction);
    for number in pieces {
        let piece = reading.piece(number).await?;
        let events = piece.ok_or(ApiError::RecordingChanged)?;
        let core = app.cores.acquire().await.map_err(ApiError::internal)?;
        tokio::task::block_in_place(|| outlining.add(number, &events))?;
        drop(core);
    }
    drop(turn);
    Ok(outlining.finish())
}

/// The key under which all of a recording lies.
pub(crate) async fn key_of(app: &App, recording: &Recording) -> Result<DataKey, ApiError> {
    let (ring, slot, id) = (app.ring.clone(), recording.slot, recording.id);
    Ok(app.compute(move || ring.find(slot, id)).await??)
}
