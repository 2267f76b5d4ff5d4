//! Pseudonyms: the HMAC of an identifier under a key of one purpose of one site (MEASURES, I2), or under a
//! key derived from it for one host (I3).
//!
//! ```text
//! pseudonyms/
//!   SITE-PURPOSE                           the key in force, made when it is first needed
//!   SITE-PURPOSE-until-20261221T000000Z    one that was replaced: looked up under until that instant
//! ```

use crate::{Error, Result, directory, disk::Disk, keyfile, mac, mac::Secret};
use jiff::{Timestamp, ToSpan, civil::DateTime, tz::TimeZone};
use rand::CryptoRng;
use revoir_domain::{
    ids::SiteId,
    pseudonym::{Identifier, Pseudonym},
    purpose::Purpose,
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

/// One purpose of one site, which has keys of its own.
type Of = (SiteId, Purpose);
const UNTIL: &str = "%Y%m%dT%H%M%SZ";

/// The keys of pseudonyms. For the process that holds the key ring.
pub struct PseudonymKeys {
    dir: PathBuf,
    disk: Disk,
    keys: RwLock<BTreeMap<Of, Vec<Key>>>,
}

struct Key {
    path: PathBuf,
    /// Until when it is looked up under; absent while it is in force.
    until: Option<Timestamp>,
    /// Absent where the file cannot be read.
    secret: Option<Secret>,
}

/// Whom a pseudonym stands for.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// The identifier by which the publisher knows them.
    pub identifier: &'a Identifier,
    /// The host for which the key is derived (I3); absent for all of the site (I2).
    pub host: Option<&'a str>,
}

impl PseudonymKeys {
    /// Reads the keys in the directory of the key ring.
    pub fn open(ring: &Path) -> Result<Self> {
        let (disk, dir) = (Disk::default(), ring.join("pseudonyms"));
        directory::secure(&disk, &dir)?;
        let mut keys: BTreeMap<Of, Vec<Key>> = BTreeMap::new();
        for path in directory::list(&dir)? {
            let name = path.file_name().and_then(|name| name.to_str());
            if let Some((of, until)) = name.and_then(parse) {
                keys.entry(of).or_default().push(Key::read(path, until));
            }
        }
        Ok(Self {
            dir,
            disk,
            keys: RwLock::new(keys),
        })
    }

    /// The pseudonym of a person under the key in force, which is made where missing.
    pub fn in_force(
        &self,
        of: Of,
        person: Person<'_>,
        rng: &mut impl CryptoRng,
    ) -> Result<Pseudonym> {
        if let Some(key) = in_force(&self.read(), of) {
            return key.pseudonym(person);
        }
        let mut keys = self.write();
        self.make_where_missing(&mut keys, of, rng)?;
        in_force(&keys, of)
            .ok_or(Error::Gone)
            .and_then(|key| key.pseudonym(person))
    }

    /// The pseudonyms by which somebody may be known at `now`: under the key in force, and under those
    /// whose grace is not over, for each of `hosts`. One in its grace that cannot be read finds nobody any more.
    pub fn known(
        &self,
        of: Of,
        identifier: &Identifier,
        hosts: &[Option<&str>],
        now: Timestamp,
    ) -> Result<Vec<Pseudonym>> {
        let keys = self.read();
        let live = keys.get(&of).into_iter().flatten();
        live.filter(|key| !key.is_over(now) && (key.until.is_none() || key.secret.is_some()))
            .flat_map(|key| {
                let person = |host: &Option<_>| Person {
                    identifier,
                    host: *host,
                };
                hosts.iter().map(move |host| key.pseudonym(person(host)))
            })
            .collect()
    }

