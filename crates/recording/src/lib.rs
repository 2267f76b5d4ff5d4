//! What is stored of a recording. CPU only: no clock, no database, no file.
//!
//! ```text
//! WireBatch ─ unpack ─► Events ─ scrub ─► ScrubbedEvents ─ pack ─► Chunk ─ settle ─► Frame
//! ```
//!
//! Each stage is a type that only the stage before can make, so that unscrubbed bytes cannot be stored
//! by mistake. A [`Chunk`] is one batch as stored on arrival; [`Frame`]s are what is kept once the
//! recording has ended, with an [`Outline`] of what lies where and what was done.

mod chunk;
mod export;
mod frame;
pub mod note;
mod outline;
mod pointer;
mod seal;
pub mod statement;
mod unpack;
mod wire;

pub use chunk::Chunk;
pub use export::shift;
pub use frame::{Frame, Packed, Packer, Reader};
pub use outline::{
    Act, Line, Marker, Outline, Outlining, Page, Piece, SealedOutline, Stretches, Strip,
    StripMarker, Timeline, Transcript, What,
};
pub use revoir_scrub::MaskedAt;
pub use seal::Damaged;
pub use unpack::{TooLarge, UnpackError, unpack};
pub use wire::{Coding, HeaderError, WireBatch};
