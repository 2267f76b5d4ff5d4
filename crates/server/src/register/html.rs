//! Documents of the register as pages that stand alone: no script, no address, styles for screen and paper.

use super::{
    Language, RegisterDocument, RegisterHead,
    conformance::{ConformanceReport, RegisterMeasure, RegisterPurpose},
    dpia::{ImpactAssessment, RegisterRisks},
    sections::{RegisterBlank, RegisterEntry, RegisterSection},
    words::Words,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE: &str = include_str!("register.css");

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
});

/// A page, and the content security policy under which it may be shown.
pub(crate) struct Page {
    pub(crate) html: String,
    pub(crate) policy: String,
}

impl Page {
    pub(crate) fn of(document: &RegisterDocument, language: Language) -> Self {
        let words = language.words();
        let (head, body) = match document {
            RegisterDocument::Record(it) => (&it.head, sections(&it.sections)),
            RegisterDocument::Conformance(it) => (&it.head, conformance(words, it)),
            RegisterDocument::Dpia(it) => (&it.head, assessment(it)),
        };
        Self {
            html: page(words, head, &body).into_string(),
            policy: format!("{}; frame-ancestors 'none'", *POLICY),
        }
    }
}

fn page(words: &Words, head: &RegisterHead, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(head.language) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(*POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (head.title) " · " (head.site.name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (head.title) }
                    p { (head.intro) }
                    (facts(words, head))
                    @if let Some(partial) = &head.partial { p.note { (partial) } }
                    (body)
                }
                footer { p { (head.framework.note) } p { (head.made) } }
            }
        }
    }
}

fn facts(words: &Words, head: &RegisterHead) -> Markup {
    let framework = &head.framework;
    html! {
        dl.facts {
            dt { (words.say("organisation")) } dd { (head.organisation) }
            dt { (words.say("site")) } dd { (head.site.name) " (" code { (head.site.key) } ")" }
            dt { (words.say("judged_by")) }
            dd { (framework.authority) ", " cite lang="en" { (framework.title) } " (" code { (framework.id) } ")" }
            dt { (words.say("status")) } dd { strong { (framework.status_words) } }
        }
    }
}

fn sections(sections: &[RegisterSection]) -> Markup {
    html! { @for one in sections { (section(one)) } }
}

fn section(section: &RegisterSection) -> Markup {
    html! {
        section aria-labelledby=(section.key) {
            h2 id=(section.key) { (section.title) }
            @for one in &section.entries { (entry(one)) }
        }
    }
}

fn entry(entry: &RegisterEntry) -> Markup {
    html! {
        h3 { (entry.title) }
        @match entry.lines.as_slice() {
            [] => {}
            [line] => { p.said { (line) } }
            lines => { ul { @for line in lines { li { (line) } } } }
        }
        @if let Some(missing) = &entry.to_complete { (blank(missing)) }
    }
}

fn blank(blank: &RegisterBlank) -> Markup {
    html! {
        p.blank {
            strong { (blank.who) }
            @if !blank.what.is_empty() { ": " (blank.what) }
        }
    }
}

fn conformance(words: &Words, report: &ConformanceReport) -> Markup {
    html! {
        @for purpose in &report.purposes { (judged(words, purpose)) }
        @for unset in &report.unset {
            section { h2 { (unset.name) } p { (unset.says) } }
        }
    }
}

fn judged(words: &Words, purpose: &RegisterPurpose) -> Markup {
    let id = purpose.purpose.name();
    let deviations: Vec<_> = purpose
        .measures
        .iter()
        .filter(|it| is_deviating(it))
        .collect();
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (purpose.name) }
            p.verdict data-conforms=(purpose.conforms) { strong { (purpose.verdict) } }
            p {
                (purpose.in_force)
                @if let Some(by) = &purpose.published_by {
                    ", " (words.fill("conformance.by", &[("by", by)]))
                }
                "."
            }
            @if let Some(stopped) = &purpose.stopped { p.note { (stopped) } }
            @if let Some(why) = &purpose.why {
                h3 { (words.say("conformance.why")) } p.said { (why) }
            }
            (measures(words, purpose))
            @if !deviations.is_empty() {
                h3 { (words.say("conformance.deviations")) }
                @for measure in deviations { (justified(words, measure)) }
            }
            (notes(words, purpose))
        }
    }
}

fn is_deviating(measure: &RegisterMeasure) -> bool {
    measure.met == revoir_domain::standing::Met::Deviating
}

fn measures(words: &Words, purpose: &RegisterPurpose) -> Markup {
    let columns = [
        "conformance.measure",
        "conformance.how",
        "conformance.asked",
        "conformance.chosen",
        "conformance.where",
    ];
    html! {
        div.wide tabindex="0" role="group" aria-label=(words.fill("conformance.table", &[("purpose", &purpose.name)])) {
            table {
                thead { tr { @for column in columns { th scope="col" { (words.say(column)) } } } }
                tbody {
                    @for measure in &purpose.measures {
                        tr data-deviating=(is_deviating(measure)) {
                            th scope="row" { (measure.name) }
                            td { strong { (measure.met_words) } }
                            td { (measure.asked) }
                            td { (measure.chosen) }
                            td { (measure.paragraph) }
                        }
                    }
                }
            }
        }
    }
}

fn justified(words: &Words, measure: &RegisterMeasure) -> Markup {
    html! {
        h4 { (measure.name) " (" (measure.paragraph) ")" }
        @match &measure.justification {
            None => p.said { (words.say("conformance.unjustified")) }
            Some(said) => dl.facts {
                dt { (words.say("conformance.alternative")) } dd { (said.alternative) }
                dt { (words.say("conformance.meets")) } dd { (said.meets) }
                dt { (words.say("conformance.author")) } dd { (said.author) }
                dt { (words.say("conformance.review")) }
                dd {
                    time datetime=(said.review_on) { (said.review) }
                    @if said.overdue { " " strong { "(" (words.say("conformance.overdue")) ")" } }
                }
            }
        }
    }
}

fn notes(words: &Words, purpose: &RegisterPurpose) -> Markup {
    html! {
        @if !purpose.warnings.is_empty() {
            h3 { (words.say("conformance.warnings")) }
            ul { @for warning in &purpose.warnings { li { (warning) } } }
        }
        @if !purpose.reasons.is_empty() {
            h3 { (words.say("conformance.reasons")) }
            dl.facts {
                @for reason in &purpose.reasons {
                    dt { (reason.name) } dd { (reason.why) }
                }
            }
        }
    }
}

fn assessment(it: &ImpactAssessment) -> Markup {
    html! {
        (sections(&it.sections))
        section aria-labelledby="risks" {
            h2 id="risks" { (it.risks.title) }
            (risks(&it.risks))
        }
        (section(&it.validation))
    }
}

fn risks(risks: &RegisterRisks) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-label=(risks.title) {
            table {
                thead { tr { @for column in &risks.columns { th scope="col" { (column) } } } }
                tbody {
                    @for risk in &risks.rows {
                        tr {
                            th scope="row" { (risk.name) }
                            td { (risk.sources) }
                            td { (risk.reduces) }
                            @for missing in [&risk.impacts, &risk.severity, &risk.likelihood] {
                                td { (blank(missing)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
