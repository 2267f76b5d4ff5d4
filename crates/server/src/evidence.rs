//! Evidence: what was in force on a site at an instant, as files with a signed manifest.

mod roles;

use crate::{
    admin::AuditOfConsent,
    app::App,
    command_line,
    http::{
        assets,
        policies::PolicyVersion,
        problem::{ApiError, unreadable},
    },
    register::Language,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Act, Digest, Event, Subject},
    ids::SiteId,
    permission::{ReadLog, ReadPolicies},
};
use revoir_store::{
    OwnerTx, TenantTx, audit, policies, processes, roles as held,
    served_files::{self, ServedFile},
    sites::Site,
    texts,
};
use revoir_vault::audit::{Attestation, sha256};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What an attestation of a manifest is said to be of.
pub(crate) const KIND: &str = "evidence";

/// Files, and what says that they are all of them.
#[derive(Serialize, Deserialize)]
pub(crate) struct Evidence {
    pub(crate) files: Vec<EvidenceFile>,
    /// JSON, to the byte; its attestation is of these bytes.
    pub(crate) manifest: String,
    pub(crate) attestation: Attestation,
}

/// A file, on its way to a directory.
#[derive(Serialize, Deserialize)]
pub(crate) struct EvidenceFile {
    pub(crate) name: String,
    /// In base64.
    pub(crate) bytes: String,
}

/// What says which files belong together.
#[derive(Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) version: u32,
    pub(crate) organisation: String,
    pub(crate) site: String,
    /// The instant that it is about.
    pub(crate) at: Timestamp,
    pub(crate) made_at: Timestamp,
    pub(crate) files: Vec<ManifestFile>,
}

/// A file of a manifest.
#[derive(Serialize, Deserialize)]
pub(crate) struct ManifestFile {
    pub(crate) name: String,
    pub(crate) sha256: Digest,
}

/// Keeps the bytes of the SDK that is served from now on.
pub(crate) async fn keep_served(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    for (path, bytes) in assets::sdk_files() {
        served_files::keep(&mut tx, &path, &bytes, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Takes out what was in force at an instant, and logs that.
pub(crate) async fn take(app: &App, site: Site, at: Timestamp) -> Result<Evidence, ApiError> {
    let (organisation, now) = (site.organisation, app.now());
    let mut owner = OwnerTx::begin(&app.db).await?;
    let served = served_files::at(&mut owner, at).await?;
    drop(owner);
    let scope = command_line::allow::<ReadPolicies>(organisation, now)?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let versions = policies::latest_at(&mut tx, site.id, at).await?;
    let holders = held::holders(&mut tx, site.id).await?;
    let (told_visitors, asked) = visitors(&mut tx, site.id, at).await?;
    let scope = command_line::allow::<ReadLog>(organisation, now)?;
    let mut tx = tx.turn(scope).await?;
    let told = roles::told(&mut tx, at).await?;
    let pruned = audit::pruned(&mut tx).await?.map(|it| it.link.entry.at);
    let act = Act::of(Event::EvidenceTaken, Subject::Site(site.id)).with(at);
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    let views: Vec<PolicyVersion> = versions.into_iter().map(PolicyVersion::from).collect();
    let mut files = vec![
        ("README.txt".to_owned(), read_me()),
        file("policies.json", &json!({ "policies": views }))?,
        file("framework.json", &app.framework)?,
        file("texts.json", &told_visitors)?,
        file(
            "roles.json",
            &roles::as_of(&site, at, (told, pruned), holders),
        )?,
        file("sdk.json", &list(&served))?,
    ];
    let sdk = served.into_iter().map(|it| (place(&it), it.bytes));
    files.extend(sdk);
    files.extend(asked);
    bundle(app, &site, (at, now), files)
}

/// Signs what an audit of a site's consent has seen, and logs that.
pub(crate) async fn file_consent(
    app: &App,
    site: Site,
    of: AuditOfConsent,
) -> Result<Evidence, ApiError> {
    let now = app.now();
    let files = of.files.into_iter().map(|file| {
        let bytes = BASE64_STANDARD.decode(&file.bytes).map_err(unreadable)?;
        Ok((file.name, bytes))
    });
    let files = files.collect::<Result<Vec<_>, ApiError>>()?;
    let scope = command_line::allow::<ReadLog>(site.organisation, now)?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let act = Act::of(Event::ConsentAudited, Subject::Site(site.id)).with(of.findings);
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    bundle(app, &site, (now, now), files)
}

/// What visitors were told at an instant, to the byte that its hash is of, and what was filed of how they are asked.
async fn visitors(
    tx: &mut TenantTx<ReadPolicies>,
    site: SiteId,
    at: Timestamp,
) -> Result<(Value, Vec<(String, Vec<u8>)>), ApiError> {
    let text = texts::at(tx, site, at).await?;
    let version = text.as_ref().map(|it| it.text_version.clone());
    let told = text.map(|it| {
        json!({ "text_version": it.text_version, "since": it.since, "material": it.material,
            "sha256": sha256(it.content.as_bytes()), "content": it.content })
    });
    let mut files = Vec::new();
    for process in processes::list(tx, site, at).await? {
        if Some(&process.text_version) != version.as_ref() {
            continue;
        }
        let (_, bytes) = processes::read(tx, site, process.id).await?;
        let ending = process.media.rsplit('/').next().unwrap_or_default();
        let ending = if ending == "plain" { "txt" } else { ending };
        let name = format!("process/{}-{}.{ending}", process.taken_on, process.id);
        files.push((name, bytes));
    }
    Ok((json!({ "texts": told }), files))
}

/// Where the bytes of a served file lie; several of one path are told apart by their hash.
fn place(served: &ServedFile) -> String {
    let hash = sha256(&served.bytes).to_string();
    let brief = hash.get(..12).unwrap_or(&hash);
    format!("sdk/{brief}/{}", served.path)
}

fn list(served: &[ServedFile]) -> Value {
    let files = served.iter().map(|it| {
        json!({
            "path": format!("/sdk/{}", it.path),
            "file": place(it),
            "sha256": sha256(&it.bytes),
            "first_served_at": it.first_served_at,
            "last_served_at": it.last_served_at,
        })
    });
    json!({ "files": files.collect::<Vec<_>>() })
}

fn read_me() -> Vec<u8> {
    let texts = Language::ALL.map(|language| language.words().say("evidence.read_me"));
    texts.join("\n\n---\n\n").into_bytes()
}

fn file<T: Serialize>(name: &str, value: &T) -> Result<(String, Vec<u8>), ApiError> {
    let bytes = serde_json::to_vec_pretty(value).map_err(ApiError::internal)?;
    Ok((name.to_owned(), bytes))
}

fn bundle(
    app: &App,
    site: &Site,
    (at, made_at): (Timestamp, Timestamp),
    files: Vec<(String, Vec<u8>)>,
) -> Result<Evidence, ApiError> {
    let manifest = Manifest {
        version: 1,
        organisation: site.organisation.to_string(),
        site: site.key.clone(),
        at,
        made_at,
        files: files
            .iter()
            .map(|(name, bytes)| ManifestFile {
                name: name.clone(),
                sha256: sha256(bytes),
            })
            .collect(),
    };
    let manifest = serde_json::to_string_pretty(&manifest).map_err(ApiError::internal)?;
    let files = files.into_iter().map(|(name, bytes)| EvidenceFile {
        name,
        bytes: BASE64_STANDARD.encode(bytes),
    });
    Ok(Evidence {
        files: files.collect(),
        attestation: Attestation::sign(&app.audit, KIND, manifest.as_bytes()),
        manifest,
    })
}
