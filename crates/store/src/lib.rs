//! Every SQL statement of Revoir, as free functions over a transaction that says on whose behalf it runs.
//!
//! [`AppTx`] and [`TenantTx`] serve visitors and people: they have taken `revoir_app`, which row-level
//! security binds to one organisation. [`InstallationTx`] serves operators, and sees no recording. [`OwnerTx`] ingests and runs jobs. The caller opens and commits.

pub mod audit;
pub mod chunks;
pub mod discards;
pub mod drafts;
pub mod erasures;
pub mod error;
pub mod firings;
pub mod frames;
pub mod freezes;
pub mod holding;
pub mod incidents;
pub mod inspection;
pub mod installation;
pub mod jobs;
pub mod links;
pub mod members;
pub mod notes;
pub mod organisations;
pub mod outlines;
pub mod partitions;
pub mod policies;
pub mod pool;
pub mod processes;
pub mod proofs;
pub mod pseudonyms;
pub mod recordings;
pub mod remasking;
pub mod requests;
pub mod restoring;
pub mod rights;
pub mod roles;
pub mod routes;
pub mod scattering;
pub mod schema;
pub mod search;
pub mod served_files;
pub mod sessions;
pub mod settling;
pub mod sightings;
pub mod sites;
pub mod statements;
pub mod stops;
pub mod texts;
pub mod tickets;
pub mod tokens;
pub mod trials;
pub mod tx;
pub mod views;
pub mod volumes;
pub mod warnings;

pub use error::{Error, Result};
pub use pool::Pool;
pub use tx::{AppTx, InstallationTx, OwnerTx, TenantTx};
