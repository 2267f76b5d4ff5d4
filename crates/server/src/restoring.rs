//! What a restored installation must go through before it serves: nobody is signed in, what protects is carried over from
//! what was there, what was erased since the backup goes again, and the log tells of it. Only then is what was there let
//! go of, and what has expired meanwhile goes.

use crate::{app::App, backup::Manifest, jobs, random};
use anyhow::Context;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use revoir_domain::{
    audit::{Act, Actor, Event, Subject},
    grant::Slot,
    ids::{ErasureId, RecordingId},
};
use revoir_store::{
    OwnerTx,
    audit::{self, Acting},
    erasures::{self, Dated},
    organisations, partitions,
    restoring::{self, Carried, Unended},
};
use revoir_vault::{
    Error,
    tombstones::{self, Tombstone},
};
use std::{io, path::PathBuf};

/// Puts back what a restore has set aside that was killed. Fails where there was nothing before it: what it has loaded may
/// hold what was erased since.
pub(crate) async fn recover(url: &str) -> anyhow::Result<()> {
    let refused = match restoring::recover(url).await? {
        Unended::No => return Ok(()),
        Unended::PutBack => {
            tracing::warn!("a restore has not ended: what was there before it is back");
            return Ok(());
        }
        Unended::NothingBefore => {
            "a restore has not ended, and there was nothing before it: run revoir restore again"
        }
        Unended::UnderWay => "a restore of this database is under way",
    };
    Err(io::Error::other(refused).into())
}

/// What a restored database has become, and can be once what was there before is let go of.
pub(crate) struct Ready {
    /// How many recordings were erased since the backup, and have gone again.
    pub(crate) erased: usize,
    /// What was carried over. None: what was there before was no state of this installation, or was not looked at.
    pub(crate) carried: Option<Carried>,
}

/// How many recordings a restored installation has.
pub(crate) struct Restored {
    /// How many are there, once what has expired is gone.
    pub(crate) recordings: usize,
    /// Of how many of them the key is gone: settled, moved or lost since the backup.
    pub(crate) without_key: usize,
}

/// Does all that concerns the database alone: no key is touched that the installation which is set aside may need.
pub(crate) async fn ready(
    app: &App,
    backup: &Manifest,
    lists: &[PathBuf],
    carry: bool,
) -> anyhow::Result<Ready> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    restoring::sign_everybody_out(&mut tx).await?;
    tx.commit().await?;
    let carried = if carry {
        carry_over(app).await.context(
            "carrying over what protects from what was there (--carry-nothing leaves it)",
        )?
    } else {
        None
    };
    let stones = take_in(app, lists).await?;
    let mut tx = OwnerTx::begin(&app.db).await?;
    let all = restoring::all(&mut tx).await?;
    tx.commit().await?;
    let mut erased = 0;
    for (recording, _) in &all {
        if let Some(stone) = stones.get(&Tombstone::name(*recording)) {
            erase_again(app, *recording, stone).await?;
            erased += 1;
        }
    }
    log(app, backup, erased).await?;
    Ok(Ready { erased, carried })
}

/// Does what zeroes keys, of what was erased and of what has expired. Cut off, the server's jobs do it.
pub(crate) async fn finish(app: &App) -> anyhow::Result<Restored> {
    jobs::sweep_once(app).await.context("what has expired")?;
    let mut tx = OwnerTx::begin(&app.db).await?;
    let left = restoring::all(&mut tx).await?;
    tx.commit().await?;
    Ok(Restored {
        recordings: left.len(),
        without_key: without_key(app, left).await?,
    })
}

async fn carry_over(app: &App) -> anyhow::Result<Option<Carried>> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    if !restoring::is_the_same(&mut tx).await? {
        return Ok(None);
    }
    for bucket in restoring::buckets(&mut tx).await? {
        partitions::ensure_bucket(&app.db, bucket).await?;
    }
    let carried = restoring::carry(&mut tx).await?;
    tx.commit().await?;
    Ok(Some(carried))
}

async fn log(app: &App, backup: &Manifest, erased: usize) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    for organisation in organisations::all(&mut tx).await? {
        let acting = Acting {
            actor: Actor::Cli,
            organisation,
            now: app.now(),
        };
        let made_at = backup.made_at.strftime("%Y-%m-%d %H:%M:%S");
        let act = Act::of(Event::InstallationRestored, Subject::Organisation);
        let act = act.with(format!("backup of {made_at}, erased again {erased}"));
        audit::write_as_owner(&mut tx, acting, &app.audit, act).await?;
    }
    Ok(tx.commit().await?)
}

/// Lays the tombstones of other lists beside our own, and reads all of them.
async fn take_in(
    app: &App,
    lists: &[PathBuf],
) -> anyhow::Result<std::collections::HashMap<revoir_domain::audit::Digest, Tombstone>> {
    let (ours, lists) = (app.tombstones.clone(), lists.to_vec());
    let taken = tokio::task::spawn_blocking(move || {
        let known = ours.all()?;
        for list in &lists {
            for stone in tombstones::read(list)? {
                if !known.contains_key(&stone.of) {
                    ours.set(&stone)?;
                }
            }
        }
        ours.all()
    });
    Ok(taken.await??)
}

async fn erase_again(app: &App, recording: RecordingId, stone: &Tombstone) -> anyhow::Result<()> {
    let now = app.now();
    let dated = Dated {
        at: midnight(stone.erased_on)?,
        last_copy_dies_on: stone.last_copy_dies_on,
    };
    let id = ErasureId::from_uuid(random::timed_id(dated.at));
    let mut tx = OwnerTx::begin(&app.db).await?;
    let job = random::job_id(now);
    let erased = restoring::erase_restored(&mut tx, recording, job, now).await?;
    erasures::remember_restored(&mut tx, id, (&erased, dated), stone.means).await?;
    Ok(tx.commit().await?)
}

fn midnight(day: Date) -> anyhow::Result<Timestamp> {
    Ok(day.to_zoned(TimeZone::UTC)?.timestamp())
}

async fn without_key(app: &App, all: Vec<(RecordingId, Slot)>) -> anyhow::Result<usize> {
    let ring = app.ring.clone();
    let gone = move || {
        all.into_iter()
            .filter(|(recording, slot)| matches!(ring.find(*slot, *recording), Err(Error::Gone)))
            .count()
    };
    Ok(tokio::task::spawn_blocking(gone).await?)
}
