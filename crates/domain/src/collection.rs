//! Which sessions are collected (§42): L1, L2 and L3, each at most once, and at least one of them.

use crate::{
    measure::Rate,
    policy::{PolicyError, flaw},
    purpose::Purpose,
    trigger::{Criterion, Friction, Trigger},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most seconds kept before a trigger.
pub const LONGEST_BEFORE_S: u16 = 300;
/// The most seconds kept after a trigger.
pub const LONGEST_AFTER_S: u16 = 1_800;
/// The most minutes until what meets no criterion is deleted.
pub const LONGEST_ANALYSIS_MINUTES: u16 = 24 * 60;
/// The most minutes that the server holds a history without a trigger, but for `support`.
pub const LONGEST_PROVISIONAL_MINUTES: u32 = 60;
/// Triggers, and criteria, of one policy.
pub const TRIGGERS: usize = 50;

/// Which sessions are collected (§42).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Written")]
pub struct Collection {
    /// Random sampling.
    #[serde(rename = "L1", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub l1: Option<Sampling>,
    /// Only around a predefined trigger.
    #[serde(rename = "L2", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub l2: Option<Triggered>,
    /// Analysis, and prompt deletion of what is not needed.
    #[serde(rename = "L3", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub l3: Option<Analysed>,
}

/// L1: the server draws when the browser opens a purpose.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// The share of visits that are drawn.
    pub rate: Rate,
}

/// L2: a recording is kept around a trigger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Triggered {
    /// Where the history lies until a trigger fires.
    #[serde(default)]
    pub history: History,
    /// Seconds kept before a trigger.
    #[serde(default = "default_before")]
    pub before_s: u16,
    /// Seconds kept after a trigger; a further trigger extends them.
    #[serde(default = "default_after")]
    pub after_s: u16,
    /// What justifies keeping.
    #[serde(default)]
    pub triggers: Vec<Trigger>,
}

/// Where the history lies until a trigger fires.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum History {
    /// In the visitor's browser, in a bounded ring.
    #[default]
    OnDevice,
    /// On the server, where nobody can watch it.
    Provisional {
        /// Why the device cannot hold it (§42).
        why_not_on_device: String,
        /// When it is deleted, in minutes after the recording's end, unless a trigger fired.
        delete_within_minutes: u32,
    },
}

/// L3: what meets no criterion is deleted when the recording has ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Analysed {
    /// What justifies keeping: any one of these.
    pub keep: Vec<Criterion>,
    /// When the rest is deleted, in minutes after the recording's end.
    #[serde(default = "default_delay")]
    pub delete_within_minutes: u16,
}

const fn default_before() -> u16 {
    60
}

const fn default_after() -> u16 {
    120
}

const fn default_delay() -> u16 {
    15
}

/// One of the three, as a framework names it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub enum Limit {
    /// Random sampling.
    L1,
    /// Triggers.
    L2,
    /// Analysis.
    L3,
}

/// What is written down: the measures by name, or one alone, as policies were written at first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "L1")]
    l1: Option<Sampling>,
    #[serde(rename = "L2")]
    l2: Option<Triggered>,
    #[serde(rename = "L3")]
    l3: Option<Analysed>,
    measure: Option<Limit>,
    rate: Option<Rate>,
    history: Option<History>,
    before_s: Option<u16>,
    after_s: Option<u16>,
}

impl TryFrom<Written> for Collection {
    type Error = PolicyError;

    fn try_from(written: Written) -> Result<Self, PolicyError> {
        let Some(measure) = written.measure else {
            return Self::by_name(written);
        };
        let alone = Self {
            l1: None,
            l2: None,
            l3: None,
        };
        match (measure, written.rate) {
            (Limit::L1, Some(rate)) => Ok(Self {
                l1: Some(Sampling { rate }),
                ..alone
            }),
            (Limit::L2, _) => Ok(Self {
                l2: Some(Triggered {
                    history: written.history.unwrap_or_default(),
                    before_s: written.before_s.unwrap_or_else(default_before),
                    after_s: written.after_s.unwrap_or_else(default_after),
                    triggers: Vec::new(),
                }),
                ..alone
            }),
            (Limit::L1, None) => Err(flaw("collection.rate", "is missing")),
            (Limit::L3, _) => Err(flaw("collection", "L3 is written by its name")),
        }
    }
}

