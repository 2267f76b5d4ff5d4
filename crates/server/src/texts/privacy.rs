//! Paragraphs for a privacy policy: kinds of event, what the browser keeps, recipients, retention, rights.

use super::{Paragraphs, Telling, consent_months};
use crate::register::say;
use revoir_domain::{collection::History, measure::Until, policy::Policy};

/// For how long a withdrawal waits in the browser. `sdk-js` has the same.
const PENDING_DAYS: u32 = 7;
/// After so long without a sign of life a visit has ended. `sdk-js` has the same.
const IDLE_MINUTES: u32 = 30;

impl Telling<'_> {
    pub(super) fn privacy(&self) -> Vec<Paragraphs> {
        let paragraphs = |title: &str, lines: Vec<String>| Paragraphs {
            title: self.words.say(title).to_owned(),
            lines,
        };
        vec![
            paragraphs("privacy.kinds", self.kinds()),
            paragraphs("privacy.storage", self.storage()),
            paragraphs("privacy.recipients", self.recipients()),
            paragraphs("privacy.retention", self.retention()),
            paragraphs("privacy.rights", self.rights()),
            paragraphs(
                "privacy.us",
                vec![
                    self.words.say("privacy.us_notice").to_owned(),
                    self.words.say("privacy.us_sale").to_owned(),
                ],
            ),
        ]
    }

    fn kinds(&self) -> Vec<String> {
        let said = self.policies.iter().map(|policy| {
            let data = self.words.list(say::data(self.words, policy));
            let label = self.of_purpose(policy.purpose, "label");
            let data = self.words.fill("collects.data", &[("data", &data)]);
            format!("{label}. {data}")
        });
        said.collect()
    }

    fn storage(&self) -> Vec<String> {
        let words = self.words;
        let kept = self.policies.iter().map(longest).max().unwrap_or_default();
        let rings = self.policies.iter().any(|policy| {
            let triggered = policy.collection.l2.as_ref();
            triggered.is_some_and(|l2| l2.history == History::OnDevice)
        });
        let values = [
            ("site", self.site),
            ("months", &*consent_months().to_string()),
            ("pending", &words.minutes(PENDING_DAYS * 1_440)),
            ("kept", &words.minutes(kept)),
            ("idle", &words.minutes(IDLE_MINUTES)),
        ];
        let places = [
            ("storage.choice", true),
            ("storage.pending", true),
            ("storage.proof", true),
            ("storage.receipts", true),
            ("storage.tab", true),
            ("storage.ring", rings),
            ("storage.cleared", true),
        ];
        let held = places.into_iter().filter(|(_, held)| *held);
        held.map(|(place, _)| words.fill(place, &values)).collect()
    }

    fn recipients(&self) -> Vec<String> {
        let of = |place: &str, policy: &Policy| {
            let values = [
                ("purpose", &*self.of_purpose(policy.purpose, "short")),
                ("watched", self.watched(policy.purpose)),
                ("publisher", self.publisher),
            ];
            self.words.fill(place, &values)
        };
        let mut said: Vec<String> = self
            .policies
            .iter()
            .map(|it| of("privacy.recipients_of", it))
            .collect();
        let taken_out = self.policies.iter().filter(|it| it.export);
        said.extend(taken_out.map(|it| of("privacy.recipients_export", it)));
        said.push(self.by_publisher("privacy.recipients_provider"));
        said
    }

    fn retention(&self) -> Vec<String> {
        let words = self.words;
        let mut said = Vec::new();
        for policy in self.policies {
            let purpose = self.of_purpose(policy.purpose, "short");
            let values = [
                ("purpose", &*purpose),
                ("time", &words.retention(policy.retention_minutes)),
                ("longest", &words.minutes(longest(policy))),
            ];
            said.push(words.fill("privacy.retention_of", &values));
            said.extend(policy.until.map(|until| match until {
                Until::TicketClosed { .. } => words.fill("privacy.retention_ticket", &values),
                Until::Release => words.fill("privacy.retention_release", &values),
            }));
        }
        said.push(words.say("privacy.proof").to_owned());
        said
    }

    fn rights(&self) -> Vec<String> {
        let words = self.words;
        let values = [
            ("publisher", self.publisher),
            ("reopen", words.say("buttons.reopen")),
            ("rights", words.say("buttons.rights")),
            ("refuse", words.say("buttons.refuse")),
            ("months", &*consent_months().to_string()),
        ];
        let mut said = vec![words.fill("privacy.rights_withdraw", &values)];
        said.extend(self.policies.iter().map(|policy| {
            let place = if policy.keep_after_withdrawal.is_some() {
                "privacy.rights_kept"
            } else {
                "privacy.rights_deleted"
            };
            let purpose = self.of_purpose(policy.purpose, "short");
            words.fill(place, &[("purpose", &*purpose)])
        }));
        let places = [
            "privacy.consent",
            "privacy.rights_receipts",
            "privacy.rights_lost",
            "privacy.rights_complain",
        ];
        said.extend(places.map(|place| words.fill(place, &values)));
        said
    }
}

/// For how long a recording may be there at most, in minutes.
fn longest(policy: &Policy) -> u32 {
    match policy.until {
        Some(Until::TicketClosed { longest_minutes }) => longest_minutes,
        Some(Until::Release) | None => policy.retention_minutes.into(),
    }
}
