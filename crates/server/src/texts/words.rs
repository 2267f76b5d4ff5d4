//! Words for visitors, from `config/texts/visitor.*.toml`.

use crate::register::{Language, words::Words};
use std::sync::LazyLock;

const FRENCH: &str = include_str!("../../../../config/texts/visitor.fr.toml");
const ENGLISH: &str = include_str!("../../../../config/texts/visitor.en.toml");

static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| {
    [
        Words::read(Language::En, ENGLISH),
        Words::read(Language::Fr, FRENCH),
    ]
});

/// What visitors are told in a language.
pub(crate) fn of(language: Language) -> &'static Words {
    let [english, french] = &*WORDS;
    match language {
        Language::En => english,
        Language::Fr => french,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_names_in_them() {
        let names = |text: &str| {
            let names = text.split('{').skip(1).filter_map(|it| it.split_once('}'));
            let mut names: Vec<String> = names.map(|it| it.0.to_owned()).collect();
            names.sort();
            names.dedup();
            names
        };
        let [english, french] = [Language::En, Language::Fr].map(|language| {
            let texts = of(language).texts().iter();
            let texts = texts.map(|(place, text)| (place.clone(), names(text)));
            texts.collect::<BTreeMap<_, _>>()
        });

        assert!(english.len() > 100);
        assert_eq!(english, french);
        assert!(
            of(Language::Fr)
                .texts()
                .values()
                .all(|text| !text.is_empty() && !text.contains('\''))
        );
    }

    #[test]
    fn every_place_that_the_code_names_has_a_text() {
        let sources = [
            include_str!("mod.rs"),
            include_str!("page.rs"),
            include_str!("picture.rs"),
            include_str!("privacy.rs"),
            include_str!("../register/say.rs"),
        ];
        let texts = of(Language::En).texts();
        let areas: Vec<&str> = texts
            .keys()
            .filter_map(|it| Some(it.split_once('.')?.0))
            .collect();
        let quoted = sources.iter().flat_map(|source| source.split('"'));
        let places: Vec<&str> = quoted
            .filter(|text| {
                text.split_once('.').is_some_and(|(area, rest)| {
                    areas.contains(&area)
                        && !rest.is_empty()
                        && !rest.contains(char::is_whitespace)
                        && !rest.contains('{')
                })
            })
            .filter(|place| !["unit.at_most", "page.css"].contains(place))
            .collect();

        assert!(places.len() > 40, "{places:?}");
        for place in places {
            let known = texts.contains_key(place) || texts.contains_key(&format!("{place}_one"));
            assert!(known, "{place}");
        }
    }
}
