//! Words of the register, from `config/texts`: a text by its place, such as `record.dpo`.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use revoir_domain::measure::Retention;
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};
use toml::{Table, Value};
use utoipa::ToSchema;

const FRENCH: &str = include_str!("../../../../config/texts/register.fr.toml");
const ENGLISH: &str = include_str!("../../../../config/texts/register.en.toml");

static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| {
    [
        Words::read(Language::En, ENGLISH),
        Words::read(Language::Fr, FRENCH),
    ]
});

/// A language of the register.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    pub(crate) const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// Its tag.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    pub(crate) fn words(self) -> &'static Words {
        let [english, french] = &*WORDS;
        match self {
            Self::En => english,
            Self::Fr => french,
        }
    }
}

/// The words of one language.
pub(crate) struct Words {
    language: Language,
    texts: BTreeMap<String, String>,
}

impl Words {
    pub(crate) fn read(language: Language, text: &str) -> Self {
        let mut texts = BTreeMap::new();
        // The tests read both files: what cannot be read is noticed before it is shipped.
        flatten("", text.parse().unwrap_or_default(), &mut texts);
        Self { language, texts }
    }

    #[cfg(test)]
    pub(crate) fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    pub(crate) fn language(&self) -> &'static str {
        self.language.tag()
    }

    /// The text at a place; its place, where there is none.
    pub(crate) fn say<'a>(&'a self, place: &'a str) -> &'a str {
        self.texts.get(place).map_or(place, String::as_str)
    }

    /// The text of a term.
    pub(crate) fn at(&self, area: &str, term: &str) -> &str {
        let found = self.texts.get(&format!("{area}.{term}"));
        found.map_or("", String::as_str)
    }

    /// The text at a place, with values in place of `{name}`.
    pub(crate) fn fill(&self, place: &str, values: &[(&str, &str)]) -> String {
        fill(self.say(place), values)
    }

    /// Things in a row.
    pub(crate) fn list(&self, things: impl IntoIterator<Item = String>) -> String {
        let things: Vec<String> = things.into_iter().collect();
        things.join(self.say("and"))
    }

    pub(crate) fn day(&self, day: Date) -> String {
        day.strftime(self.say("day")).to_string()
    }

    pub(crate) fn day_of(&self, at: Timestamp) -> String {
        self.day(at.to_zoned(TimeZone::UTC).date())
    }

    pub(crate) fn moment(&self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::UTC);
        at.strftime(self.say("moment")).to_string()
    }

    /// A length of time in its largest whole unit.
    pub(crate) fn minutes(&self, minutes: u32) -> String {
        match minutes {
            _ if minutes >= 2_880 && minutes.is_multiple_of(1_440) => {
                self.count("unit.day", minutes / 1_440)
            }
            _ if minutes >= 60 && minutes.is_multiple_of(60) => {
                self.count("unit.hour", minutes / 60)
            }
            _ => self.count("unit.minute", minutes),
        }
    }

    /// The name of a measure or of one of its terms; what is not known is said as it is.
    pub(crate) fn measure<'a>(&'a self, name: &'a str) -> &'a str {
        let mut areas = ["measure", "term"].into_iter();
        let found = areas.find_map(|area| self.texts.get(&format!("{area}.{name}")));
        found.map_or(name, String::as_str)
    }

    /// A number that is written with a point.
    pub(crate) fn decimal(&self, number: &str) -> String {
        number.replace('.', self.say("decimal"))
    }

    pub(crate) fn retention(&self, retention: Retention) -> String {
        self.minutes(retention.into())
    }

    /// So many of something.
    pub(crate) fn count(&self, place: &str, count: u32) -> String {
        let one = match self.language {
            Language::En => count == 1,
            Language::Fr => count < 2,
        };
        let place = format!("{place}_{}", if one { "one" } else { "many" });
        self.fill(&place, &[("count", &count.to_string())])
    }

    /// Where a framework speaks of something: `42, appendix 1`.
    pub(crate) fn paragraph(&self, numbers: &str) -> String {
        let numbers = numbers.replace("appendix", self.say("appendix"));
        self.fill("paragraph", &[("numbers", &numbers)])
    }
}

/// Replaces each name once: what is put in its place is never read as a name.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

fn flatten(place: &str, table: Table, texts: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let place = if place.is_empty() {
            key
        } else {
            format!("{place}.{key}")
        };
        match value {
            Value::String(text) => {
                texts.insert(place, text);
            }
            Value::Table(table) => flatten(&place, table, texts),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places that the code names.
    fn named() -> Vec<String> {
        let sources = [
            include_str!("mod.rs"),
            include_str!("conformance.rs"),
            include_str!("dpia.rs"),
            include_str!("html.rs"),
            include_str!("recipients.rs"),
            include_str!("record.rs"),
            include_str!("say.rs"),
            include_str!("sections.rs"),
        ];
        let quoted = sources.iter().flat_map(|source| source.split('"'));
        let words = Language::En.words();
        let areas: Vec<&str> = words
            .texts
            .keys()
            .filter_map(|it| it.split_once('.'))
            .map(|it| it.0)
            .collect();
        let is_place = |text: &&str| {
            text.split_once('.').is_some_and(|(area, rest)| {
                areas.contains(&area) && !rest.is_empty() && !rest.contains(char::is_whitespace)
            })
        };
        quoted.filter(is_place).map(str::to_owned).collect()
    }

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_names_in_them() {
        let [english, french] = &*WORDS;
        let names = |text: &String| {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|it| it.split_once('}'))
                .map(|it| it.0.to_owned())
                .collect();
            names.sort();
            names
        };
        let known = |words: &Words| -> Vec<(String, Vec<String>)> {
            words
                .texts
                .iter()
                .map(|(place, text)| (place.clone(), names(text)))
                .collect()
        };

        assert!(english.texts.len() > 200);
        assert_eq!(known(english), known(french));
        assert!(french.texts.values().all(|text| !text.contains('\'')));
    }

    #[test]
    fn every_place_that_the_code_names_has_a_text() {
        let english = Language::En.words();
        let places = named();

        assert!(places.len() > 60, "{places:?}");
        for place in places {
            let known = english.texts.contains_key(&place)
                || english.texts.contains_key(&format!("{place}_one"))
                || english.texts.contains_key(&format!("{place}.name"));
            assert!(known, "{place}");
        }
    }

    #[test]
    fn what_is_put_in_place_of_a_name_is_never_read_as_one() {
        let filled = fill("{a} and {b}{", &[("a", "{b}"), ("b", "two")]);

        assert_eq!(filled, "{b} and two{");
    }

    #[test]
    fn lengths_of_time_read_as_people_say_them() {
        let [english, french] = &*WORDS;
        let said = [43_200, 1_440, 60, 90].map(|minutes| english.minutes(minutes));

        assert_eq!(said, ["30 days", "24 hours", "1 hour", "90 minutes"]);
        assert_eq!(french.minutes(60), "1 heure");
        assert_eq!(french.count("unit.second", 0), "0 seconde");
    }

    #[test]
    fn numbers_and_measures_read_in_each_language() {
        let [english, french] = &*WORDS;

        assert_eq!(english.decimal("12.5 %"), "12.5 %");
        assert_eq!(french.decimal("12.5 %"), "12,5 %");
        assert_eq!(french.measure("retention"), "Durée de conservation");
        assert_eq!(french.measure("L1"), "tirage au sort (L1)");
        assert_eq!(french.measure("of one’s own"), "of one’s own");
    }
}
