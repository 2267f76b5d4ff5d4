//! Letters that answer a customer's request, from `config/texts/letters.*.toml`. Every figure comes from the policy in
//! force, from the recordings that there are and from certificates.

use super::{Telling, words as visitor};
use crate::register::{Language, say, words::Words};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use revoir_domain::policy::Policy;
use revoir_store::requests::Total;
use serde::Deserialize;
use std::sync::LazyLock;
use utoipa::ToSchema;

const FRENCH: &str = include_str!("../../../../config/texts/letters.fr.toml");
const ENGLISH: &str = include_str!("../../../../config/texts/letters.en.toml");

static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| {
    [
        Words::read(Language::En, ENGLISH),
        Words::read(Language::Fr, FRENCH),
    ]
});

/// What a letter answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LetterKind)]
pub(crate) enum Kind {
    /// What there is (article 15).
    Access,
    /// That it was erased (article 17).
    Erasure,
    /// That it is restricted (article 18).
    Restriction,
    /// That a statement lies beside it (article 16).
    Rectification,
    /// That there is nothing.
    NothingFound,
    /// That nobody can tell, and what receipts are (article 11).
    #[serde(rename = "article_11")]
    Article11,
}

/// What a letter says.
pub(crate) struct Facts<'a> {
    pub(crate) publisher: &'a str,
    pub(crate) site: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) rights_page: &'a str,
    pub(crate) today: Date,
    /// In force.
    pub(crate) policy: &'a Policy,
    /// Absent where nobody can be found.
    pub(crate) total: Option<Total>,
    /// How many were erased, and the day on which the last copy dies.
    pub(crate) erased: Option<(usize, Date)>,
}

impl Kind {
    #[cfg(test)]
    const ALL: [Self; 6] = [
        Self::Access,
        Self::Erasure,
        Self::Restriction,
        Self::Rectification,
        Self::NothingFound,
        Self::Article11,
    ];

    /// Its name in JSON and in the audit log, where its text stands too.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Erasure => "erasure",
            Self::Restriction => "restriction",
            Self::Rectification => "rectification",
            Self::NothingFound => "nothing_found",
            Self::Article11 => "article_11",
        }
    }
}

/// A letter, whole.
pub(crate) fn write(kind: Kind, language: Language, facts: &Facts<'_>) -> String {
    let words = of(language);
    let values = facts.values(language, words);
    let values: Vec<_> = values.iter().map(|(name, it)| (*name, &**it)).collect();
    let parts = ["head", kind.name(), "foot"].map(|part| {
        let part = words.fill(&format!("letter.{part}"), &values);
        part.trim().to_owned()
    });
    format!("{}\n", parts.join("\n\n"))
}

fn of(language: Language) -> &'static Words {
    let [english, french] = &*WORDS;
    match language {
        Language::En => english,
        Language::Fr => french,
    }
}

