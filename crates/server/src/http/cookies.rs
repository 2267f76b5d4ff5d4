//! The two cookies: who is signed in, and where somebody has signed in before.

use super::problem::ApiError;
use crate::{app::App, known};
use axum::http::{HeaderMap, HeaderValue, header};
use revoir_store::sessions;

/// One of our cookies. On https its name ties it to this very host.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cookie {
    /// The token of a session.
    Session,
    /// That a member has signed in with this browser; opens nothing.
    Known,
}

impl Cookie {
    fn name(self, app: &App) -> &'static str {
        match (self, app.config.is_https()) {
            (Self::Session, true) => "__Host-revoir",
            (Self::Session, false) => "revoir",
            (Self::Known, true) => "__Host-revoir-known",
            (Self::Known, false) => "revoir-known",
        }
    }

    /// The header that sets it.
    pub(super) fn set(self, app: &App, value: &str) -> Result<HeaderValue, ApiError> {
        let life = match self {
            Self::Session => sessions::LONGEST,
            Self::Known => known::LIFE,
        };
        self.header(app, value, life.as_secs())
    }

    /// The header that removes it.
    pub(super) fn clear(self, app: &App) -> Result<HeaderValue, ApiError> {
        self.header(app, "", 0)
    }

    fn header(self, app: &App, value: &str, seconds: i64) -> Result<HeaderValue, ApiError> {
        let secure = if app.config.is_https() {
            "; Secure"
        } else {
            ""
        };
        let name = self.name(app);
        let cookie =
            format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
        HeaderValue::try_from(cookie).map_err(ApiError::internal)
    }

    /// Its value, if the browser sent it.
    pub(super) fn of(self, headers: &HeaderMap, app: &App) -> Option<String> {
        let cookies = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let mut pairs = cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        pairs
            .find(|(name, _)| *name == self.name(app))
            .map(|(_, value)| value.to_owned())
    }
}
