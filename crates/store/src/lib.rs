//! Every SQL statement of Revoir, as free functions over a transaction that says on whose behalf it runs.
//!
//! [`AppTx`] and [`TenantTx`] serve visitors and people: they have taken `revoir_app`, which row-level
//! security binds to one organisation. [`OwnerTx`] ingests and runs jobs. The caller opens and commits.

pub mod chunks;
pub mod error;
pub mod frames;
pub mod inspection;
pub mod jobs;
pub mod members;
pub mod organisations;
pub mod partitions;
pub mod policies;
pub mod pool;
pub mod recordings;
pub mod schema;
pub mod sessions;
pub mod settling;
pub mod sites;
pub mod tx;

pub use error::{Error, Result};
pub use pool::Pool;
pub use tx::{AppTx, OwnerTx, TenantTx};
