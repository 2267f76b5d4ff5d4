//! `revoir backup`: the database in one file, without keys; and one that was made, verified by a real restore.

use super::{Failure, client::socket, print, progress::Progress};
use crate::{
    backup::{self, Backup, Manifest, Source, Unusable},
    clock,
    config::Config,
    installation::{self, Database},
};
use anyhow::Context;
use clap::{Args, Subcommand};
use revoir_postgres::{DataLock, Server};
use revoir_recording::Reader;
use revoir_store::{
    restoring::{self, Aside, Snapshot},
    schema,
};
use revoir_vault::{Error, KeyRing, tombstones};
use std::path::{Path, PathBuf};
use tokio::net::UnixStream;

/// Of so many recordings the first frame is opened.
const SAMPLE: i64 = 50;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct BackupArguments {
    #[command(subcommand)]
    command: Option<BackupCommand>,
    /// Where to write
    #[arg(value_name = "FILE", required = true)]
    file: Option<PathBuf>,
    /// Overwrites a file that is there
    #[arg(long)]
    force: bool,
}

#[derive(Subcommand)]
enum BackupCommand {
    /// Verifies a backup by restoring it into a Postgres of its own, which is thrown away
    Verify {
        /// The backup
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// `revoir backup`.
pub(super) async fn run(config: Config, arguments: BackupArguments) -> Result<(), Failure> {
    match (arguments.command, arguments.file) {
        (Some(BackupCommand::Verify { file }), _) => verify(&config, &file).await,
        (None, Some(file)) => make(&config, &file, arguments.force).await,
        (None, None) => Err(Failure::usage("a file must be given")),
    }
}

async fn make(config: &Config, file: &Path, force: bool) -> Result<(), Failure> {
    if file.exists() && !force {
        let name = file.display();
        return Err(Failure::refused(format!(
            "{name}: is there already; --force overwrites it"
        )));
    }
    let (url, database) = reach(config).await?;
    let source = source(config, url)?;
    let tombstones = count(&config.tombstones_dir())?;
    let progress = Progress::begin("written", None);
    let facts = (clock::now(), config.backup.kept_days, tombstones);
    let made = backup::dump(&source, file, facts, progress.told()).await;
    if let Some(database) = database {
        database.close().await?;
    }
    let manifest = made?;
    let (recordings, name) = (rows(&manifest, "recordings"), file.display());
    print(&format!(
        "{name}: {recordings} recordings of {}, without their keys\n\
         keep it for at most {} days (backup.kept_days), and the key ring elsewhere",
        manifest.made_at, config.backup.kept_days
    ))
}

/// The database of a server that runs, else one that is opened for this.
async fn reach(config: &Config) -> Result<(String, Option<Database>), Failure> {
    if UnixStream::connect(socket(config)).await.is_ok() {
        if !config.database.url.is_empty() {
            return Ok((config.database.url.clone(), None));
        }
        let data = config.data_dir();
        let data = data.canonicalize().map_err(anyhow::Error::from)?;
        let socket = revoir_postgres::socket_directory(&data);
        let url = revoir_postgres::socket_url(&socket, "revoir", "revoir");
        return Ok((url, None));
    }
    if config.database.url.is_empty() && !config.data_dir().join("postgres").exists() {
        let data = config.data_dir();
        return Err(Failure::refused(format!(
            "{}: holds no database",
            data.display()
        )));
    }
    let lock = DataLock::take(&config.data_dir()).map_err(anyhow::Error::from)?;
    let database = Database::whole(config, lock).await?;
    Ok((database.url().to_owned(), Some(database)))
}

pub(super) fn source(config: &Config, url: String) -> Result<Source, Failure> {
    let explicit = Some(config.postgres.bin.as_path()).filter(|bin| !bin.as_os_str().is_empty());
    let programs = match revoir_postgres::find(explicit, Path::new("var/pg/bin")) {
        Ok(found) => Some(found.directory().to_owned()),
        // with a Postgres elsewhere there may be its client's programs alone
        Err(revoir_postgres::Error::NoBinaries) => None,
        Err(error) => return Err(anyhow::Error::from(error).into()),
    };
    Ok(Source { url, programs })
}

fn count(dir: &Path) -> Result<usize, Failure> {
    if !dir.exists() {
        return Ok(0);
    }
    let found = tombstones::read(dir).map_err(anyhow::Error::from)?;
    Ok(found.len())
}

pub(super) fn rows(manifest: &Manifest, table: &str) -> i64 {
    manifest.rows.get(table).copied().unwrap_or_default()
}

/// Opens a backup that this binary can restore, and checks every byte of it.
pub(super) fn check(file: &Path) -> Result<Backup, Failure> {
    let mut backup = Backup::open(file)?;
    let (theirs, ours) = (backup.manifest.schema, restoring::newest());
    if theirs > ours {
        let (name, version) = (file.display(), &backup.manifest.revoir);
        return Err(Failure::refused(format!(
            "{name}: was made by a newer version ({version}, schema {theirs}); this one knows {ours}"
        )));
    }
    let progress = Progress::begin("checked", Some(backup.bytes()));
    let mut told = progress.told();
    let mut done = 0;
    tokio::task::block_in_place(|| {
        backup.blocks(&mut |block| {
            done += u64::try_from(block.len()).unwrap_or_default();
            told(done);
            Ok(())
        })
    })?;
    Ok(backup)
}

impl From<Unusable> for Failure {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Unread(..) => Self::refused(unusable.to_string()),
            Unusable::Damaged(..) => Self::failed(unusable.to_string()),
        }
    }
}

