//! How a statement can fail.

/// How a statement can fail.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing in reach has this id.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// The recording takes nothing more: settled, expired or erased.
    #[error("the recording takes nothing more")]
    Gone,
    /// Other bytes were acknowledged under this sequence number.
    #[error("sequence {0} was acknowledged with other bytes")]
    SequenceReused(u32),
    /// The recording was settled meanwhile, under another key.
    #[error("the recording was settled meanwhile")]
    Changed,
    /// The recording would exceed its size.
    #[error("the recording is full")]
    Full,
    /// Another recording has this receipt.
    #[error("another recording has this receipt")]
    ReceiptUsed,
    /// The organisation would be left without an owner who can sign in.
    #[error("the organisation would have no owner left")]
    LastOwner,
    /// One person would watch `support` and `ux` or `errors` of one site, without a written reason.
    #[error("the roles conflict: support beside ux or errors on one site needs a reason")]
    RolesConflict,
    /// Someone else has written the draft meanwhile: its revision now, and who.
    #[error("the draft was changed meanwhile: it is at revision {0}, by {1}")]
    DraftChanged(u32, String),
    /// The act cannot be logged, so that it must not happen.
    #[error("the audit log cannot be written: {0}")]
    Audit(#[source] Box<Error>),
    /// What lies in the database is not what we wrote.
    #[error("the database holds {0} that cannot be read")]
    Corrupt(&'static str),
    /// The database refused or did not answer.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

/// What a store function returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Whether a row was meant for a partition that is not there yet.
    #[must_use]
    pub fn is_missing_partition(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(db)) if db.is_check_violation() && db.constraint().is_none())
    }

    /// Whether the same statement may succeed a moment later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(db)) => {
                // connection, resources, operator intervention, lock timeout, serialisation, dead lock
                let code = db.code().unwrap_or_default();
                ["08", "53", "57", "55P03", "40"]
                    .iter()
                    .any(|class| code.starts_with(class))
            }
            Self::Database(
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::Protocol(_)
                | sqlx::Error::WorkerCrashed,
            ) => true,
            _ => false,
        }
    }
}
