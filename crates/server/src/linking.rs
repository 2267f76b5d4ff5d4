//! Links by which someone sets a password: made, mailed, or shown to whoever asked.

use crate::{app::App, auditing::by_themselves, http::problem::ApiError, mail::Letter, random};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::Timestamp;
use revoir_domain::{audit::Event, email::Email, ids::MemberId};
use revoir_store::{
    AppTx,
    links::{self, Kind},
    members, organisations,
};
use sha2::{Digest, Sha256};

/// A link that was left, to be sent once the transaction that left it is durable.
pub(crate) struct Unsent {
    kind: Kind,
    email: String,
    name: String,
    organisation: String,
    link: String,
    until: Timestamp,
}

/// What became of it.
pub(crate) struct Sent {
    pub(crate) mailed: bool,
    /// The link itself, where no mail took it.
    pub(crate) link: Option<String>,
}

/// 32 random bytes in base64url, for a link or a session.
pub(crate) fn token() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<32>())
}

/// By what a token is known here.
pub(crate) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Leaves a link for a member of the organisation that the transaction has entered.
pub(crate) async fn leave(
    app: &App,
    tx: &mut AppTx,
    member: MemberId,
    now: Timestamp,
) -> Result<Unsent, ApiError> {
    let token = token();
    let kind = links::issue(tx, hash(&token), member, now).await?;
    let member = members::find(tx, member).await?;
    let organisation = organisations::name(tx).await?;
    Ok(Unsent {
        kind,
        email: member.email,
        name: member.name,
        organisation: organisation.ok_or(ApiError::NotFound("organisation"))?,
        // a fragment never reaches a server, a proxy, or their logs
        link: format!("{}/link#{token}", app.config.url()),
        until: now.checked_add(kind.life()).map_err(ApiError::internal)?,
    })
}

impl Unsent {
    /// Mails it, or gives it back where there is no mail or it did not leave.
    pub(crate) async fn send(self, app: &App) -> Sent {
        let letter = Letter {
            kind: self.kind,
            email: &self.email,
            name: &self.name,
            organisation: &self.organisation,
            link: &self.link,
            until: self.until,
        };
        let mailed = match &app.mailer {
            Some(mailer) => match mailer.send(&letter).await {
                Ok(()) => true,
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "a mail did not leave");
                    false
                }
            },
            None => false,
        };
        Sent {
            mailed,
            link: (!mailed).then_some(self.link),
        }
    }

    /// The link itself, for the command line.
    pub(crate) fn show(self) -> String {
        self.link
    }
}

/// Mails a link to whoever has this e-mail, if somebody has.
pub(crate) async fn mail(app: &App, email: &Email) -> Result<(), ApiError> {
    let mut tx = AppTx::begin(&app.db).await?;
    let Some(known) = members::credentials(&mut tx, email.as_str()).await? else {
        return Ok(());
    };
    tx.enter(known.organisation).await?;
    let now = app.now();
    let unsent = leave(app, &mut tx, known.member, now).await?;
    let who = (known.member, known.organisation);
    by_themselves(app, &mut tx, Event::LinkMade, who, now).await?;
    tx.commit().await?;
    unsent.send(app).await;
    Ok(())
}
