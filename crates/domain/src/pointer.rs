//! What is kept of where the pointer went.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is kept of the pointer's way when a recording is settled, the strictest last. Clicks are kept in any case.
#[derive(
    Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Pointer {
    /// All of it.
    Path,
    /// Where it set out and where it arrived, between two things that the visitor did.
    #[default]
    Targets,
    /// Nothing.
    None,
}
