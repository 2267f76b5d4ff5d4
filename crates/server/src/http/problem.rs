//! All the ways a request can fail, as `application/problem+json` (RFC 9457). `docs/problems.md` lists them.

use crate::{ingest::PackError, passwords::Refused};
use axum::{
    extract::rejection::{JsonRejection, PathRejection, QueryRejection},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use revoir_domain::{
    origin::NotAnOrigin, permission::Denied, policy::PolicyError, pseudonym::NotAnIdentifier,
    publication::Refused as Unfit,
};
use revoir_recording::{Damaged, HeaderError, UnpackError};
use serde::Serialize;
use utoipa::ToSchema;

/// All the ways a request can fail. One variant per thing a client can act on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("{0}: {1}")]
    RequestNotValid(&'static str, String),
    #[error(
        "the policy in force keeps no identifier (I1), so that nobody can be found by one: answer by article 11"
    )]
    NobodyFindable,
    #[error("nobody watches or takes out recordings of this purpose for the moment (frozen)")]
    WatchingFrozen,
    #[error("the request cannot be read: {0}")]
    UnreadableRequest(String),
    #[error("{0}")]
    UnreadableHeader(HeaderError),
    #[error("{0}")]
    SequenceOutOfRange(HeaderError),
    #[error("{0}")]
    UnreadableBatch(String),
    #[error("sign in first")]
    Unauthenticated,
    #[error("e-mail and password do not match")]
    WrongCredentials,
    #[error("{0}")]
    GrantNotValid(revoir_vault::GrantError),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("requests from other origins are refused")]
    ForeignOrigin,
    #[error("this origin is not one of the site's")]
    OriginNotAllowed,
    #[error("{0} not found")]
    NotFound(&'static str),
    #[error("no site has this key")]
    SiteNotFound,
    #[error("the site has no published policy for this purpose")]
    PurposeNotFound,
    #[error("nothing is collected for this purpose for the moment")]
    PurposeStopped,
    #[error("the body took too long to arrive")]
    TooSlow,
    #[error("another policy version is in force: version {0}")]
    PolicyChanged(u32),
    #[error("other bytes were stored under this sequence number")]
    SequenceReused,
    #[error("this site key is taken")]
    SiteKeyTaken,
    #[error("this e-mail is taken")]
    EmailTaken,
    #[error(
        "the recording takes nothing more: it was withdrawn, erased, stopped, settled, or has expired"
    )]
    RecordingGone,
    #[error("the recording was settled or rewritten meanwhile: read its timeline again")]
    RecordingChanged,
    #[error("no recording has this receipt")]
    RecordingNotFound,
    #[error("the recording is restricted: nobody watches it or takes it out until that is lifted")]
    RecordingRestricted,
    #[error("the policy does not allow recordings to be taken out")]
    ExportNotAllowed,
    #[error("{0}")]
    TooLarge(String),
    #[error("the consent does not count: {0}")]
    ConsentNotValid(&'static str),
    #[error("the consent does not count: {0}")]
    ProofRefused(&'static str),
    #[error("the purpose is collected around a trigger (L2), and no trigger can be told yet")]
    AwaitingTrigger,
    #[error("the method is not one of the address's")]
    MethodNotAllowed,
    #[error("the policy allows no identifier (I1)")]
    IdentifierNotAllowed,
    #[error("{0}")]
    IdentifierNotValid(String),
    #[error("the proof is not the HMAC-SHA-256 of the identifier under the site's proof secret")]
    ProofNotValid,
    #[error("the import is refused: {0}")]
    ImportRefused(String),
    #[error("{0}")]
    PolicyRefused(Unfit),
    #[error("the draft was changed meanwhile: it is at revision {0}, by {1}")]
    DraftChanged(u32, String),
    #[error("that is not your present password")]
    WrongPassword,
    #[error(transparent)]
    PasswordRefused(#[from] Refused),
    #[error("the link was used, replaced, or has expired")]
    LinkNotValid,
    #[error("the organisation would have no owner left who can sign in")]
    LastOwner,
    #[error(
        "whoever watches support must not watch ux or errors of the same site, unless a reason is given"
    )]
    RolesConflict,
    #[error("only an operator or the command line grants this role, or helps whoever holds it")]
    RoleNotGrantable,
    #[error("{0:?} is {1}")]
    OriginNotValid(String, NotAnOrigin),
    #[error("too many requests")]
    TooManyRequests(u64),
    #[error("not available for the moment")]
    Unavailable,
    #[error("the audit log cannot be written, so that nothing was done")]
    AuditUnavailable,
    #[error("something went wrong on our side")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What went wrong, for programs (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Stable: `/problems/NAME`.
    #[serde(rename = "type")]
    kind: String,
    /// The status, again.
    status: u16,
    /// What and for which input, in English.
    title: String,
    /// Which field of a policy or of what is said of it, such as `collection.L2.before_s`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
}

