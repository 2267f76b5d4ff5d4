//! Mail: what is written to people, in French and English, and how it leaves.

use crate::config;
use jiff::{Timestamp, tz::TimeZone};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType},
    },
};
use revoir_store::links::Kind;
use serde::Deserialize;
use std::{sync::LazyLock, time::Duration};

/// How long one step of a conversation with the mail server may take.
const PATIENCE: Duration = Duration::from_secs(10);

const FRENCH: &str = include_str!("../../../config/texts/fr.toml");
const ENGLISH: &str = include_str!("../../../config/texts/en.toml");

/// Where mail leaves, and from whom it is.
#[derive(Debug)]
pub(crate) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// What a link's mail says.
pub(crate) struct Letter<'a> {
    pub(crate) kind: Kind,
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    pub(crate) organisation: &'a str,
    pub(crate) link: &'a str,
    pub(crate) until: Timestamp,
}

/// One language's texts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    /// How an instant is written.
    until: String,
    invitation: Text,
    reset: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    subject: String,
    body: String,
}

impl Mailer {
    /// The mailer that the settings name; none where they name none. An error says nothing of the
    /// address, which may hold a password.
    pub(crate) fn of(settings: &config::Mail) -> Result<Option<Self>, String> {
        if settings.url.is_empty() {
            return Ok(None);
        }
        let url = guarded(&settings.url)?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).map_err(|_| {
            "mail.url must be such as smtps://user:password@mail.example, or smtp://127.0.0.1:25"
        })?;
        let from = settings.from.parse().map_err(|_| {
            "mail.from must be an address such as Revoir <revoir@example.org>".to_owned()
        })?;
        Ok(Some(Self {
            transport: transport.timeout(Some(PATIENCE)).build(),
            from,
        }))
    }

    /// Hands one letter to the mail server.
    pub(crate) async fn send(&self, letter: &Letter<'_>) -> anyhow::Result<()> {
        let (subject, body) = letter.write();
        let body = Body::new_with_encoding(body, ContentTransferEncoding::QuotedPrintable)
            .map_err(|_| anyhow::anyhow!("a letter cannot be encoded"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.email.parse()?))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body)?;
        self.transport.send(message).await?;
        Ok(())
    }
}

/// Without TLS nothing leaves this machine unless the settings say how.
fn guarded(url: &str) -> Result<String, String> {
    let Some(rest) = url.strip_prefix("smtp://") else {
        return Ok(url.to_owned());
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    if url.contains("tls=") || crate::http::origin::is_loopback(&format!("http://{host}")) {
        return Ok(url.to_owned());
    }
    if rest.contains(['/', '?']) {
        return Err("mail.url must say ?tls=required or ?tls=opportunistic".to_owned());
    }
    Ok(format!("{url}?tls=required"))
}

impl Letter<'_> {
    /// Subject and body, in both languages: which one its reader prefers is not known.
    fn write(&self) -> (String, String) {
        let [french, english] = [&TEXTS.0, &TEXTS.1].map(|texts| self.write_in(texts));
        (
            format!("{} / {}", french.0, english.0),
            format!("{}\n---\n\n{}", french.1, english.1),
        )
    }

    fn write_in(&self, texts: &Texts) -> (String, String) {
        let text = match self.kind {
            Kind::Invitation => &texts.invitation,
            Kind::Reset => &texts.reset,
        };
        let until = self.until.to_zoned(TimeZone::UTC);
        let until = until.strftime(&texts.until).to_string();
        let values = [
            ("{name}", self.name),
            ("{organisation}", self.organisation),
            ("{link}", self.link),
            ("{until}", &until),
        ];
        (fill(&text.subject, &values), fill(&text.body, &values))
    }
}

static TEXTS: LazyLock<(Texts, Texts)> = LazyLock::new(|| (read(FRENCH), read(ENGLISH)));

#[expect(
    clippy::expect_used,
    reason = "the texts are built in, and a test reads them"
)]
fn read(text: &str) -> Texts {
    toml::from_str(text).expect("the texts are TOML")
}

/// Replaces each name once and from left to right: what a value holds is never replaced in turn.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let found = values.iter().find(|(name, _)| from.starts_with(name));
        let (value, length) = found.map_or(("{", 1), |(name, value)| (*value, name.len()));
        filled.push_str(value);
        rest = from.get(length..).unwrap_or_default();
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(name: &str) -> (String, String) {
        let letter = Letter {
            kind: Kind::Invitation,
            email: "jo@x.example",
            name,
            organisation: "Shop",
            link: "https://r.example/link#T",
            until: "2026-11-29T10:05:00Z".parse().unwrap(),
        };
        letter.write()
    }

    #[test]
    fn a_letter_says_it_in_both_languages() {
        let (subject, body) = letter("Jo");

        assert_eq!(
            subject,
            "Shop : votre accès à Revoir / Shop: your access to Revoir"
        );
        assert_eq!(body.matches("https://r.example/link#T").count(), 2);
        assert!(body.contains("Bonjour Jo") && body.contains("Hello Jo"));
        assert!(body.contains("29/11/2026 à 10:05") && body.contains("29 November 2026, 10:05"));
        assert!(!body.contains('{'));
    }

    #[test]
    fn a_name_is_not_read_as_a_place_to_fill() {
        let (_, body) = letter("{link}");

        assert_eq!(body.matches("https://r.example/link#T").count(), 2);
        assert!(body.contains("Hello {link}"));
    }

    #[test]
    fn mail_without_tls_stays_on_this_machine() {
        assert_eq!(
            guarded("smtp://127.0.0.1:25").unwrap(),
            "smtp://127.0.0.1:25"
        );
        assert_eq!(
            guarded("smtp://a:b@mail.example").unwrap(),
            "smtp://a:b@mail.example?tls=required"
        );
        assert_eq!(
            guarded("smtps://mail.example").unwrap(),
            "smtps://mail.example"
        );
        assert!(guarded("smtp://mail.example/x").is_err());
        let settings = |url: &str, from: &str| config::Mail {
            url: url.to_owned(),
            from: from.to_owned(),
        };
        assert!(Mailer::of(&settings("", "")).unwrap().is_none());
        assert!(
            Mailer::of(&settings("smtps://mail.example", "r@x.example"))
                .unwrap()
                .is_some()
        );
        assert!(Mailer::of(&settings("https://mail.example", "r@x.example")).is_err());
        assert!(Mailer::of(&settings("smtps://mail.example", "nobody")).is_err());
    }
}