impl Collection {
    fn by_name(written: Written) -> Result<Self, PolicyError> {
        let bare = written.rate.is_some()
            || written.history.is_some()
            || written.before_s.is_some()
            || written.after_s.is_some();
        if bare {
            return Err(flaw("collection", "belongs under L1, L2 or L3"));
        }
        let (l1, l2, l3) = (written.l1, written.l2, written.l3);
        if l1.is_none() && l2.is_none() && l3.is_none() {
            return Err(flaw("collection", "must name at least one of L1, L2, L3"));
        }
        Ok(Self { l1, l2, l3 })
    }

    /// Those that it names, in order.
    pub fn limits(&self) -> impl Iterator<Item = Limit> {
        [
            self.l1.as_ref().map(|_| Limit::L1),
            self.l2.as_ref().map(|_| Limit::L2),
            self.l3.as_ref().map(|_| Limit::L3),
        ]
        .into_iter()
        .flatten()
    }

    /// Whether a browser must know which of the page's requests fail.
    #[must_use]
    pub fn asks_for_requests(&self) -> bool {
        let fires = |l2: &Triggered| l2.triggers.contains(&Trigger::FailedRequest);
        let keeps = |l3: &Analysed| {
            let mut markers = l3.keep.iter().map(|criterion| criterion.marker);
            markers.any(|marker| marker == Friction::FailedRequest)
        };
        self.l2.as_ref().is_some_and(fires) || self.l3.as_ref().is_some_and(keeps)
    }

    /// Whether its numbers hold together for a purpose whose recordings are kept for so many minutes.
    pub(crate) fn check(&self, purpose: Purpose, kept_minutes: u32) -> Result<(), PolicyError> {
        if let Some(l2) = &self.l2 {
            l2.check(purpose, kept_minutes)?;
        }
        self.l3.as_ref().map_or(Ok(()), Analysed::check)
    }
}

impl Triggered {
    fn check(&self, purpose: Purpose, kept_minutes: u32) -> Result<(), PolicyError> {
        within("collection.L2.before_s", self.before_s, 0, LONGEST_BEFORE_S)?;
        within("collection.L2.after_s", self.after_s, 0, LONGEST_AFTER_S)?;
        if self.triggers.len() > TRIGGERS {
            let many = format!("{} triggers, at most {TRIGGERS}", self.triggers.len());
            return Err(flaw("collection.L2.triggers", &many));
        }
        for (at, trigger) in self.triggers.iter().enumerate() {
            if let Err(reason) = trigger.check() {
                return Err(flaw(&format!("collection.L2.triggers[{at}]"), reason));
            }
        }
        self.history.check(purpose, kept_minutes)
    }
}

impl History {
    /// A customer may call later: for `support` it may last as long as a recording is kept.
    fn check(&self, purpose: Purpose, kept_minutes: u32) -> Result<(), PolicyError> {
        let Self::Provisional {
            why_not_on_device: why,
            delete_within_minutes: delay,
        } = self
        else {
            return Ok(());
        };
        let at = "collection.L2.history.provisional";
        let longest = crate::limits::WRITTEN_CHARS;
        if why.trim().is_empty() || why.chars().count() > longest || why.contains('\0') {
            let reason = "must say in writing why the device cannot hold the history (§42)";
            return Err(flaw(&format!("{at}.why_not_on_device"), reason));
        }
        let most = match purpose {
            Purpose::Support => kept_minutes,
            Purpose::Ux | Purpose::Errors => LONGEST_PROVISIONAL_MINUTES,
        };
        within(&format!("{at}.delete_within_minutes"), *delay, 1, most)
    }
}

impl Analysed {
    fn check(&self) -> Result<(), PolicyError> {
        if !(1..=TRIGGERS).contains(&self.keep.len()) {
            let reason = format!("must name 1 to {TRIGGERS} criteria");
            return Err(flaw("collection.L3.keep", &reason));
        }
        for (at, criterion) in self.keep.iter().enumerate() {
            if criterion.at_least == 0 {
                let field = format!("collection.L3.keep[{at}].at_least");
                return Err(flaw(&field, "must be at least 1"));
            }
            if self
                .keep
                .iter()
                .take(at)
                .any(|it| it.marker == criterion.marker)
            {
                let field = format!("collection.L3.keep[{at}].marker");
                return Err(flaw(&field, "is named twice"));
            }
        }
        within(
            "collection.L3.delete_within_minutes",
            self.delete_within_minutes,
            1,
            LONGEST_ANALYSIS_MINUTES,
        )
    }
}

fn within<N: PartialOrd + Copy + std::fmt::Display>(
    field: &str,
    number: N,
    least: N,
    most: N,
) -> Result<(), PolicyError> {
    if least <= number && number <= most {
        return Ok(());
    }
    let reason = format!("{number} must lie between {least} and {most}");
    Err(flaw(field, &reason))
}
