//! Passwords: argon2id with the library's current parameters, off the async threads.

use crate::{app::App, http::problem::ApiError, random};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use std::time::Duration;

/// What an unknown e-mail is compared with, so that it costs the same work.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cmV2b2lyLW5vYm9keS1zYWx0$bxPXCbSGmSJMgNQk5PDyx2JUu1sXpWGJ4j8MWY0wYKQ";

/// How long someone waits for their turn; beyond, they are asked to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hashes a password, in PHC form.
pub(crate) fn hash(password: &str) -> anyhow::Result<String> {
    let salt: [u8; 16] = random::bytes();
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hash
        .map_err(|error| anyhow::anyhow!("hashing a password: {error}"))?
        .to_string())
}

/// Whether `password` is the one behind `hash`; where there is no hash the answer is no, after the same work.
pub(crate) async fn verify(
    app: &App,
    hash: Option<String>,
    password: String,
) -> Result<bool, ApiError> {
    let turn = tokio::time::timeout(PATIENCE, app.hashes.acquire()).await;
    let turn = turn
        .map_err(|_| ApiError::Unavailable)?
        .map_err(ApiError::internal)?;
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
    let matches = tokio::task::spawn_blocking(move || matches(&hash, &password))
        .await
        .map_err(ApiError::internal)?;
    drop(turn);
    Ok(known && matches)
}

fn matches(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_matches_its_hash() {
        let hash = hash("correct horse").unwrap();

        assert!(matches(&hash, "correct horse"));
        assert!(!matches(&hash, "correct horse "));
    }

    #[test]
    fn nobody_has_a_readable_hash_of_the_current_cost() {
        let current = hash("x").unwrap();
        let cost = |hash: &str| hash.split('$').nth(3).map(str::to_owned);

        assert!(PasswordHash::new(NOBODY).is_ok());
        assert_eq!(cost(NOBODY), cost(&current));
        assert!(!matches(NOBODY, ""));
    }
}
