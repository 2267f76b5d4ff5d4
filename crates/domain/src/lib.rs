//! What Revoir speaks of, as values in which invalid states cannot be written.
//!
//! Pure: no clock, no randomness, no input or output. Times and random bytes come in as arguments.

pub mod audit;
pub mod available;
pub mod bucket;
pub mod change;
pub mod collection;
pub mod conformance;
pub mod device;
pub mod email;
pub mod erasure;
pub mod framework;
pub mod friction;
pub mod grant;
pub mod ids;
pub mod kept;
pub mod learning;
pub mod limits;
pub mod mask;
pub mod material;
pub mod measure;
pub mod name;
pub mod origin;
pub mod page;
pub mod permission;
pub mod pointer;
pub mod policy;
pub mod process;
pub mod proof;
pub mod pseudonym;
pub mod publication;
pub mod purpose;
pub mod recording;
pub mod request;
pub mod role;
pub mod route;
pub mod selector;
pub mod standing;
pub mod trigger;
pub mod verdict;
