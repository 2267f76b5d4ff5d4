//! Every SQL statement of Revoir, as free functions over a transaction that says on whose behalf it runs.
//!
//! [`AppTx`] and [`TenantTx`] serve visitors and people: they have taken `revoir_app`, which row-level
//! security binds to one organisation. [`InstallationTx`] serves operators, and sees no recording. [`OwnerTx`] ingests and runs jobs. The caller opens and commits.

pub mod audit;
pub mod chunks;
pub mod drafts;
pub mod erasures;
pub mod error;
pub mod frames;
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
pub mod recordings;
pub mod roles;
pub mod routes;
pub mod schema;
pub mod search;
pub mod sessions;
pub mod settling;
pub mod sightings;
pub mod sites;
pub mod tx;
pub mod views;
pub mod warnings;

pub use error::{Error, Result};
pub use pool::Pool;
pub use tx::{AppTx, InstallationTx, OwnerTx, TenantTx};
