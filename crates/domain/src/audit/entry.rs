//! One entry of the log, and the bytes that its hash is taken of.

use super::{Detail, Digest, Event, Subject, Words};
use crate::{
    ids::{MemberId, OrganisationId, RecordingId, SiteId},
    purpose::Purpose,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Who did it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Actor {
    /// Someone who had signed in, or was about to.
    Member(MemberId),
    /// The command line.
    Cli,
    /// The server, of itself or on a visitor's behalf.
    System,
    /// A program, by a token of a site, which the detail names.
    Token,
}

/// A text that names no actor.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("an actor is cli, system, token or the id of a member")]
pub struct NotAnActor;

/// Something that is done, before it is known which entry says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Act {
    event: Event,
    subject: Subject,
    detail: Option<Detail>,
    words: Option<(Words, [u8; 32])>,
}

/// An event that was said to be about something else than it is about.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is about: {needed}, not: {1}", needed = .0.needs())]
pub struct WrongSubject(Event, &'static str);

/// One entry of an organisation's log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Whose log.
    pub organisation: OrganisationId,
    /// Counted from 1; it is what orders the log.
    pub number: u64,
    /// When, to the second, by the server's clock.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
    /// Of which site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    /// For which purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// Which recording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<RecordingId>,
    /// Whom it was done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// What the event says beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Detail>,
    /// The salted hash of the words that lie beside it, or lay there until they were erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Digest>,
}

impl Actor {
    /// Whoever holds a permission: the command line and programs have no id of a member.
    #[must_use]
    pub fn of(member: MemberId) -> Self {
        if member.uuid().is_nil() {
            Self::Cli
        } else if member.uuid().is_max() {
            Self::Token
        } else {
            Self::Member(member)
        }
    }
}

impl Act {
    /// That `event` happens to `subject`.
    #[must_use]
    pub const fn of(event: Event, subject: Subject) -> Self {
        Self {
            event,
            subject,
            detail: None,
            words: None,
        }
    }

    /// Says more.
    #[must_use]
    pub fn with(self, detail: impl fmt::Display) -> Self {
        let detail = Some(Detail::from(detail.to_string()));
        Self { detail, ..self }
    }

    /// Lays words beside it, bound by this salt.
    #[must_use]
    pub fn because(self, words: Option<&str>, salt: [u8; 32]) -> Self {
        let words = words.and_then(Words::of).map(|words| (words, salt));
        Self { words, ..self }
    }

    /// The words beside it, and their salt.
    #[must_use]
    pub fn words(&self) -> Option<&(Words, [u8; 32])> {
        self.words.as_ref()
    }
}

impl Entry {
    /// The entry that says `act`, without number and words.
    pub fn of(
        act: &Act,
        actor: Actor,
        organisation: OrganisationId,
        at: Timestamp,
    ) -> Result<Self, WrongSubject> {
        if act.event.needs() != act.subject.kind() {
            return Err(WrongSubject(act.event, act.subject.kind()));
        }
        let (site, purpose, recording, member) = match act.subject {
            Subject::Organisation => (None, None, None, None),
            Subject::Site(site) => (Some(site), None, None, None),
            Subject::Purpose(site, purpose) => (Some(site), Some(purpose), None, None),
            Subject::Recording(site, purpose, id) => (Some(site), Some(purpose), Some(id), None),
            Subject::Member(member) => (None, None, None, Some(member)),
        };
        Ok(Self {
            organisation,
            number: 0,
            at: Timestamp::from_second(at.as_second()).unwrap_or(at),
            actor,
            event: act.event,
            site,
            purpose,
            recording,
            member,
            detail: act.detail.clone(),
            words: None,
        })
    }

    /// The bytes that are hashed, version 1: a line for each thing said, in this order. No value holds a
    /// line break, so that no two entries have the same bytes.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = format!(
            "revoir-audit-1\norganisation {}\nnumber {}\nat {}\nactor {}\nevent {}\n",
            self.organisation, self.number, self.at, self.actor, self.event
        );
        let mut say = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                text.extend([name, " ", &value, "\n"]);
            }
        };
        say("site", self.site.map(|site| site.to_string()));
        say("purpose", self.purpose.map(|purpose| purpose.to_string()));
        say("recording", self.recording.map(|id| id.to_string()));
        say("member", self.member.map(|member| member.to_string()));
        say("detail", self.detail.clone().map(String::from));
        say("words", self.words.map(|hash| hash.to_string()));
        text
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => id.fmt(f),
            Self::Cli => f.write_str("cli"),
            Self::System => f.write_str("system"),
            Self::Token => f.write_str("token"),
        }
    }
}

impl FromStr for Actor {
    type Err = NotAnActor;

    fn from_str(text: &str) -> Result<Self, NotAnActor> {
        match text {
            "cli" => Ok(Self::Cli),
            "system" => Ok(Self::System),
            "token" => Ok(Self::Token),
            _ => {
                let id: Uuid = text.parse().map_err(|_| NotAnActor)?;
                Ok(Self::Member(MemberId::from_uuid(id)))
            }
        }
    }
}

impl TryFrom<String> for Actor {
    type Error = NotAnActor;

    fn try_from(text: String) -> Result<Self, NotAnActor> {
        text.parse()
    }
}

impl From<Actor> for String {
    fn from(actor: Actor) -> Self {
        actor.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::untimed;

    fn organisation() -> OrganisationId {
        OrganisationId::from_uuid(untimed([1; 16]))
    }

    fn entry() -> Entry {
        let site = SiteId::from_uuid(untimed([2; 16]));
        let id = RecordingId::from_uuid(untimed([3; 16]));
        let subject = Subject::Recording(site, Purpose::Ux, id);
        let act = Act::of(Event::RecordingErased, subject).with("other");
        let at = "2026-11-22T08:36:51.9Z".parse().unwrap();
        Entry {
            number: 7,
            words: Some(Digest([0xab; 32])),
            ..Entry::of(&act, Actor::Cli, organisation(), at).unwrap()
        }
    }

    #[test]
    fn the_canonical_bytes_are_a_line_for_each_thing_said() {
        let expected = [
            "revoir-audit-1",
            "organisation 01010101-0101-4101-8101-010101010101",
            "number 7",
            "at 2026-11-22T08:36:51Z",
            "actor cli",
            "event recording.erased",
            "site 02020202-0202-4202-8202-020202020202",
            "purpose ux",
            "recording 03030303-0303-4303-8303-030303030303",
            "detail other",
            &format!("words {}", "ab".repeat(32)),
            "",
        ];

        assert_eq!(entry().canonical(), expected.join("\n"));
    }

    #[test]
    fn an_entry_is_read_from_json_as_it_is_written() {
        let json = serde_json::to_string(&entry()).unwrap();

        assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), entry());
        assert!(serde_json::from_str::<Entry>(&json.replacen('{', "{\"x\":1,", 1)).is_err());
    }

    #[test]
    fn an_event_is_about_what_it_is_about_and_nothing_else() {
        let said = |event| {
            let act = Act::of(event, Subject::Organisation);
            Entry::of(&act, Actor::System, organisation(), Timestamp::UNIX_EPOCH)
        };

        assert_eq!(
            said(Event::RecordingWatched).unwrap_err().to_string(),
            "recording.watched is about: recording, not: organisation"
        );
        assert!(said(Event::LogRead).is_ok());
    }
}
