//! Passwords: what one must be, and argon2id with the library's current parameters, off the async threads.

use crate::{app::App, http::problem::ApiError, random};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use revoir_domain::limits;
use std::time::Duration;
use tokio::sync::SemaphorePermit;
use zxcvbn::{Score, zxcvbn};

/// What an unknown e-mail is compared with, so that it costs the same work.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cmV2b2lyLW5vYm9keS1zYWx0$bxPXCbSGmSJMgNQk5PDyx2JUu1sXpWGJ4j8MWY0wYKQ";

/// How long someone waits for their turn; beyond, they are asked to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a password is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("the password has {0} characters, must have {min} to {max}", min = limits::PASSWORD_CHARS.0, max = limits::PASSWORD_CHARS.1)]
    Short(usize),
    #[error("the password has {0} characters, must have {min} to {max}", min = limits::PASSWORD_CHARS.0, max = limits::PASSWORD_CHARS.1)]
    Long(usize),
    #[error("the password is among the first that someone would guess")]
    Guessable,
}

/// Hashes a password, in PHC form.
pub(crate) fn hash(password: &str) -> anyhow::Result<String> {
    metrics::counter!("revoir_password_hashes_total").increment(1);
    let salt: [u8; 16] = random::bytes();
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hash
        .map_err(|error| anyhow::anyhow!("hashing a password: {error}"))?
        .to_string())
}

/// Hashes a password that was chosen by someone of whom `about` says what others know, if it will do.
pub(crate) async fn choose(
    app: &App,
    password: String,
    about: Vec<String>,
) -> Result<String, ApiError> {
    let turn = turn(app).await?;
    let chosen = tokio::task::spawn_blocking(move || {
        check(&password, &about)?;
        hash(&password).map_err(ApiError::internal)
    });
    let chosen = chosen.await.map_err(ApiError::internal)?;
    drop(turn);
    chosen
}

/// Whether `password` is the one behind `hash`; where there is no hash the answer is no, after the same work.
pub(crate) async fn verify(
    app: &App,
    hash: Option<String>,
    password: String,
) -> Result<bool, ApiError> {
    let turn = turn(app).await?;
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
    let matches = tokio::task::spawn_blocking(move || matches(&hash, &password))
        .await
        .map_err(ApiError::internal)?;
    drop(turn);
    Ok(known && matches)
}

async fn turn(app: &App) -> Result<SemaphorePermit<'_>, ApiError> {
    let turn = tokio::time::timeout(PATIENCE, app.hashes.acquire()).await;
    turn.map_err(|_| ApiError::Unavailable)?
        .map_err(ApiError::internal)
}

/// Any characters will do, if there are enough and they are not the first that someone would guess.
fn check(password: &str, about: &[String]) -> Result<(), Refused> {
    let (least, most) = limits::PASSWORD_CHARS;
    let length = password.chars().count();
    if length < least {
        return Err(Refused::Short(length));
    }
    if length > most {
        return Err(Refused::Long(length));
    }
    let about = about.iter().flat_map(|text| {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.chain([text.as_str()]).filter(|word| word.len() > 2)
    });
    let about: Vec<&str> = about.chain(["revoir"]).collect();
    if zxcvbn(password, &about).score() < Score::Three {
        return Err(Refused::Guessable);
    }
    Ok(())
}

fn matches(hash: &str, password: &str) -> bool {
    metrics::counter!("revoir_password_hashes_total").increment(1);
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

    #[test]
    fn a_password_must_be_long_and_hard_to_guess_and_nothing_else() {
        let about = [
            "jeanne.martin@boutique.example",
            "Jeanne Martin",
            "Boutique du Port",
        ];
        let about = about.map(str::to_owned);
        let check = |password: &str| check(password, &about);

        assert_eq!(check("onze lettre"), Err(Refused::Short(11)));
        assert_eq!(check(&"é".repeat(257)), Err(Refused::Long(257)));
        for guessable in [
            "password1234",
            "aaaaaaaaaaaaaaaa",
            "123456789012",
            "jeannemartin",
            "jeanne.martin@boutique.example",
            "Boutique du Port",
            "qwertyuiop12",
        ] {
            assert_eq!(check(guessable), Err(Refused::Guessable), "{guessable}");
        }
        let pasted: String = (1..=64_u32)
            .map(|n| format!("{:04}", n * 7_919 % 9_973))
            .collect();
        for good in ["a longer password", "chaise verte sous la pluie", &pasted] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }
}
