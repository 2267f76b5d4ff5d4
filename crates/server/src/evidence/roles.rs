//! Who held which role at an instant, as far as the audit log tells, beside who holds which now.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use revoir_domain::{audit::Event, ids::MemberId, limits, permission::ReadLog};
use revoir_store::{
    TenantTx,
    audit::{self, Found, Wanted},
    roles::Holder,
    sites::Site,
};
use serde_json::{Value, json};

/// A role that the log says was granted.
struct Granted {
    member: MemberId,
    name: Option<String>,
    /// As it was logged: role, purpose, id of the site, last day.
    detail: String,
    at: Timestamp,
}

/// What the log tells of roles until an instant, oldest first.
pub(super) async fn told(
    tx: &mut TenantTx<ReadLog>,
    at: Timestamp,
) -> Result<Vec<Found>, revoir_store::Error> {
    let second = jiff::SignedDuration::from_secs(1);
    let mut wanted = Wanted {
        events: vec![Event::RoleGranted, Event::RoleRevoked, Event::MemberRemoved],
        until: at.checked_add(second).ok(),
        ..Wanted::default()
    };
    let mut all = Vec::new();
    loop {
        let page = audit::list(tx, &wanted).await?;
        wanted.before = page.last().map(|last| last.link.entry.number);
        let full = u32::try_from(page.len()).is_ok_and(|count| count == limits::PAGE);
        all.extend(page);
        if !full {
            break;
        }
    }
    all.retain(|it| it.link.entry.at <= at);
    all.reverse();
    Ok(all)
}

/// What is known of roles at an instant.
pub(super) fn as_of(
    site: &Site,
    at: Timestamp,
    (told, pruned): (Vec<Found>, Option<Timestamp>),
    holders: Vec<Holder>,
) -> Value {
    let mut live: Vec<Granted> = Vec::new();
    for found in told {
        replay(&mut live, found);
    }
    live.retain(|it| is_live(&it.detail, at) && is_of(&it.detail, site));
    let granted = live.into_iter().map(|it| {
        json!({ "member": it.member, "name": it.name, "granted": it.detail, "logged_at": it.at })
    });
    let now = holders.into_iter().map(|it| {
        json!({ "member": it.member, "name": it.name, "role": it.role, "purpose": it.purpose, "until": it.until })
    });
    json!({
        "as_of": at,
        "from_the_log": granted.collect::<Vec<_>>(),
        "log_was_pruned_until": pruned,
        "known_only_as_of_now": now.collect::<Vec<_>>(),
    })
}

fn replay(live: &mut Vec<Granted>, found: Found) {
    let entry = found.link.entry;
    let Some(member) = entry.member else {
        return;
    };
    let detail = entry.detail.map(String::from).unwrap_or_default();
    let is_theirs = |it: &Granted| it.member == member;
    match entry.event {
        Event::RoleGranted => live.push(Granted {
            member,
            name: found.member_name,
            detail,
            at: entry.at,
        }),
        // an older entry names the role alone, not which of several grants of it was taken: the latest goes
        Event::RoleRevoked => {
            let is_it =
                |it: &Granted| it.detail == detail || it.detail.split(' ').next() == Some(&*detail);
            if let Some(last) = live.iter().rposition(|it| is_theirs(it) && is_it(it)) {
                live.remove(last);
            }
        }
        _ => live.retain(|it| !is_theirs(it)),
    }
}

/// Whether a grant still held: its detail ends with its last day.
fn is_live(detail: &str, at: Timestamp) -> bool {
    let last = detail.rsplit(' ').next().unwrap_or_default();
    let day = at.to_zoned(TimeZone::UTC).date();
    last.parse::<Date>().is_ok_and(|last| last >= day)
}

/// Whether a grant is for this site, or for all.
fn is_of(detail: &str, site: &Site) -> bool {
    let named = detail.split(' ').find(|word| word.len() == 36);
    named.is_none_or(|named| named == site.id.to_string())
}
