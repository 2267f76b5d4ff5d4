//! Reading the filters of a list from its address.

use super::{
    problem::{ApiError, unreadable},
    recordings::read_cursor,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use revoir_domain::{device, recording::DurationBand};
use revoir_store::search::Filter;
use serde::Deserialize;
use utoipa::IntoParams;

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
