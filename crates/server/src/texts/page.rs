//! The transparency page: everything about the recordings of a site in plain words, without script.

use super::{Content, Paragraphs, ToldOf, picture, words};
use crate::register::{Language, words::Words};
use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use revoir_domain::purpose::Purpose;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE: &str = include_str!("page.css");

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
});

/// The content security policy under which it is shown.
pub(crate) fn policy() -> &'static str {
    &POLICY
}

/// What the page tells of.
pub(crate) struct Transparency<'a> {
    pub(crate) site_name: &'a str,
    /// Absent where nothing was ever recorded.
    pub(crate) content: Option<&'a Content>,
    pub(crate) since: Timestamp,
    /// For which nothing is collected for the moment.
    pub(crate) stopped: &'a [Purpose],
}

impl Transparency<'_> {
    /// The page in one language.
    pub(crate) fn page(&self, language: Language) -> String {
        let words = words::of(language);
        let publisher = self.content.map_or("", |it| &it.publisher);
        let values = [("publisher", publisher), ("site", self.site_name)];
        let title = words.fill("page.title", &values);
        let (other, to) = match language {
            Language::En => ("fr", "?lang=fr"),
            Language::Fr => ("en", "?lang=en"),
        };
        let page = html! {
            (DOCTYPE)
            html lang=(language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    nav { a href=(to) hreflang=(other) lang=(other) { (words.say("page.language")) } }
                    main {
                        h1 { (title) }
                        @match self.content {
                            None => { p.lead { (words.say("page.nothing")) } }
                            Some(content) => {
                                p.lead { (words.fill("page.lead", &values)) }
                                (self.told(words, content, language))
                            }
                        }
                    }
                    @if let Some(content) = self.content {
                        footer { p { (self.version(words, content)) } }
                    }
                }
            }
        };
        page.into_string()
    }

    fn told(&self, words: &Words, content: &Content, language: Language) -> Markup {
        let told = match language {
            Language::En => &content.texts.en,
            Language::Fr => &content.texts.fr,
        };
        let purposes = content.purposes.iter();
        let purposes = purposes.filter_map(|it| Some((*it, told.purposes.get(it)?)));
        html! {
            section aria-labelledby="picture" {
                h2 id="picture" { (words.say("page.picture")) }
                (picture::draw(words))
            }
            section aria-labelledby="purposes" {
                h2 id="purposes" { (words.say("page.purposes")) }
                @for (purpose, told) in purposes { (self.purpose(words, purpose, told)) }
            }
            (control(words))
            section aria-labelledby="more" {
                h2 id="more" { (words.say("page.more")) }
                p { (told.replay) }
                @for one in &told.privacy { (paragraphs(one)) }
            }
        }
    }

    fn purpose(&self, words: &Words, purpose: Purpose, told: &ToldOf) -> Markup {
        html! {
            div.purpose {
                h3 { (told.label) }
                @if self.stopped.contains(&purpose) { p.note { (words.say("page.stopped")) } }
                p { (told.description) }
                ul { @for detail in &told.details { li { (detail) } } }
            }
        }
    }

    fn version(&self, words: &Words, content: &Content) -> String {
        let day = words.day_of(self.since);
        let values = [("version", &*content.text_version), ("day", &day)];
        words.fill("page.version", &values)
    }
}

fn control(words: &Words) -> Markup {
    let values = [
        ("refuse", words.say("buttons.refuse")),
        ("reopen", words.say("buttons.reopen")),
        ("rights", words.say("buttons.rights")),
    ];
    html! {
        section aria-labelledby="control" {
            h2 id="control" { (words.say("page.control")) }
            ul {
                li { (words.fill("page.refuse", &values)) }
                li { (words.fill("page.withdraw", &values)) }
                li { (words.fill("page.see", &values)) " " a href="/r/" { (words.say("page.see_link")) } }
            }
        }
    }
}

fn paragraphs(of: &Paragraphs) -> Markup {
    html! {
        h3 { (of.title) }
        @match of.lines.as_slice() {
            [line] => { p { (line) } }
            lines => { ul { @for line in lines { li { (line) } } } }
        }
    }
}
