//! `revoir restore`: a backup in the place of what is there, without what was erased or has expired since.

use super::{
    Failure,
    backup::{check, fill, source},
    print,
};
use crate::{
    config::Config,
    installation::{Database, Installation},
    restoring::{self, Mark, Restored},
};
use clap::Args;
use revoir_postgres::DataLock;
use revoir_store::restoring::{Found, look};
use std::path::PathBuf;

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
}

/// `revoir restore`.
pub(super) async fn run(config: Config, arguments: RestoreArguments) -> Result<(), Failure> {
    for list in &arguments.tombstones {
        if let Err(error) = revoir_vault::tombstones::read(list) {
            return Err(Failure::refused(error.to_string()));
        }
    }
    let mut backup = check(&arguments.file)?;
    let lock = DataLock::take(&config.data_dir()).map_err(anyhow::Error::from)?;
    let database = Database::found(&config, lock).await?;
    let source = source(&config, database.url().to_owned())?;
    let replaceable = may_replace(&config, &source.url, arguments.force).await;
    if let Err(failure) = replaceable {
        database.close().await?;
        return Err(failure);
    }
    let mark = Mark::set(&config).map_err(anyhow::Error::from)?;
    if let Err(failure) = fill(&source, &mut backup).await {
        database.close().await?;
        return Err(failure);
    }
    let installation = Installation::of(config, database).await?;
    let finished = restoring::finish(&installation.app, &backup.manifest, &arguments.tombstones);
    let finished = finished.await;
    installation.close().await?;
    let restored = finished?;
    mark.remove().map_err(anyhow::Error::from)?;
    tell(&restored)
}

async fn may_replace(config: &Config, url: &str, force: bool) -> Result<(), Failure> {
    let found = look(url).await.map_err(anyhow::Error::from)?;
    let begun = Mark::is_set(config).map_err(anyhow::Error::from)?;
    match found {
        Found::Used => Err(Failure::environment(
            "another server is at work in this database: stop it first",
        )),
        Found::Something if !force && !begun => Err(Failure::refused(
            "the installation holds something; --force replaces its database by the backup",
        )),
        Found::Something | Found::Nothing => Ok(()),
    }
}

fn tell(restored: &Restored) -> Result<(), Failure> {
    let Restored {
        erased,
        recordings,
        without_key,
    } = restored;
    print(&format!(
        "restored: {recordings} recordings; {erased} that were erased since the backup are gone again\n\
         {without_key} of them have no key any more, and nobody can watch them\n\
         everybody is signed out; roles, tokens, freezes, incidents and restrictions are those of the backup: look at \
         those that were taken or set since"
    ))
}
