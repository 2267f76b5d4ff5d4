//! The transparency page of a site, for everyone.

use super::{
    extract::{Path, Query},
    problem::ApiError,
};
use crate::{
    app::App,
    register::Language,
    texts::{
        Content,
        page::{Transparency, policy},
    },
};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use revoir_store::{stops, texts};
use serde::Deserialize;

/// In which language; else in that which the browser asks for.
#[derive(Deserialize)]
pub(crate) struct Spoken {
    lang: Option<String>,
}

/// Shows what is recorded on a site: of it no request is remembered.
pub(crate) async fn show_transparency(
    State(app): State<App>,
    Path(key): Path<String>,
    Query(spoken): Query<Spoken>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (site, mut tx) = app.site(&key).await?;
    let text = texts::latest(&mut tx, site.id).await?;
    let stops = stops::of(&mut tx, site.id).await?.into_iter();
    let stopped: Vec<_> = stops.map(|stop| stop.purpose).collect();
    let content = text
        .as_ref()
        .map(|it| serde_json::from_str::<Content>(&it.content));
    let content = content.transpose().map_err(ApiError::internal)?;
    let page = Transparency {
        site_name: &site.name,
        content: content.as_ref(),
        since: text.map_or_else(|| app.now(), |it| it.since),
        stopped: &stopped,
    };
    let language = choose(spoken.lang.as_deref(), &headers);
    let head = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, language.tag()),
        (header::CONTENT_SECURITY_POLICY, policy()),
        (header::VARY, "accept-language"),
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    Ok((head, page.page(language)).into_response())
}

/// The language that is named, else the first that the browser prefers and we speak, else English.
fn choose(named: Option<&str>, headers: &HeaderMap) -> Language {
    let known = |tag: &str| {
        let mut languages = Language::ALL.into_iter();
        languages.find(|it| {
            tag.get(..2)
                .is_some_and(|own| own.eq_ignore_ascii_case(it.tag()))
        })
    };
    let asked = headers.get(header::ACCEPT_LANGUAGE);
    let asked = asked
        .and_then(|asked| asked.to_str().ok())
        .unwrap_or_default();
    let weight = |range: &str| {
        let (_, quality) = range.split_once(";q=").unwrap_or((range, "1"));
        quality.trim().parse::<f32>().unwrap_or(0.0)
    };
    let mut wanted: Vec<&str> = asked.split(',').map(str::trim).collect();
    wanted.sort_by(|one, next| weight(next).total_cmp(&weight(one)));
    let wanted = wanted.into_iter().filter_map(known);
    named
        .and_then(known)
        .into_iter()
        .chain(wanted)
        .next()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_named_or_the_first_that_is_preferred_and_spoken() {
        for (named, asked, expected) in [
            (Some("fr"), "en", Language::Fr),
            (Some("de"), "fr-CH, fr;q=0.9, en;q=0.8", Language::Fr),
            (None, "de, en;q=0.5, fr;q=0.7", Language::Fr),
            (None, "EN-gb", Language::En),
            (None, "x, é, ;q=1", Language::En),
            (None, "", Language::En),
        ] {
            let mut headers = HeaderMap::new();
            if let Ok(asked) = asked.parse() {
                headers.insert(header::ACCEPT_LANGUAGE, asked);
            }

            assert_eq!(choose(named, &headers), expected, "{named:?} {asked}");
        }
    }
}
