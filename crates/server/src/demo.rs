//! The demo: one organisation, its shop, its accounts, and recordings that are already there.

use crate::{
    app::App,
    command_line,
    founding::{Said, create_site},
    http::problem::ApiError,
    importing::{self, Origin, RrwebFile},
    passwords, random,
};
use anyhow::Context;
use jiff::{Timestamp, tz::TimeZone};
use revoir_domain::{
    ids::{MemberId, OrganisationId, RoleGrantId, SiteId},
    permission::{ManageMembers, Member, RoleGrant},
    purpose::Purpose,
    role::Role,
};
use revoir_store::{
    OwnerTx, TenantTx, members, organisations,
    recordings::{self, Import},
    roles,
    sites::Site,
};
use rust_embed::RustEmbed;

/// The public key of the demo's site.
const KEY: &str = "demo";
/// The password of every demo account: known to all, and so refused off loopback.
pub(crate) const PASSWORD: &str = "demo";
/// The demo's accounts, and the role of each.
pub(crate) const ACCOUNTS: [(&str, &str, Role); 8] = [
    ("admin@demo.test", "Admin", Role::Owner),
    ("dpo@demo.test", "DPO", Role::Dpo),
    ("approver@demo.test", "Approver", Role::Approver),
    ("agent@demo.test", "Agent", Role::Agent),
    ("analyst@demo.test", "Analyst", Role::Analyst),
    ("developer@demo.test", "Developer", Role::Developer),
    ("auditor@demo.test", "Auditor", Role::Auditor),
    ("operator@demo.test", "Operator", Role::Operator),
];
const POLICIES: [&str; 3] = [
    include_str!("../../../config/demo/support.toml"),
    include_str!("../../../config/demo/ux.toml"),
    include_str!("../../../config/demo/errors.toml"),
];

const JUSTIFICATIONS: &str = include_str!("../../../config/demo/justifications.toml");

/// Recordings made by `cargo xtask demo-recordings`, named `PURPOSE-N.json.zst`.
#[derive(RustEmbed)]
#[folder = "../../demo/recordings"]
#[allow_missing = true]
struct Recordings;

/// Brings the demo in where it is missing.
pub(crate) async fn seed(app: &App) -> anyhow::Result<()> {
    let site = match app.site(KEY).await {
        Ok((site, _)) => site,
        Err(ApiError::SiteNotFound) => found(app).await?,
        Err(error) => return Err(error.into()),
    };
    for purpose in Purpose::ALL {
        bring_recordings(app, &site, purpose).await?;
    }
    Ok(())
}

async fn found(app: &App) -> anyhow::Result<Site> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    let site = Site {
        id: SiteId::from_uuid(random::timed_id(now)),
        organisation: OrganisationId::from_uuid(random::timed_id(now)),
        key: KEY.to_owned(),
        name: "Demo shop".to_owned(),
        origins: vec!["loopback".to_owned()],
        test_origins: Vec::new(),
    };
    organisations::create(&mut tx, site.organisation, "Demo", now).await?;
    let tx = tx
        .within(command_line::allow(site.organisation, now)?, now)
        .await?;
    let said: Said = toml::from_str(JUSTIFICATIONS)?;
    let first = ("so that a first look shows something", &POLICIES[..], &said);
    let tx = create_site(app, tx, &site, first).await?;
    let mut tx = tx
        .turn(command_line::allow(site.organisation, now)?)
        .await?;
    let password = passwords::hash(PASSWORD)?;
    for account in ACCOUNTS {
        add_account(&mut tx, account, &password).await?;
    }
    tx.commit().await?;
    Ok(site)
}

async fn add_account(
    tx: &mut TenantTx<ManageMembers>,
    (email, name, role): (&str, &str, Role),
    password: &str,
) -> anyhow::Result<()> {
    let now = tx.now();
    let grant = RoleGrant {
        role,
        site: None,
        purpose: role.bound_to(),
        until: Timestamp::MAX,
    };
    let member = Member {
        id: MemberId::from_uuid(random::timed_id(now)),
        organisation: tx.scope().organisation(),
        email: email.to_owned(),
        name: name.to_owned(),
        grants: Vec::new(),
    };
    members::create(tx, &member, Some(password)).await?;
    let id = RoleGrantId::from_uuid(random::timed_id(now));
    Ok(roles::grant(tx, id, member.id, (&grant, None)).await?)
}

/// Dated today, and brought in again once they have expired.
async fn bring_recordings(app: &App, site: &Site, purpose: Purpose) -> anyhow::Result<()> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    let there = recordings::count_imported(&mut tx, site.id, purpose, now).await?;
    tx.commit().await?;
    if there > 0 {
        return Ok(());
    }
    let import = Import {
        collected_for: purpose,
        basis: "consent".to_owned(),
        collected_on: now.to_zoned(TimeZone::UTC).date(),
    };
    let origin = Origin {
        site: site.key.clone(),
        purpose,
        import,
    };
    for name in Recordings::iter().filter(|name| name.starts_with(purpose.name())) {
        let packed = Recordings::get(&name)
            .map(|file| file.data)
            .unwrap_or_default();
        let bytes = zstd::stream::decode_all(&packed[..])
            .with_context(|| format!("demo recording {name}"))?;
        bring(app, &origin, &bytes)
            .await
            .with_context(|| format!("demo recording {name}"))?;
    }
    Ok(())
}

async fn bring(app: &App, origin: &Origin, bytes: &[u8]) -> anyhow::Result<()> {
    let file = RrwebFile::parse(bytes).map_err(anyhow::Error::msg)?;
    let claims = importing::begin(app, origin).await?;
    for (seq, batch) in (0..).zip(file.batches()) {
        importing::add(app, claims, seq, file.origin_ms, batch.into()).await?;
    }
    Ok(importing::finish(app, claims).await?)
}