/// A directory for a Postgres that is thrown away.
struct Throwaway(PathBuf);

impl Drop for Throwaway {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

async fn verify(config: &Config, file: &Path) -> Result<(), Failure> {
    let mut backup = check(file)?;
    let name = format!("revoir-verify-{}", std::process::id());
    let place = Throwaway(std::env::temp_dir().join(name));
    let lock = DataLock::take(&place.0).map_err(anyhow::Error::from)?;
    let server = tokio::task::block_in_place(|| installation::start(config, &lock));
    let server = server.map_err(anyhow::Error::from)?;
    let done = try_out(config, &server, &mut backup).await;
    tokio::task::block_in_place(|| server.stop()).map_err(anyhow::Error::from)?;
    let (opened, gone) = done?;
    let (recordings, name) = (rows(&backup.manifest, "recordings"), file.display());
    let keys = match (opened, gone) {
        (None, _) => "there is no key ring here to open them with".to_owned(),
        (Some(opened), 0) => format!("of a sample, {opened} were opened"),
        (Some(opened), gone) => {
            format!("of a sample, {opened} were opened, and of {gone} the key is gone")
        }
    };
    print(&format!(
        "{name}: restored and counted; {recordings} recordings of {}; {keys}",
        backup.manifest.made_at
    ))
}

/// Restores, counts, migrates, and opens a sample. How many were opened, where there are keys, and how many have none.
async fn try_out(
    config: &Config,
    server: &Server,
    backup: &mut Backup,
) -> Result<(Option<usize>, usize), Failure> {
    schema::found(&server.url("postgres", "postgres"))
        .await
        .map_err(anyhow::Error::from)?;
    let source = source(config, server.url("revoir", "revoir"))?;
    // nothing is there: this makes the schema
    let _aside = set_aside(&source).await?;
    fill(&source, backup).await?;
    schema::prepare(&source.url)
        .await
        .map_err(anyhow::Error::from)?;
    let mut snapshot = Snapshot::take(&source.url)
        .await
        .map_err(anyhow::Error::from)?;
    let sample = snapshot.first_frames(SAMPLE).await;
    let sample = sample.map_err(anyhow::Error::from)?;
    let keys = config.keys_dir();
    if !keys.exists() {
        return Ok((None, 0));
    }
    let (mut opened, mut gone) = (0, 0);
    for (recording, slot, frame) in sample {
        match KeyRing::peek(&keys, slot, recording) {
            Err(Error::Gone) => gone += 1,
            Err(error) => return Err(anyhow::Error::from(error).into()),
            Ok(key) => {
                let read = Reader::new(recording).open(&key, 0, &frame);
                read.map_err(|fault| Failure::failed(format!("{recording}: {fault}")))?;
                opened += 1;
            }
        }
    }
    Ok((Some(opened), gone))
}

/// Sets aside what is there, before a backup is loaded in its place. Whatever fails until then leaves it as it is.
pub(super) async fn set_aside(source: &Source) -> Result<Aside, Failure> {
    backup::can_load(source)?;
    let aside = Aside::set(&source.url).await.map_err(anyhow::Error::from)?;
    aside.ok_or_else(|| Failure::environment("a restore of this database is under way"))
}

/// Loads a backup into an empty schema, and counts what is there then.
pub(super) async fn fill(source: &Source, backup: &mut Backup) -> Result<(), Failure> {
    let progress = Progress::begin("restored", Some(backup.bytes()));
    tokio::task::block_in_place(|| backup::load(source, backup, progress.told()))?;
    let counted: anyhow::Result<_> = async {
        let mut snapshot = Snapshot::take(&source.url).await?;
        let rows = snapshot.rows().await?;
        snapshot.release().await?;
        Ok(rows)
    }
    .await;
    let counted = counted.context("counting what was restored")?;
    let (said, table) = (&backup.manifest.rows, |table: &String| {
        (counted.get(table), backup.manifest.rows.get(table))
    });
    let mut tables = said.keys().chain(counted.keys());
    if let Some(wrong) = tables.find(|name| table(name).0 != table(name).1) {
        let (found, said) = table(wrong);
        return Err(Failure::failed(format!(
            "{wrong}: {} rows were restored, the backup has {}",
            found.copied().unwrap_or_default(),
            said.copied().unwrap_or_default()
        )));
    }
    Ok(())
}