    /// Makes a new key. The one in force until now is looked up under until `until`, and destroyed then.
    ///
    /// It takes its new name first: where this stops half-way, the next use makes the key in force.
    pub fn rotate(
        &self,
        of: Of,
        mut until: Timestamp,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<()> {
        let mut keys = self.write();
        if let Some(key) = keys
            .entry(of)
            .or_default()
            .iter_mut()
            .find(|key| key.until.is_none())
        {
            let mut path = self.path(of, Some(until));
            while path.try_exists().map_err(Error::at(&path))? {
                until = until.saturating_add(1.second()).unwrap_or(until);
                path = self.path(of, Some(until));
            }
            self.disk.rename(&key.path, &path)?;
            self.disk.sync_dir(&self.dir)?;
            (key.path, key.until) = (path, Some(until));
        }
        self.make_where_missing(&mut keys, of, rng)?;
        self.destroy_over(&mut keys, now)
    }

    /// Destroys the keys whose grace is over.
    pub fn prune(&self, now: Timestamp) -> Result<()> {
        self.destroy_over(&mut self.write(), now)
    }

    fn make_where_missing(
        &self,
        keys: &mut BTreeMap<Of, Vec<Key>>,
        of: Of,
        rng: &mut impl CryptoRng,
    ) -> Result<()> {
        if in_force(keys, of).is_some() {
            return Ok(());
        }
        let name = name(of, None);
        let secret = keyfile::read_or_make(&self.disk, &self.dir, &name, keyfile::PSEUDONYMS, rng)?;
        keys.entry(of).or_default().push(Key {
            path: self.dir.join(name),
            until: None,
            secret: Some(secret),
        });
        Ok(())
    }

    /// Tries each; the first failure is told.
    fn destroy_over(&self, keys: &mut BTreeMap<Of, Vec<Key>>, now: Timestamp) -> Result<()> {
        let mut told = Ok(());
        for kept in keys.values_mut() {
            kept.retain(|key| {
                if !key.is_over(now) {
                    return true;
                }
                let destroyed = keyfile::destroy(&self.disk, &key.path);
                let is_left = destroyed.is_err();
                if told.is_ok() {
                    told = destroyed;
                }
                is_left
            });
        }
        told
    }

    fn path(&self, of: Of, until: Option<Timestamp>) -> PathBuf {
        self.dir.join(name(of, until))
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<Of, Vec<Key>>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<Of, Vec<Key>>> {
        self.keys.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Key {
    /// One that cannot be read is none that is missing: no other takes its place.
    fn read(path: PathBuf, until: Option<Timestamp>) -> Self {
        let secret = keyfile::read(&path, keyfile::PSEUDONYMS).ok();
        Self {
            path,
            until,
            secret,
        }
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    fn pseudonym(&self, person: Person<'_>) -> Result<Pseudonym> {
        let damaged = || Error::Damaged(self.path.clone());
        let secret = self.secret.as_ref().ok_or_else(damaged)?;
        let identifier: &[&[u8]] = &[person.identifier.as_bytes()];
        Ok(Pseudonym(match person.host {
            None => mac::of(secret, identifier),
            Some(host) => {
                let use_of = format!("revoir pseudonym host 1 {host}");
                mac::of(&mac::derived(secret, use_of.as_bytes()), identifier)
            }
        }))
    }
}

fn in_force(keys: &BTreeMap<Of, Vec<Key>>, of: Of) -> Option<&Key> {
    let mut kept = keys.get(&of).into_iter().flatten();
    kept.find(|key| key.until.is_none())
}

fn name((site, purpose): Of, until: Option<Timestamp>) -> String {
    match until {
        None => format!("{site}-{purpose}"),
        Some(until) => format!("{site}-{purpose}-until-{}", until.strftime(UNTIL)),
    }
}

fn parse(name: &str) -> Option<(Of, Option<Timestamp>)> {
    let (of, until) = match name.split_once("-until-") {
        Some((of, until)) => (of, Some(instant(until)?)),
        None => (name, None),
    };
    let (site, purpose) = of.rsplit_once('-')?;
    Some(((site.parse().ok()?, purpose.parse().ok()?), until))
}

fn instant(text: &str) -> Option<Timestamp> {
    let read = DateTime::strptime(UNTIL, text).ok()?;
    Some(read.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
