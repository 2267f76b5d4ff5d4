//! What a restored installation must go through before it serves: what was erased since the backup goes again, what has
//! expired meanwhile goes, nobody is signed in, and the log tells of it. Until then a mark keeps servers from starting.

use crate::{app::App, backup::Manifest, config::Config, jobs, random};
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
    organisations, restoring,
};
use revoir_vault::{
    Error,
    tombstones::{self, Tombstone},
};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// That a restore has begun and not ended.
pub(crate) struct Mark(PathBuf);

impl Mark {
    fn of(config: &Config) -> Self {
        Self(config.data_dir().join("restoring"))
    }

    /// Fails where a restore has not ended: what it has loaded may hold what was erased since.
    pub(crate) fn refuse(config: &Config) -> io::Result<()> {
        let Self(path) = Self::of(config);
        if path.try_exists()? {
            let said = "a restore has not ended: run revoir restore again";
            return Err(io::Error::other(format!("{}: {said}", path.display())));
        }
        Ok(())
    }

    pub(crate) fn is_set(config: &Config) -> io::Result<bool> {
        Self::of(config).0.try_exists()
    }

    /// Sets it; it lasts when this returns.
    pub(crate) fn set(config: &Config) -> io::Result<Self> {
        let mark = Self::of(config);
        let mut file = File::create(&mark.0)?;
        file.write_all(b"a restore has begun and not ended\n")?;
        file.sync_all()?;
        mark.sync()?;
        Ok(mark)
    }

    pub(crate) fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.0)?;
        self.sync()
    }

    fn sync(&self) -> io::Result<()> {
        let above = self.0.parent().unwrap_or_else(|| Path::new("."));
        File::open(above)?.sync_all()
    }
}

/// What became of a restored database.
pub(crate) struct Restored {
    /// How many recordings were erased since the backup, and have gone again.
    pub(crate) erased: usize,
    /// How many are there, once what has expired is gone.
    pub(crate) recordings: usize,
    /// Of how many of them the key is gone: settled, moved or lost since the backup.
    pub(crate) without_key: usize,
}

/// Does all of it. May be repeated.
pub(crate) async fn finish(
    app: &App,
    backup: &Manifest,
    lists: &[PathBuf],
) -> anyhow::Result<Restored> {
    let stones = take_in(app, lists).await?;
    let mut tx = OwnerTx::begin(&app.db).await?;
    restoring::sign_everybody_out(&mut tx).await?;
    let all = restoring::all(&mut tx).await?;
    tx.commit().await?;
    let mut erased = 0;
    for (recording, _) in &all {
        if let Some(stone) = stones.get(&Tombstone::name(*recording)) {
            erase_again(app, *recording, stone).await?;
            erased += 1;
        }
    }
    jobs::sweep_once(app).await.context("what has expired")?;
    let mut tx = OwnerTx::begin(&app.db).await?;
    let left = restoring::all(&mut tx).await?;
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
    tx.commit().await?;
    Ok(Restored {
        erased,
        recordings: left.len(),
        without_key: without_key(app, left).await?,
    })
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
    tx.commit().await?;
    jobs::zero(app, erased.slot, recording).await
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
