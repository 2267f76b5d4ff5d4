//! The notices of a breach: to the authority (article 33) and to visitors (article 34), in French and English, with the
//! figures that the server knows.

use super::{deadline, within};
use crate::{
    app::App,
    http::{
        extract::Path,
        problem::{ApiError, Problem},
        session::Allowed,
    },
};
use axum::extract::State;
use jiff::Timestamp;
use revoir_domain::permission::Review;
use revoir_store::{
    TenantTx,
    incidents::{self, Incident},
    organisations,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};

/// The words of each language.
const WORDS: [(&str, &str); 2] = [
    (
        "en",
        include_str!("../../../../../config/texts/incident.en.toml"),
    ),
    (
        "fr",
        include_str!("../../../../../config/texts/incident.fr.toml"),
    ),
];

/// An incident of a site.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtIncident {
    site: String,
    incident: String,
}

/// Both notices, each by language.
#[derive(Serialize, ToSchema)]
pub(crate) struct Notices {
    /// Article 33.
    cnil: BTreeMap<&'static str, String>,
    /// Article 34.
    visitors: BTreeMap<&'static str, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    any: String,
    cnil: String,
    visitors: String,
}

/// Prepares the notices of an incident.
#[utoipa::path(get, path = "/api/sites/{site}/incidents/{incident}/notices", params(AtIncident), responses(
    (status = 200, body = Notices),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_notices(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Review>,
    Path(at): Path<AtIncident>,
) -> Result<axum::Json<Notices>, ApiError> {
    let site = within(&app, &scope, &at.site).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let all = incidents::list(&mut tx, site.id).await?;
    let incident = all.into_iter().find(|it| it.id.to_string() == at.incident);
    let incident = incident.ok_or(ApiError::NotFound("incident"))?;
    let (found, count) = incidents::concerned(&mut tx, site.id, &incident.concern).await?;
    let seen = incidents::seen(&mut tx, &found).await?;
    let freezes = incidents::freezes(&mut tx, site.id).await?;
    let publisher = organisations::name(&mut tx).await?;
    let people: BTreeSet<_> = seen.into_iter().map(|it| it.actor).collect();
    let frozen: Vec<_> = freezes.iter().map(|it| it.purpose.name()).collect();
    let mut figures = figures(&incident);
    figures.extend([
        ("publisher", publisher),
        ("site", Some(site.name)),
        ("recordings", Some(count.to_string())),
        ("people", Some(people.len().to_string())),
        (
            "frozen",
            Some(frozen.join(", ")).filter(|it| !it.is_empty()),
        ),
    ]);
    let mut notices = Notices {
        cnil: BTreeMap::new(),
        visitors: BTreeMap::new(),
    };
    for (language, text) in WORDS {
        let words: Words = toml::from_str(text).map_err(ApiError::internal)?;
        let say = |text: &str| fill(text, &figures, &words.any);
        notices.cnil.insert(language, say(&words.cnil));
        notices.visitors.insert(language, say(&words.visitors));
    }
    Ok(axum::Json(notices))
}

type Figures = BTreeMap<&'static str, Option<String>>;

fn figures(incident: &Incident) -> Figures {
    let moment = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M").to_string();
    let concern = &incident.concern;
    BTreeMap::from([
        ("learned_at", Some(moment(incident.learned_at))),
        ("deadline", Some(moment(deadline(incident.learned_at)))),
        ("purpose", concern.purpose.map(|it| it.to_string())),
        ("route", concern.route.clone()),
        ("rule", concern.rule.clone()),
        ("from", concern.from.map(moment)),
        ("until", concern.until.map(moment)),
    ])
}

/// Puts the figures where their names stand in braces, in one pass: a figure that holds braces stays as it is.
fn fill(text: &str, figures: &Figures, any: &str) -> String {
    let mut parts = text.trim().split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let figure = figures.get(name).and_then(Option::as_deref);
        filled.extend([figure.unwrap_or(any), rest]);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_of_both_languages_is_one_that_is_known_and_both_have_the_same() {
        let known = [
            "publisher",
            "site",
            "recordings",
            "people",
            "frozen",
            "learned_at",
            "deadline",
            "purpose",
            "route",
            "rule",
            "from",
            "until",
        ];
        let names = |text: &str| -> Vec<String> {
            let parts = text.split('{').skip(1);
            parts
                .map(|part| part.split('}').next().unwrap().to_owned())
                .collect()
        };
        let all: Vec<Words> = WORDS.map(|(_, text)| toml::from_str(text).unwrap()).into();

        for words in &all {
            for name in names(&words.cnil).iter().chain(&names(&words.visitors)) {
                assert!(known.contains(&&**name), "{name}");
            }
        }
        assert_eq!(names(&all[0].cnil), names(&all[1].cnil));
        assert_eq!(names(&all[0].visitors), names(&all[1].visitors));
    }

    #[test]
    fn a_figure_is_put_in_once_and_what_is_unknown_is_any() {
        let figures = BTreeMap::from([("site", Some("a {route}".to_owned())), ("route", None)]);

        assert_eq!(fill("{site}: {route}.", &figures, "any"), "a {route}: any.");
    }
}
