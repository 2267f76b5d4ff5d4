//! The unit of systemd.

use crate::{Faults, holds_secret, is_held, read};
use std::collections::BTreeMap;

const UNIT: &str = "packaging/revoir.service";

/// What stands in it once, and so.
const LINES: [(&str, &str); 22] = [
    ("User", "revoir"),
    ("Type", "exec"),
    ("Restart", "on-failure"),
    ("KillMode", "mixed"),
    ("StateDirectory", "revoir revoir-keys"),
    ("StateDirectoryMode", "0700"),
    ("UMask", "0077"),
    ("LimitCORE", "0"),
    ("NoNewPrivileges", "true"),
    ("CapabilityBoundingSet", ""),
    ("AmbientCapabilities", ""),
    ("ProtectSystem", "strict"),
    ("ProtectHome", "true"),
    ("PrivateTmp", "true"),
    ("PrivateDevices", "true"),
    ("ProtectProc", "invisible"),
    ("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"),
    ("RestrictNamespaces", "true"),
    ("RestrictSUIDSGID", "true"),
    ("LockPersonality", "true"),
    ("MemoryDenyWriteExecute", "true"),
    ("SystemCallArchitectures", "native"),
];

/// The lines of a unit: each name with all its values.
fn assignments(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut found = BTreeMap::<_, Vec<_>>::new();
    for (name, value) in text.lines().filter_map(|line| line.split_once('=')) {
        if !name.starts_with('#') {
            found.entry(name).or_default().push(value);
        }
    }
    found
}

fn unit_faults(text: &str) -> Vec<String> {
    let mut faults = Faults::default();
    let unit = assignments(text);
    for (name, value) in LINES {
        faults.unless(
            unit.get(name).is_some_and(|values| values == &[value]),
            format!("{name} is not {value:?}"),
        );
    }
    faults.unless(
        unit["SystemCallFilter"] == ["@system-service", "~@privileged"],
        "system calls are not bound",
    );
    let patience = unit.get("TimeoutStopSec").and_then(|values| values.first());
    faults.unless(
        patience.is_some_and(|value| value.parse::<u32>().is_ok_and(|value| value >= 30)),
        "requests and Postgres have no time to end",
    );
    for (name, value) in unit["Environment"]
        .iter()
        .filter_map(|pair| pair.split_once('='))
    {
        faults.unless(
            !holds_secret(name, value),
            format!("{name} is a secret that every user can read"),
        );
    }
    faults.unless(
        unit["Environment"].contains(&"REVOIR_KEYS__DIR=/var/lib/revoir-keys"),
        "the key ring lies in the data directory",
    );
    faults.0
}

#[test]
fn the_unit_is_confined_and_leaves_time_to_stop() {
    assert_eq!(unit_faults(&read(UNIT)), Vec::<String>::new());
    is_held(
        UNIT,
        unit_faults,
        &[
            ("User=revoir", "User=root", "User is not"),
            ("KillMode=mixed\n", "", "KillMode is not"),
            ("TimeoutStopSec=60", "TimeoutStopSec=5", "no time to end"),
            ("Restart=on-failure", "Restart=no", "Restart is not"),
            ("NoNewPrivileges=true", "NoNewPrivileges=false", "NoNewPriv"),
            (
                "ProtectSystem=strict",
                "ProtectSystem=full",
                "ProtectSystem",
            ),
            ("PrivateTmp=true", "#PrivateTmp=true", "PrivateTmp is not"),
            (
                "CapabilityBoundingSet=\n",
                "CapabilityBoundingSet=CAP_CHOWN\n",
                "CapabilityBoundingSet is not",
            ),
            (
                " AF_INET6",
                " AF_INET6 AF_PACKET",
                "RestrictAddressFamilies",
            ),
            ("=~@privileged", "=@privileged", "not bound"),
            (
                "MemoryDenyWriteExecute=true\n",
                "",
                "MemoryDenyWriteExecute",
            ),
            ("=REVOIR_KEYS__DIR", "=REVOIR_KEY", "in the data directory"),
            (
                "Environment=REVOIR_DATA",
                "Environment=DATABASE_URL=postgres://x@db/x\nEnvironment=REVOIR_DATA",
                "every user can read",
            ),
        ],
    );
}

#[test]
fn the_address_of_a_database_is_handed_over_as_a_credential() {
    let external = read("packaging/revoir-database.conf");
    let external = assignments(&external);
    assert_eq!(
        external["LoadCredential"],
        ["database_url:/etc/revoir/database_url"]
    );
    assert_eq!(
        external["Environment"],
        ["DATABASE_URL_FILE=%d/database_url"]
    );
}
