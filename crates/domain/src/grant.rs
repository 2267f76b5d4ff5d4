//! Grants: the server's signed permission for one browser to send one recording.

use crate::{
    bucket::Bucket,
    ids::{OrganisationId, RecordingId, SiteId},
    purpose::Purpose,
};
use jiff::Timestamp;

/// Where the key ring holds a recording's data key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Slot {
    /// The bucket whose key wraps it.
    pub bucket: Bucket,
    /// Its number in the bucket, drawn at random among the free ones.
    pub number: u32,
}

/// What a grant says; signed, so that a batch needs no database read to be believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claims {
    /// The recording that it opens.
    pub recording: RecordingId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// The site on whose pages it may be used.
    pub site: SiteId,
    /// What the recording is for.
    pub purpose: Purpose,
    /// The policy version in force when it was opened.
    pub policy_version: u32,
    /// Where its data key lies.
    pub slot: Slot,
    /// The second from which nothing more is accepted.
    pub end: Timestamp,
}
