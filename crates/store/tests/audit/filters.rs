//! Which entries are listed.

use super::{
    log::{Log, SITE, now, ours},
    read,
};
use jiff::{SignedDuration, Timestamp};
use revoir_domain::{
    audit::{Act, Actor, Event, Subject},
    ids::MemberId,
};
use revoir_store::{
    AppTx,
    audit::{self, Acting},
};

#[tokio::test]
async fn each_filter_leaves_out_what_it_should() {
    let log = Log::of("audit_filters").await;
    let site = SITE.parse().unwrap();
    let someone: MemberId = SITE.parse().unwrap();
    let listed = Subject::Purpose(site, revoir_domain::purpose::Purpose::Ux);
    log.write(read(), now()).await;
    log.write(Act::of(Event::RecordingsListed, listed), now())
        .await;
    log.write(Act::of(Event::MemberAdded, Subject::Member(someone)), now())
        .await;
    let later = now() + SignedDuration::from_hours(1);
    log.write(read(), later).await;
    grant_by_command_line(&log, someone, later).await;
    let mut tx = log.tx(later).await;
    let myself = Actor::Member(MemberId::from_uuid(ours().uuid()));
    let all = audit::Wanted::default;

    for (wanted, expected) in [
        (all(), vec![5, 4, 3, 2, 1]),
        (
            audit::Wanted {
                from: Some(later),
                ..all()
            },
            vec![5, 4],
        ),
        (
            audit::Wanted {
                until: Some(later),
                ..all()
            },
            vec![3, 2, 1],
        ),
        (
            audit::Wanted {
                events: vec![Event::LogRead, Event::MemberAdded],
                ..all()
            },
            vec![4, 3, 1],
        ),
        (
            audit::Wanted {
                actor: Some(Actor::Cli),
                ..all()
            },
            vec![5],
        ),
        (
            audit::Wanted {
                actor: Some(myself),
                ..all()
            },
            vec![4, 3, 2, 1],
        ),
        (
            audit::Wanted {
                member: Some(someone),
                ..all()
            },
            vec![5, 3],
        ),
        (
            audit::Wanted {
                site: Some("site".to_owned()),
                ..all()
            },
            vec![5, 2],
        ),
        (
            audit::Wanted {
                site: Some("other".to_owned()),
                ..all()
            },
            vec![],
        ),
        (
            audit::Wanted {
                purpose: "ux".parse().ok(),
                ..all()
            },
            vec![2],
        ),
        (
            audit::Wanted {
                before: Some(3),
                ..all()
            },
            vec![2, 1],
        ),
    ] {
        let found = audit::list(&mut tx, &wanted).await.unwrap();
        let numbers: Vec<u64> = found.iter().map(|found| found.link.entry.number).collect();
        assert_eq!(numbers, expected, "{wanted:?}");
    }
}

/// Grants a role for the site, as the command line does.
async fn grant_by_command_line(log: &Log, member: MemberId, now: Timestamp) {
    let mut tx = AppTx::begin(&log.pool).await.unwrap();
    tx.enter(ours()).await.unwrap();
    let acting = Acting {
        actor: Actor::Cli,
        organisation: ours(),
        now,
    };
    let act = Act::of(Event::RoleGranted, Subject::Member(member));
    let act = act.with(format!("agent support {SITE} until 2027-01-01"));
    audit::write(&mut tx, acting, &log.key, act).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn members_are_listed_by_name_for_whoever_asks_for_their_entries() {
    let log = Log::of("audit_people").await;
    let ids = [2, 3].map(|end| format!("00000000-0000-7000-8000-0000000000{end:02}"));
    for (id, name) in ids.iter().zip(["Zoe", "Ann"]) {
        log.as_owner(&format!(
            "insert into members (id, organisation_id, email, name, created_at)
             values ('{id}', '{}', lower('{name}@shop.example'), '{name}', now())",
            ours()
        ))
        .await
        .unwrap();
    }

    let people = audit::people(&mut log.tx(now()).await).await.unwrap();

    let people: Vec<(String, &str)> = people
        .iter()
        .map(|person| (person.id.to_string(), &*person.name))
        .collect();
    let [zoe, ann] = ids;
    assert_eq!(people, [(ann, "Ann"), (zoe, "Zoe")]);
}
