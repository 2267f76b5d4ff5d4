//! Limits on everything that comes from outside. One name each, one place.

use std::time::Duration;

/// Bytes of one batch as sent, header line included.
pub const BATCH_BYTES: usize = 1_000_000;
/// Bytes of one batch after inflating.
pub const INFLATED_BYTES: usize = 16_000_000;
/// How many times its own size a batch may inflate to, beyond the first megabyte.
pub const INFLATION: usize = 200;
/// Bytes of a batch's header line.
pub const HEADER_BYTES: usize = 1_024;
/// Bytes of the request that opens a recording.
pub const GRANT_REQUEST_BYTES: usize = 4_096;
/// Bytes of a request to the API for people.
pub const API_REQUEST_BYTES: usize = 65_536;
/// Events in one batch.
pub const EVENTS: usize = 100_000;
/// Nesting of arrays and objects in one batch.
pub const DEPTH: usize = 512;
/// The last sequence number of a recording.
pub const LAST_SEQUENCE: u32 = 65_535;
/// Inflated bytes of one recording.
pub const RECORDING_BYTES: u64 = 256_000_000;
/// The longest recording.
pub const RECORDING_LENGTH: Duration = Duration::from_hours(4);
/// How long a body may take to arrive.
pub const BODY_TIME: Duration = Duration::from_secs(20);
/// Bytes of one sealed piece of what is kept; seeking opens at most two.
pub const FRAME_BYTES: usize = 1_500_000;
/// Characters of a consent mechanism's name.
pub const MECHANISM_CHARS: usize = 64;
/// Characters of the identifier by which a publisher knows a customer.
pub const IDENTIFIER_CHARS: usize = 256;
/// Hosts remembered of one site, from which pseudonyms were derived.
pub const PSEUDONYM_HOSTS: u32 = 200;
/// For how many days, at most, identifiers are also looked up under a key that was replaced.
pub const GRACE_DAYS: u16 = 366;
/// How long a consent counts.
pub const CONSENT_LIFE: Duration = Duration::from_hours(183 * 24);
/// How far a browser's clock may be ahead of ours.
pub const CLOCK_SKEW: Duration = Duration::from_mins(10);
/// How long the head of a request may take to arrive.
pub const HEAD_TIME: Duration = Duration::from_secs(10);
/// Recordings on one page of a list.
pub const PAGE: u32 = 100;
/// Characters of what someone says when they erase a recording.
pub const REASON_CHARS: usize = 500;
/// Characters of a note.
pub const NOTE_CHARS: usize = 1_000;
/// Characters of what a visitor states about a recording.
pub const STATEMENT_CHARS: usize = 2_000;
/// Bytes of the request that adds a statement.
pub const STATEMENT_REQUEST_BYTES: usize = 16_384;
/// Certificates that one letter tells of.
pub const CERTIFICATES: usize = 1_000;
/// Of what asks for a letter.
pub const LETTER_REQUEST_BYTES: usize = 1_048_576;
/// Of the reference of a request.
pub const REFERENCE_CHARS: usize = 64;
/// For how many months a recording is restricted, at most.
pub const RESTRICTION_MONTHS: i32 = 12;
/// Notes on one recording.
pub const NOTES: u32 = 500;
/// Views that someone keeps of one purpose of a site.
pub const VIEWS: u32 = 50;
/// Characters of a view's name.
pub const VIEW_NAME_CHARS: usize = 80;
/// Characters of a view's query.
pub const VIEW_QUERY_CHARS: usize = 500;
/// Characters of a password: at least, and at most.
pub const PASSWORD_CHARS: (usize, usize) = (12, 256);
/// Characters of a person's, a site's or an organisation's name.
pub const NAME_CHARS: usize = 200;
/// Characters of an e-mail.
pub const EMAIL_CHARS: usize = 254;
/// Characters of an origin.
pub const ORIGIN_CHARS: usize = 200;
/// Origins of one site.
pub const ORIGINS: usize = 50;
/// Characters of the reason why a conflict of roles is accepted.
pub const EXCEPTION_CHARS: usize = 500;
/// Roles granted in one request.
pub const ROLES_AT_ONCE: usize = 50;
/// For how many days a role may be granted.
pub const ROLE_DAYS: u16 = 366;
/// Tokens of one site.
pub const TOKENS: u32 = 20;
/// Tickets of one site that are open.
pub const TICKETS: u32 = 10_000;
/// For how long a ticket counts, and a recording is kept for one, at most.
pub const TICKET_MINUTES: u32 = 30 * 24 * 60;
/// Releases of one site that are known.
pub const RELEASES: u32 = 1_000;
/// Visits of which a figure is told at least, where it outlives their recordings.
pub const FEWEST_VISITS: i64 = 10;
/// Origins remembered as seen, for each site.
pub const SIGHTINGS: usize = 20;

/// Patterns of pages in each list of a policy.
pub const PAGE_PATTERNS: usize = 100;

/// Selectors of elements that a policy keeps out.
pub const BLOCKED: usize = 50;

/// Routes that one site has learned.
pub const LEARNED_ROUTES: usize = 500;

/// Lines of a list from which routes are learned.
pub const ADDRESSES: usize = 50_000;

/// Characters of what is written down in a policy or about one: what it is for, why, what is done instead.
pub const WRITTEN_CHARS: usize = 2_000;

/// Rules in each list of a policy by which text is shown, or reasons are given.
pub const RULES: usize = 100;
/// The longest free text beside an entry of the audit log, in characters.
pub const AUDIT_WORDS_CHARS: usize = 500;

/// How long a draft is tried before that ends by itself.
pub const TRIAL: Duration = Duration::from_hours(7 * 24);

/// Entries of the audit log that are read at once when it is taken out.
pub const AUDIT_LINES: u32 = 1000;

/// Bytes of a banner's or CMP's configuration that is filed.
pub const CONFIGURATION_BYTES: usize = 256 * 1_024;

/// Bytes of a picture of a banner that is filed.
pub const SCREENSHOT_BYTES: usize = 1_024 * 1_024;

/// Files that show how visitors of one site are asked.
pub const PROCESSES: u32 = 200;

/// How long the proof of a consent is kept after the consent has ended.
pub const PROOF_LIFE: Duration = Duration::from_hours(183 * 24);