impl ApiError {
    /// Wraps what a client can do nothing about.
    pub(crate) fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }

    fn parts(&self) -> (u16, &'static str) {
        match self {
            Self::RequestNotValid(..) => (422, "request-not-valid"),
            Self::NobodyFindable => (422, "nobody-findable"),
            Self::WatchingFrozen => (423, "watching-frozen"),
            Self::UnreadableRequest(_) => (400, "unreadable-request"),
            Self::UnreadableHeader(_) => (400, "unreadable-header"),
            Self::Unauthenticated => (401, "unauthenticated"),
            Self::WrongCredentials => (401, "wrong-credentials"),
            Self::GrantNotValid(_) => (401, "grant-not-valid"),
            Self::Denied(_) => (403, "denied"),
            Self::ForeignOrigin => (403, "foreign-origin"),
            Self::ExportNotAllowed => (403, "export-not-allowed"),
            Self::OriginNotAllowed => (403, "origin-not-allowed"),
            Self::NotFound(_) => (404, "not-found"),
            Self::SiteNotFound => (404, "site-not-found"),
            Self::PurposeNotFound => (404, "purpose-not-found"),
            Self::RecordingNotFound => (404, "recording-not-found"),
            Self::TooSlow => (408, "too-slow"),
            Self::PolicyChanged(_) => (409, "policy-changed"),
            Self::SequenceReused => (409, "sequence-reused"),
            Self::RecordingChanged => (409, "recording-changed"),
            Self::DraftChanged(..) => (409, "draft-changed"),
            Self::PolicyRefused(Unfit::Flaw(_)) => (422, "policy-not-valid"),
            Self::PolicyRefused(Unfit::NotAvailable(it)) if it.sealing => {
                (422, "sealing-not-available")
            }
            Self::PolicyRefused(Unfit::NotAvailable(_)) => (422, "measure-not-available"),
            Self::PolicyRefused(Unfit::NeedsDpo(_) | Unfit::OnlyDpo(_)) => {
                (403, "deviation-needs-dpo")
            }
            Self::PolicyRefused(Unfit::NotJustified(_)) => (422, "deviation-not-justified"),
            Self::SiteKeyTaken => (409, "site-key-taken"),
            Self::EmailTaken => (409, "email-taken"),
            Self::PurposeStopped => (410, "purpose-stopped"),
            Self::RecordingGone => (410, "recording-gone"),
            Self::RecordingRestricted => (423, "recording-restricted"),
            Self::TooLarge(_) => (413, "too-large"),
            Self::UnreadableBatch(_) => (422, "unreadable-batch"),
            Self::SequenceOutOfRange(_) => (422, "sequence-out-of-range"),
            Self::ConsentNotValid(_) => (422, "consent-not-valid"),
            Self::ProofRefused(_) => (409, "consent-not-valid"),
            Self::AwaitingTrigger => (422, "awaiting-trigger"),
            Self::MethodNotAllowed => (405, "method-not-allowed"),
            Self::IdentifierNotAllowed => (422, "identifier-not-allowed"),
            Self::IdentifierNotValid(_) => (422, "identifier-not-valid"),
            Self::ProofNotValid => (422, "proof-not-valid"),
            Self::ImportRefused(_) => (422, "import-refused"),
            Self::WrongPassword => (422, "wrong-password"),
            Self::PasswordRefused(Refused::Short(_)) => (422, "password-too-short"),
            Self::PasswordRefused(Refused::Long(_)) => (422, "password-too-long"),
            Self::PasswordRefused(Refused::Guessable) => (422, "password-too-guessable"),
            Self::LinkNotValid => (410, "link-not-valid"),
            Self::LastOwner => (409, "last-owner"),
            Self::RolesConflict => (409, "roles-conflict"),
            Self::RoleNotGrantable => (422, "role-not-grantable"),
            Self::OriginNotValid(..) => (422, "origin-not-valid"),
            Self::TooManyRequests(_) => (429, "too-many-requests"),
            Self::Unavailable => (503, "unavailable"),
            Self::AuditUnavailable => (503, "audit-unavailable"),
            Self::Internal(_) => (500, "internal"),
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests(seconds) => Some(*seconds),
            Self::Unavailable | Self::AuditUnavailable => Some(5),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::RequestNotValid(field, _) | Self::PolicyRefused(Unfit::OnlyDpo(field)) => {
                Some((*field).to_owned())
            }
            Self::PolicyRefused(Unfit::Flaw(flaw)) => Some(flaw.field.clone()),
            Self::PolicyRefused(Unfit::NotAvailable(it)) => Some(it.field.to_owned()),
            Self::PolicyRefused(Unfit::NeedsDpo(it) | Unfit::NotJustified(it)) => {
                Some(it.field().to_owned())
            }
            _ => None,
        }
    }

    /// Status and problem document, for HTTP and for the command line alike.
    pub(crate) fn problem(&self) -> (StatusCode, Problem) {
        let (status, name) = self.parts();
        let problem = Problem {
            kind: format!("/problems/{name}"),
            status,
            title: self.to_string(),
            field: self.field(),
        };
        (
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            problem,
        )
    }
}

