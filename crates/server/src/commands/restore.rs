//! `revoir restore`: a backup in the place of what is there, without what was erased or has expired since.

use super::{
    Failure,
    backup::{check, fill, set_aside, source},
    print,
};
use crate::{
    app::App,
    backup::{Backup, Manifest, Source},
    clock,
    config::Config,
    installation::Database,
    restoring::{self, Ready, Restored},
};
use anyhow::Context;
use clap::Args;
use jiff::SignedDuration;
use revoir_postgres::DataLock;
use revoir_store::restoring::{Carried, Found, look};
use std::path::PathBuf;

/// By how much the clocks of two machines may differ.
const SKEW: SignedDuration = SignedDuration::from_mins(10);

#[derive(Args)]
pub(super) struct RestoreArguments {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Further tombstones, a file or a directory, such as the mirror's; several by repeating it
    #[arg(long, value_name = "FILE")]
    tombstones: Vec<PathBuf>,
    /// Replaces the database of an installation that holds something
    #[arg(long)]
    force: bool,
    /// Takes a backup that is older than `backup.kept_days`, or than they were: what was erased since may have no tombstone left
    #[arg(long)]
    older_than_kept: bool,
    /// Leaves what protects and was set since the backup: for a database that is damaged, or was changed by an intruder
    #[arg(long)]
    carry_nothing: bool,
}

/// `revoir restore`.
pub(super) async fn run(config: Config, arguments: RestoreArguments) -> Result<(), Failure> {
    for list in &arguments.tombstones {
        if let Err(error) = revoir_vault::tombstones::read(list) {
            return Err(Failure::refused(error.to_string()));
        }
    }
    let mut backup = check(&arguments.file)?;
    if !arguments.older_than_kept {
        is_young_enough(&backup.manifest, &config)?;
    }
    let lock = DataLock::take(&config.data_dir()).map_err(anyhow::Error::from)?;
    let database = Database::found(&config, lock).await?;
    let replaced = replace(config, &database, &mut backup, &arguments).await;
    database.close().await?;
    let (ready, restored) = replaced?;
    tell(&ready, &restored)
}

/// Puts the backup in the place of what is there, or that back in its place.
async fn replace(
    config: Config,
    database: &Database,
    backup: &mut Backup,
    arguments: &RestoreArguments,
) -> Result<(Ready, Restored), Failure> {
    let source = source(&config, database.url().to_owned())?;
    may_replace(&source.url, arguments.force).await?;
    let mut aside = set_aside(&source).await?;
    let loaded = load(config, database, (&source, backup), arguments).await;
    let loaded = match loaded {
        Ok((app, ready)) => match aside.discard().await {
            Ok(()) => Ok((app, ready)),
            Err(error) => {
                app.db.close().await;
                Err(anyhow::Error::from(error).into())
            }
        },
        Err(failure) => Err(failure),
    };
    let (app, ready) = match loaded {
        Ok(loaded) => loaded,
        Err(failure) => {
            aside.put_back().await.map_err(anyhow::Error::from)?;
            return Err(failure);
        }
    };
    let finished = restoring::finish(&app).await;
    app.db.close().await;
    let restored = finished.context("the backup is in place, and not swept yet")?;
    Ok((ready, restored))
}

/// Loads the backup, and makes ready what was loaded. No connection is left where that fails.
async fn load(
    config: Config,
    database: &Database,
    (source, backup): (&Source, &mut Backup),
    arguments: &RestoreArguments,
) -> Result<(App, Ready), Failure> {
    fill(source, backup).await?;
    let app = database.app(config).await?;
    let carry = !arguments.carry_nothing;
    match restoring::ready(&app, &backup.manifest, &arguments.tombstones, carry).await {
        Ok(ready) => Ok((app, ready)),
        Err(error) => {
            app.db.close().await;
            Err(error.into())
        }
    }
}

/// Whether no certificate of an erasure says yet that the last copy has died, of which this may be one: by the days for
/// which backups are kept now, and by those of when it was made, if they were fewer.
fn is_young_enough(backup: &Manifest, config: &Config) -> Result<(), Failure> {
    let kept = config.backup.kept_days;
    let kept = backup.kept_days.map_or(kept, |then| then.min(kept));
    let age = clock::now().duration_since(backup.made_at);
    if age < -SKEW {
        return Err(Failure::refused(format!(
            "the backup says that it was made at {}, which is still to come: set the clock of this machine right, or take \
             it all the same with --older-than-kept",
            backup.made_at,
        )));
    }
    if age <= SignedDuration::from_hours(24 * i64::from(kept)) {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "the backup is of {}, and backups are kept for {kept} days (backup.kept_days): of what was erased more than \
         {kept} days ago certificates say that no copy is left, and its tombstones may be gone. --older-than-kept takes \
         it all the same; what has a tombstone goes again",
        backup.made_at.strftime("%Y-%m-%d"),
    )))
}

async fn may_replace(url: &str, force: bool) -> Result<(), Failure> {
    match look(url).await.map_err(anyhow::Error::from)? {
        Found::Used => Err(Failure::environment(
            "another server is at work in this database: stop it first",
        )),
        Found::Something if !force => Err(Failure::refused(
            "the installation holds something; --force replaces its database by the backup",
        )),
        Found::Something | Found::Nothing => Ok(()),
    }
}

fn tell(ready: &Ready, restored: &Restored) -> Result<(), Failure> {
    let Restored {
        recordings,
        without_key,
    } = restored;
    let carried = match ready.carried {
        Some(Carried {
            set,
            taken,
            passwords,
            restricted,
        }) => format!(
            "carried over from what was there: {set} stops, freezes and incidents; {taken} members, roles and tokens \
             that were taken; {passwords} changed passwords; {restricted} restricted recordings"
        ),
        None => "nothing was carried over: roles, tokens, passwords, stops, freezes, incidents and restrictions are \
                 those of the backup: before people sign in, stop and freeze again what was stopped and frozen since, \
                 revoke what was revoked, and restrict again what visitors have restricted"
            .to_owned(),
    };
    let erased = ready.erased;
    print(&format!(
        "restored: {recordings} recordings; {erased} that were erased since the backup are gone again\n\
         {without_key} of them have no key any more, and nobody can watch them\n\
         everybody is signed out; {carried}"
    ))
}
