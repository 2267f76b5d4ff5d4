//! Sections: what the record and the assessment are made of. An entry holds what is known, and what only a person
//! can say.

use super::words::Words;
use serde::Serialize;
use utoipa::ToSchema;

/// Some entries under one heading.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterSection {
    /// What it is, in every language: `controller`, `ux`.
    pub(super) key: String,
    pub(super) title: String,
    pub(super) entries: Vec<RegisterEntry>,
}

/// One thing that is asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterEntry {
    /// What it is, in every language.
    pub(super) key: String,
    pub(super) title: String,
    /// What is known, a sentence or a thing each.
    pub(super) lines: Vec<String>,
    /// What a person must still say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) to_complete: Option<RegisterBlank>,
}

/// Something that is left empty, and for whom.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterBlank {
    /// Who must complete it.
    pub(super) who: String,
    /// What is missing; empty where the title says it.
    pub(super) what: String,
}

impl RegisterBlank {
    /// For the controller to complete.
    pub(super) fn controller(words: &Words, what: &str) -> Self {
        Self {
            who: words.say("blank").to_owned(),
            what: what.to_owned(),
        }
    }
}

impl RegisterEntry {
    /// What is known of something, by the place of its title.
    pub(super) fn known(words: &Words, place: &str, lines: Vec<String>) -> Self {
        let key = place.rsplit('.').next().unwrap_or(place);
        Self {
            key: key.to_owned(),
            title: words.say(place).to_owned(),
            lines,
            to_complete: None,
        }
    }

    /// What nobody but the controller knows.
    pub(super) fn blank(words: &Words, place: &str) -> Self {
        Self::known(words, place, Vec::new()).completed(words, "")
    }

    /// The controller completes it, by the place of what is missing.
    pub(super) fn completed(self, words: &Words, place: &str) -> Self {
        let what = if place.is_empty() {
            ""
        } else {
            words.say(place)
        };
        Self {
            to_complete: Some(RegisterBlank::controller(words, what)),
            ..self
        }
    }

    /// The provider completes it.
    pub(super) fn for_provider(self, words: &Words, place: &str) -> Self {
        let blank = RegisterBlank {
            who: words.say("blank_provider").to_owned(),
            what: words.say(place).to_owned(),
        };
        Self {
            to_complete: Some(blank),
            ..self
        }
    }

    /// It says something, or is left to the controller where nothing was written.
    pub(super) fn written(words: &Words, place: &str, text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::blank(words, place);
        }
        Self::known(words, place, vec![text.to_owned()])
    }
}
