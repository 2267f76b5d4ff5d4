//! Which origins' pages have asked for a site's policy: noted at most once a minute each.

use jiff::Timestamp;
use revoir_domain::{ids::SiteId, limits, origin::Origin};
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

/// Sites and origins remembered at once; beyond, nothing is noted until the next minute.
const MOST: usize = 10_000;

/// What was noted in this minute.
#[derive(Debug, Default)]
pub(crate) struct Sightings(Mutex<Minute>);

#[derive(Debug, Default)]
struct Minute {
    number: i64,
    noted: HashSet<(SiteId, Origin)>,
    /// Origins that are none of the site's: anyone may claim any number of them.
    foreign: HashMap<SiteId, usize>,
}

impl Sightings {
    /// Whether a page of this origin is to be noted now.
    pub(crate) fn is_news(
        &self,
        site: SiteId,
        (origin, allowed): (&Origin, bool),
        now: Timestamp,
    ) -> bool {
        let number = now.as_second().div_euclid(60);
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if minute.number != number {
            *minute = Minute {
                number,
                ..Minute::default()
            };
        }
        if minute.noted.len() >= MOST || minute.noted.contains(&(site, origin.clone())) {
            return false;
        }
        if !allowed {
            let foreign = minute.foreign.entry(site).or_default();
            *foreign = foreign.saturating_add(1);
            if *foreign > limits::SIGHTINGS {
                return false;
            }
        }
        minute.noted.insert((site, origin.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use revoir_domain::ids::untimed;

    #[test]
    fn an_origin_is_noted_once_a_minute_and_strangers_are_bounded() {
        let sightings = Sightings::default();
        let site = SiteId::from_uuid(untimed([1; 16]));
        let at = |second| Timestamp::from_second(second).unwrap();
        let ours: Origin = "https://shop.example".parse().unwrap();

        assert!(sightings.is_news(site, (&ours, true), at(60)));
        assert!(!sightings.is_news(site, (&ours, true), at(119)));
        assert!(sightings.is_news(site, (&ours, true), at(120)));
        let strangers = (0..100).filter(|n| {
            let stranger: Origin = format!("https://s{n}.example").parse().unwrap();
            sightings.is_news(site, (&stranger, false), at(121))
        });
        assert_eq!(strangers.count(), limits::SIGHTINGS);
    }
}
