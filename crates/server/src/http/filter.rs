//! Reading the filters of a list from its address, and what there is to filter by.

use super::{
    extract::{Path, Query},
    problem::{ApiError, Problem, unreadable},
    recordings::{AtSite, reachable, read_cursor},
    session::Allowed,
};
use crate::app::App;
use axum::{Json, extract::State};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use revoir_domain::{
    device,
    kept::Kept,
    name::{Name, NotAName},
    permission::{Denied, Permission, Watch},
    purpose::{Purpose, UnknownPurpose},
    recording::DurationBand,
    route::RoutePattern,
    trigger::{Friction, Trigger},
};
use revoir_store::{
    TenantTx,
    search::{self, Filter},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which recordings.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// `support`, `ux` or `errors`.
    pub(super) purpose: String,
    /// Where the page before ended.
    cursor: Option<String>,
    /// At most 100.
    pub(super) limit: Option<u32>,
    /// The first day of opening (UTC), such as `2026-11-21`.
    from: Option<String>,
    /// The last day of opening (UTC).
    to: Option<String>,
    /// Duration bands, separated by commas.
    duration: Option<String>,
    /// Device classes, separated by commas.
    device: Option<String>,
    /// The declared route of the first page, such as `/orders/:id`.
    route: Option<String>,
    /// Kinds of friction, separated by commas: `rage_click`.
    marker: Option<String>,
    /// A trigger that fired, as its policy names it: `rage_click`, `custom:lost`, `url:/help/*`, `element:.error`.
    trigger: Option<String>,
    /// Why it is kept, separated by commas: `drawn`, `trigger`, `imported`, `criterion:rage_click`.
    kept_for: Option<String>,
    /// A release of the site, as it was told: opened from its hour on, and before that of the next.
    release: Option<String>,
}

/// Of which purpose.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfPurpose {
    /// `support`, `ux` or `errors`.
    pub(super) purpose: String,
}

/// What the recordings that there are can be filtered by: each text is one that a filter takes.
#[derive(Serialize, ToSchema)]
pub(crate) struct Filters {
    routes: Vec<String>,
    triggers: Vec<String>,
    kept_for: Vec<String>,
    /// Newest first.
    releases: Vec<String>,
}

/// Lists the routes, triggers and reasons that the newest ten thousand recordings of a purpose have, and the releases of
/// the site.
#[utoipa::path(get, path = "/api/sites/{site}/filters", params(AtSite, OfPurpose), responses(
    (status = 200, body = Filters),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_filters(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<AtSite>,
    Query(of): Query<OfPurpose>,
) -> Result<Json<Filters>, ApiError> {
    let purpose = purpose_of(&of.purpose)?;
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    if !scope.covers(site.id, purpose) {
        return Err(Denied(Watch::NAME).into());
    }
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let terms = search::terms(&mut tx, (site.id, purpose)).await?;
    Ok(Json(Filters {
        routes: terms.routes,
        triggers: terms.triggers,
        kept_for: terms.kept_for,
        releases: terms.releases,
    }))
}

pub(super) fn purpose_of(name: &str) -> Result<Purpose, ApiError> {
    let unknown = |error: UnknownPurpose| unreadable(error.to_string());
    name.parse().map_err(unknown)
}

impl Wanted {
    /// The filter that was asked for.
    pub(super) fn filter(&self) -> Result<Filter, ApiError> {
        let last = self
            .to
            .as_deref()
            .map(|day| day_of("to", day))
            .transpose()?;
        let first = self.from.as_deref().map(|day| day_of("from", day));
        Ok(Filter {
            from: first.transpose()?.map(start_of).transpose()?,
            until: last.map(end_of).transpose()?,
            durations: terms("duration", self.duration.as_deref(), &DurationBand::NAMES)?,
            devices: terms("device", self.device.as_deref(), &device::CLASSES)?,
            route: self.route.as_deref().map(route).transpose()?,
            markers: terms(
                "marker",
                self.marker.as_deref(),
                &Friction::ALL.map(Friction::name),
            )?,
            trigger: self.trigger.as_deref().map(trigger).transpose()?,
            kept_for: reasons(self.kept_for.as_deref())?,
            release: self.release.as_deref().map(release).transpose()?,
            pseudonyms: None,
            after: self.cursor.as_deref().map(read_cursor).transpose()?,
        })
    }
}

pub(super) fn day_of(name: &str, text: &str) -> Result<Date, ApiError> {
    let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    day.ok_or_else(|| unreadable(format!("{name} must be a day such as 2026-11-21")))
}

pub(super) fn start_of(day: Date) -> Result<Timestamp, ApiError> {
    let start = day.to_zoned(TimeZone::UTC);
    let start = start.map_err(|_| unreadable("from and to must be days that a calendar has"))?;
    Ok(start.timestamp())
}

pub(super) fn end_of(day: Date) -> Result<Timestamp, ApiError> {
    day.tomorrow().map_or(Ok(Timestamp::MAX), start_of)
}

/// The terms that a text names, each of them one of `known`.
fn terms(name: &str, text: Option<&str>, known: &[&str]) -> Result<Vec<String>, ApiError> {
    let asked = text.into_iter().flat_map(|text| text.split(','));
    let term = |term: &str| {
        let names = known.join(", ");
        let known = known.contains(&term).then(|| term.to_owned());
        known.ok_or_else(|| unreadable(format!("{name} must be some of {names}")))
    };
    asked.map(term).collect()
}

fn route(text: &str) -> Result<String, ApiError> {
    let read = RoutePattern::try_from(text.to_owned());
    read.map(String::from)
        .map_err(|error| unreadable(error.to_string()))
}

fn release(text: &str) -> Result<String, ApiError> {
    let read: Result<Name, NotAName> = text.parse();
    read.map(String::from)
        .map_err(|error| unreadable(format!("release: {error}")))
}

/// A trigger as its policy names it: with what it names, where it names something.
fn trigger(text: &str) -> Result<String, ApiError> {
    let known = match text.split_once(':') {
        Some(("url" | "element" | "custom", named)) => !named.is_empty(),
        Some(_) => false,
        None => Trigger::PLAIN.contains(&text),
    };
    let plain = Trigger::PLAIN.join(", ");
    known.then(|| text.to_owned()).ok_or_else(|| {
        unreadable(format!(
            "trigger must be one of {plain}, or url:, element: or custom: with what a policy names"
        ))
    })
}

fn reasons(text: Option<&str>) -> Result<Vec<String>, ApiError> {
    let asked = text.into_iter().flat_map(|text| text.split(','));
    let reason = |text: &str| {
        let known = text.parse::<Kept>().map(|kept| kept.to_string());
        known.map_err(|_| {
            unreadable(
                "kept_for must be some of drawn, trigger, imported, or criterion: with a marker, such as criterion:rage_click",
            )
        })
    };
    asked.map(reason).collect()
}