/// What cannot be read, and why.
#[expect(clippy::needless_pass_by_value, reason = "shaped for map_err")]
pub(crate) fn unreadable(error: impl ToString) -> ApiError {
    ApiError::UnreadableRequest(error.to_string())
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!(cause = format!("{cause:#}"), "request failed");
        }
        let (status, problem) = self.problem();
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let json = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(header::CONTENT_TYPE, json)], body).into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(
                HeaderName::from_static("retry-after"),
                HeaderValue::from(seconds),
            );
        }
        response
    }
}

impl From<revoir_store::Error> for ApiError {
    fn from(error: revoir_store::Error) -> Self {
        use revoir_store::Error;
        match error {
            Error::NotFound(what) => Self::NotFound(what),
            Error::LastOwner => Self::LastOwner,
            Error::DraftChanged(revision, by) => Self::DraftChanged(revision, by),
            Error::RolesConflict => Self::RolesConflict,
            Error::Gone => Self::RecordingGone,
            Error::SequenceReused(_) => Self::SequenceReused,
            Error::ReceiptUsed => {
                Self::UnreadableRequest("receipt_hash was used before".to_owned())
            }
            Error::Changed => Self::RecordingChanged,
            Error::Audit(cause) => {
                tracing::error!(%cause, "audit log");
                Self::AuditUnavailable
            }
            Error::Full => Self::TooLarge("the recording has reached its size".to_owned()),
            error if error.is_passing() => {
                tracing::warn!(%error, "database not available");
                Self::Unavailable
            }
            error => Self::internal(error),
        }
    }
}

impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> Self {
        Self::NotFound("page")
    }
}

impl From<QueryRejection> for ApiError {
    fn from(error: QueryRejection) -> Self {
        Self::UnreadableRequest(error.body_text())
    }
}

impl From<JsonRejection> for ApiError {
    fn from(error: JsonRejection) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return Self::TooLarge(error.body_text());
        }
        Self::UnreadableRequest(error.body_text())
    }
}

impl From<NotAnIdentifier> for ApiError {
    fn from(error: NotAnIdentifier) -> Self {
        Self::IdentifierNotValid(error.to_string())
    }
}

impl From<HeaderError> for ApiError {
    fn from(error: HeaderError) -> Self {
        match error {
            HeaderError::Unreadable => Self::UnreadableHeader(error),
            HeaderError::SequenceOutOfRange => Self::SequenceOutOfRange(error),
        }
    }
}

impl From<PolicyError> for ApiError {
    fn from(flaw: PolicyError) -> Self {
        Self::PolicyRefused(flaw.into())
    }
}

impl From<Unfit> for ApiError {
    fn from(refused: Unfit) -> Self {
        Self::PolicyRefused(refused)
    }
}

impl From<PackError> for ApiError {
    fn from(error: PackError) -> Self {
        match error {
            PackError::Unpack(UnpackError::TooLarge(error)) => Self::TooLarge(error.to_string()),
            PackError::Pack(error) => Self::internal(error),
            error @ PackError::TooLong => Self::TooLarge(error.to_string()),
            PackError::Unpack(error) => Self::UnreadableBatch(error.to_string()),
            PackError::Key(error) => error.into(),
        }
    }
}

impl From<revoir_vault::Error> for ApiError {
    fn from(error: revoir_vault::Error) -> Self {
        match error {
            revoir_vault::Error::Gone => Self::RecordingGone,
            error => {
                tracing::error!(%error, "key ring");
                Self::Unavailable
            }
        }
    }
}

impl From<revoir_vault::GrantError> for ApiError {
    fn from(error: revoir_vault::GrantError) -> Self {
        Self::GrantNotValid(error)
    }
}

impl From<Damaged> for ApiError {
    fn from(error: Damaged) -> Self {
        Self::internal(error)
    }
}
