//! A log on a database of its own.

use super::{read, support::test_url};
use jiff::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use revoir_domain::{
    audit::Act,
    ids::{MemberId, OrganisationId},
    permission::{Member, Permission, ReadLog, RoleGrant, Scope},
    role::Role,
};
use revoir_store::{Pool, TenantTx, audit};
use revoir_vault::audit::{End, Fault, Line, SigningKey, Start, Verified, Verifier};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

const OURS: &str = "00000000-0000-7000-8000-000000000001";
pub(crate) const SITE: &str = "00000000-0000-7000-8000-000000000002";
const NOW: &str = "2026-11-22T08:36:51Z";

/// A log of one organisation, which has one site.
pub(crate) struct Log {
    pub(crate) pool: Pool,
    url: String,
    pub(crate) key: SigningKey,
}

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

pub(crate) fn ours() -> OrganisationId {
    OURS.parse().unwrap()
}

pub(crate) fn scope<P: Permission>() -> Scope<P> {
    let grant = |role| RoleGrant {
        role,
        site: None,
        purpose: None,
        until: Timestamp::MAX,
    };
    let member = Member {
        id: MemberId::from_uuid(ours().uuid()),
        organisation: ours(),
        email: String::new(),
        name: String::new(),
        grants: Role::ALL.map(grant).to_vec(),
    };
    member.allow(now()).unwrap()
}

impl Log {
    pub(crate) async fn of(test: &str) -> Self {
        let url = test_url(test).await;
        let pool = Pool::connect(&url, 4).await.unwrap();
        audit::ensure_month(&pool, now()).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let key = SigningKey::open(&dir.path().join("k"), &mut StdRng::seed_from_u64(1)).unwrap();
        let log = Self { pool, url, key };
        log.as_owner(&format!(
            "insert into organisations values ('{OURS}', 'o', now());
             insert into sites values ('{SITE}', '{OURS}', 'site', 's', '{{}}', now())"
        ))
        .await
        .unwrap();
        log
    }

    /// Runs SQL as the owner of the tables.
    pub(crate) async fn as_owner(&self, statement: &str) -> sqlx::Result<()> {
        let mut db = PgConnection::connect(&self.url).await?;
        let statement = format!("set role revoir_owner; set search_path to revoir; {statement}");
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut db)
            .await
            .map(drop)
    }

    /// Runs SQL as whoever no trigger holds back.
    pub(crate) async fn as_superuser(&self, statement: &str) {
        let url = self.url.replacen("revoir_test@", "postgres@", 1);
        let mut db = PgConnection::connect(&url).await.unwrap();
        let statement = format!(
            "set session_replication_role to replica; set search_path to revoir; {statement}"
        );
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut db)
            .await
            .unwrap();
    }

    pub(crate) async fn tx(&self, now: Timestamp) -> TenantTx<ReadLog> {
        TenantTx::begin(&self.pool, scope(), now).await.unwrap()
    }

    pub(crate) async fn write(&self, act: Act, now: Timestamp) {
        let mut tx = self.tx(now).await;
        tx.audit(&self.key, act).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn write_many(&self, count: usize, now: Timestamp) {
        for _ in 0..count {
            self.write(read(), now).await;
        }
    }

    /// The log as it is taken out, verified.
    pub(crate) async fn verify(&self) -> Result<Verified, Fault> {
        self.verify_at(now()).await
    }

    /// The same, taken out at another time.
    pub(crate) async fn verify_at(&self, at: Timestamp) -> Result<Verified, Fault> {
        let mut tx = self.tx(at).await;
        let pruned = audit::pruned(&mut tx).await.unwrap();
        let head = audit::head(&mut tx).await.unwrap();
        let start = Start {
            version: 1,
            organisation: ours(),
            public_key: self.key.public(),
            pruned,
        };
        let (after, _) = start.after();
        let links = audit::page(&mut tx, after, head.0).await.unwrap();
        let end = End::sign(&self.key, ours(), head, at);
        let mut verifier = Verifier::default();
        let entries = links.into_iter().map(Line::Link);
        for line in [Line::Start(start)].into_iter().chain(entries) {
            verifier.take(&serde_json::to_string(&line).unwrap())?;
        }
        verifier.take(&serde_json::to_string(&Line::End(end)).unwrap())?;
        verifier.finish()
    }
}
