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
use revoir_domain::{permission::Review, purpose::Purpose};
use revoir_store::{
    TenantTx, freezes,
    incidents::{self, Found, Gone, Incident},
    organisations,
    stops::Stop,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    cnil: String,
    visitors: String,
    /// What stands where a figure is absent, by its name.
    absent: BTreeMap<String, String>,
    /// What each purpose is called.
    purposes: BTreeMap<String, String>,
}

impl Words {
    fn purpose(&self, purpose: Purpose) -> String {
        let name = purpose.name();
        let called = self.purposes.get(name).map(String::as_str);
        called.unwrap_or(name).to_owned()
    }

    /// Puts the figures where their names stand in braces, in one pass: a figure that holds braces stays as it is.
    fn fill(&self, text: &str, figures: &Figures) -> String {
        let mut parts = text.trim().split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            let figure = figures.get(name).and_then(Option::as_deref);
            let figure = figure.or_else(|| self.absent.get(name).map(String::as_str));
            filled.extend([figure.unwrap_or_default(), rest]);
        }
        filled
    }
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
    let known = Known {
        found: incidents::concerned(&mut tx, site.id, &incident.concern).await?,
        gone: incidents::gone(&mut tx, site.id, &incident.concern).await?,
        frozen: freezes::of(&mut tx, site.id).await?,
        publisher: organisations::name(&mut tx).await?,
        site: site.name,
        incident,
    };
    let mut notices = Notices {
        cnil: BTreeMap::new(),
        visitors: BTreeMap::new(),
    };
    for (language, text) in WORDS {
        let words: Words = toml::from_str(text).map_err(ApiError::internal)?;
        let figures = known.figures(&words);
        let say = |text: &str| words.fill(text, &figures);
        notices.cnil.insert(language, say(&words.cnil));
        notices.visitors.insert(language, say(&words.visitors));
    }
    Ok(axum::Json(notices))
}

type Figures = BTreeMap<&'static str, Option<String>>;

/// What the server knows of an incident.
struct Known {
    incident: Incident,
    found: Found,
    gone: Gone,
    frozen: Vec<Stop>,
    publisher: Option<String>,
    site: String,
}

impl Known {
    fn figures(&self, words: &Words) -> Figures {
        let moment = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M").to_string();
        let Incident {
            concern,
            learned_at,
            ..
        } = &self.incident;
        let frozen = self.frozen.iter().map(|it| words.purpose(it.purpose));
        let frozen: Vec<_> = frozen.collect();
        BTreeMap::from([
            ("publisher", self.publisher.clone()),
            ("site", Some(self.site.clone())),
            ("learned_at", Some(moment(*learned_at))),
            ("deadline", Some(moment(deadline(*learned_at)))),
            ("purpose", concern.purpose.map(|it| words.purpose(it))),
            ("route", concern.route.clone()),
            ("rule", concern.rule.clone()),
            ("from", concern.from.map(moment)),
            ("until", concern.until.map(moment)),
            ("recordings", Some(self.found.count.to_string())),
            ("people", Some(self.found.people.to_string())),
            ("erased", Some(self.gone.erased.to_string())),
            ("expired", Some(self.gone.expired.to_string())),
            (
                "frozen",
                Some(frozen.join(", ")).filter(|it| !it.is_empty()),
            ),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use revoir_domain::ids::IncidentId;
    use revoir_store::incidents::Concern;

    fn known() -> Known {
        let concern = Concern::default();
        Known {
            incident: Incident {
                id: IncidentId::from_uuid(uuid::Uuid::nil()),
                concern,
                learned_at: Timestamp::UNIX_EPOCH,
                told_by: "DPO".to_owned(),
            },
            found: Found {
                recordings: Vec::new(),
                count: 812,
                people: 3,
            },
            gone: Gone {
                erased: 17,
                expired: 90,
            },
            frozen: Vec::new(),
            publisher: None,
            site: "a {route}".to_owned(),
        }
    }

    fn all() -> Vec<Words> {
        WORDS.map(|(_, text)| toml::from_str(text).unwrap()).into()
    }

    fn names(text: &str) -> Vec<&str> {
        let parts = text.split('{').skip(1);
        parts.map(|part| part.split('}').next().unwrap()).collect()
    }

    #[test]
    fn every_figure_of_both_languages_is_one_that_is_known_and_both_have_the_same() {
        let all = all();

        for words in &all {
            let figures = known().figures(words);
            for name in names(&words.cnil).iter().chain(&names(&words.visitors)) {
                let figure = figures.get(name).unwrap_or_else(|| panic!("{name}"));
                assert!(
                    figure.is_some() || words.absent.contains_key(*name),
                    "{name}"
                );
            }
            for purpose in Purpose::ALL {
                assert!(words.purposes.contains_key(purpose.name()), "{purpose}");
            }
        }
        assert_eq!(names(&all[0].cnil), names(&all[1].cnil));
        assert_eq!(names(&all[0].visitors), names(&all[1].visitors));
    }

    #[test]
    fn a_figure_is_put_in_once_and_what_is_absent_has_words_of_its_own() {
        let words = &all()[0];
        let figures = known().figures(words);

        let filled = words.fill("{site}: {frozen}, {until}.", &figures);

        assert_eq!(filled, "a {route}: no purpose, now.");
    }

    #[test]
    fn both_notices_to_the_authority_say_what_is_not_counted_any_more() {
        for words in all() {
            let notice = words.fill(&words.cnil, &known().figures(&words));

            for figure in ["812", ": 3", "17", "90"] {
                assert!(notice.contains(figure), "{figure}: {notice}");
            }
        }
    }
}