impl Facts<'_> {
    fn values(&self, language: Language, words: &Words) -> Vec<(&'static str, String)> {
        let told = visitor::of(language);
        let mut values = self.of_policy(told);
        let count = |of: fn(&Total) -> u64| self.total.as_ref().map_or(0, of).to_string();
        let until = self.total.and_then(|total| total.restricted_until);
        let dies = self.erased.map(|(_, dies)| told.day(dies));
        values.extend([
            ("today", told.day(self.today)),
            ("recordings", count(|total| total.kept)),
            ("awaiting", count(|total| total.awaiting)),
            ("left", count(|total| total.kept + total.awaiting)),
            ("restricted", count(|total| total.restricted)),
            ("stated", count(|total| total.stated)),
            ("period", self.period(words)),
            (
                "restricted_until",
                until.map_or_else(String::new, |at| told.day_of(at)),
            ),
            (
                "erased",
                self.erased.map_or(0, |(count, _)| count).to_string(),
            ),
            ("dies", dies.unwrap_or_default()),
        ]);
        values
    }

    /// In the words that visitors were told.
    fn of_policy(&self, told: &'static Words) -> Vec<(&'static str, String)> {
        let telling = Telling {
            words: told,
            publisher: self.publisher,
            site: self.site,
            policies: &[],
        };
        let policy = self.policy;
        let label = telling.of_purpose(policy.purpose, "label");
        let recipients = [
            ("purpose", &*label),
            ("watched", telling.watched(policy.purpose)),
            ("publisher", self.publisher),
        ];
        let mut kept = say::keeping(told, policy);
        // whether it may be taken out is about people of the publisher
        kept.pop();
        vec![
            ("publisher", self.publisher.to_owned()),
            ("site", self.site.to_owned()),
            ("reference", self.reference.to_owned()),
            ("rights_page", self.rights_page.to_owned()),
            (
                "recipients",
                told.fill("privacy.recipients_of", &recipients),
            ),
            ("data", told.list(say::data(told, policy))),
            ("identified", say::identifiers(told, policy)),
            ("retention", kept.join(" ")),
            ("purpose", label),
        ]
    }

    /// By the month, from the first recording to the last.
    fn period(&self, words: &Words) -> String {
        let month = |at: Timestamp| {
            let at = at.to_zoned(TimeZone::UTC);
            at.strftime(words.say("month")).to_string()
        };
        let ends = self.total.and_then(|total| total.first.zip(total.last));
        let ends = ends.map(|(first, last)| (month(first), month(last)));
        ends.map_or_else(
            || words.say("no_period").to_owned(),
            |(first, last)| words.fill("period", &[("first", &first), ("last", &last)]),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::tests::changed;
    use serde_json::json;

    fn facts(policy: &Policy) -> Facts<'_> {
        let at = |text: &str| text.parse().ok();
        Facts {
            publisher: "Shop SA",
            site: "shop",
            reference: "DSR-{site}",
            rights_page: "https://replay.example/r/",
            today: "2026-11-22".parse().unwrap(),
            policy,
            total: Some(Total {
                kept: 41,
                awaiting: 42,
                restricted: 43,
                restricted_until: at("2027-11-01T00:00:00Z"),
                stated: 44,
                first: at("2026-08-03T10:00:00Z"),
                last: at("2026-10-03T10:00:00Z"),
            }),
            erased: Some((45, "2026-12-22".parse().unwrap())),
        }
    }

    #[test]
    fn each_letter_exists_in_both_languages_with_the_same_figures_and_none_is_unknown() {
        let names = |language, kind: Kind| {
            let parts = of(language).at("letter", kind.name()).split('{').skip(1);
            let mut names: Vec<_> = parts.filter_map(|it| Some(it.split_once('}')?.0)).collect();
            names.sort_unstable();
            names
        };
        let places = |language| of(language).texts().keys().collect::<Vec<_>>();
        assert_eq!(places(Language::En), places(Language::Fr));
        let policy = changed(0, &json!({}));
        let facts = facts(&policy);
        for kind in Kind::ALL {
            let [english, french] = Language::ALL.map(|it| names(it, kind));
            assert_eq!(english, french, "{kind:?}");
            assert!(english.len() >= 2, "{kind:?}");
            for language in Language::ALL {
                let known = facts.values(language, of(language));
                for name in &english {
                    let value = known.iter().find(|(known, _)| known == name);
                    assert!(value.is_some_and(|(_, it)| !it.is_empty()), "{name}");
                }
                let text = write(kind, language, &facts);
                assert!(text.len() > 600 && text.contains("Shop SA"), "{text}");
            }
            let texts = Language::ALL.map(|it| write(kind, it, &facts));
            assert_ne!(texts[0], texts[1]);
        }
        assert!(
            of(Language::Fr)
                .texts()
                .values()
                .all(|it| !it.contains('\''))
        );
    }

    #[test]
    fn figures_follow_the_policy_and_the_recordings() {
        let kept = |days: u32| changed(0, &json!({ "retention_minutes": days * 1_440 }));
        let policy = kept(13);
        let access = |policy: &Policy| write(Kind::Access, Language::En, &facts(policy));
        let text = access(&policy);
        for part in [
            "13 days",
            "41",
            "42",
            "August 2026 to October 2026",
            "DSR-{site}",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }

        let shorter = access(&kept(11));

        assert!(shorter.contains("11 days") && !shorter.contains("13 days"));
        let french = |kind| write(kind, Language::Fr, &facts(&policy));
        assert!(
            french(Kind::Erasure).contains("22 décembre 2026")
                || french(Kind::Erasure).contains("22/12/2026")
        );
        assert!(french(Kind::Article11).contains("https://replay.example/r/"));
    }
}
