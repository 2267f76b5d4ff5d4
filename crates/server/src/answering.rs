//! Answering a customer who asks for what the law gives them (I2, I3): finding what there is of them, and acting on it.
//! Each act is logged beside the request's reference before anything is answered.

use crate::{
    app::App,
    erasing::erase,
    http::{lookups::check_allowed, problem::ApiError},
    pseudonyms, random, rights,
};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Act, Event, Subject},
    erasure::Erasure,
    ids::{RecordingId, SiteId},
    limits,
    permission::{Answer, Denied, Permission, Scope, Watch},
    pseudonym::{Identifier, Pseudonym},
    purpose::Purpose,
    request::{Deed, Reference},
};
use revoir_store::{
    Error, TenantTx,
    requests::{self, Total},
    search::{self, Cursor, Filter, Recording},
    sites::Site,
};
use std::sync::Arc;

/// A request that is being answered: whose, for which purpose of which site, and by whom.
pub(crate) struct Answering {
    scope: Scope<Answer>,
    at: (SiteId, Purpose),
    customer: Arc<[Pseudonym]>,
    reference: Reference,
    now: Timestamp,
}

/// What was erased upon a request.
pub(crate) struct Gone {
    /// A signed certificate for each.
    pub(crate) certificates: Vec<String>,
    /// How many are left, where there were more than are erased at once.
    pub(crate) left: u64,
}

/// What was restricted upon a request, or is no more.
pub(crate) struct Held {
    /// How many recordings.
    pub(crate) recordings: usize,
    /// Whether there are more, which asking again reaches.
    pub(crate) more: bool,
}

impl Answering {
    /// Makes of an identifier what is kept of it, if the policy in force keeps anything.
    pub(crate) async fn begin(
        app: &App,
        (scope, now): (Scope<Answer>, Timestamp),
        (site, purpose): (&Site, Purpose),
        (identifier, reference): (Identifier, Reference),
    ) -> Result<Self, ApiError> {
        if !scope.covers(site.id, purpose) {
            return Err(Denied(Answer::NAME).into());
        }
        let mut tx = TenantTx::begin(&app.db, scope.clone(), now).await?;
        let allowed = check_allowed(&mut tx, site, purpose).await;
        allowed.map_err(|error| match error {
            ApiError::IdentifierNotAllowed => ApiError::NobodyFindable,
            error => error,
        })?;
        let known = pseudonyms::known(app, &mut tx, (site, purpose), identifier, now).await?;
        Ok(Self {
            scope,
            at: (site.id, purpose),
            customer: known.into(),
            reference,
            now,
        })
    }

    /// Lists what there is, newest first, and counts it; what awaits its verdict is counted alone.
    pub(crate) async fn find(
        &self,
        app: &App,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<(Vec<Recording>, Total), ApiError> {
        let mut tx = self.transaction(app).await?;
        let filter = Filter {
            pseudonyms: Some(self.customer.to_vec()),
            after,
            ..Filter::default()
        };
        let found = search::list(&mut tx, self.at.0, self.at.1, &filter, limit).await?;
        let total = requests::total(&mut tx).await?;
        tx.audit(&app.audit, self.searched()).await?;
        tx.commit().await?;
        Ok((found, total))
    }

    /// Counts what there is.
    pub(crate) async fn total(&self, app: &App) -> Result<Total, ApiError> {
        let mut tx = self.transaction(app).await?;
        Ok(requests::total(&mut tx).await?)
    }

    /// One recording that is about to be taken out, which is logged; whatever the policy says of `export`, which is
    /// about people of the publisher.
    pub(crate) async fn take(
        &self,
        app: &App,
        recording: RecordingId,
        deed: Deed,
    ) -> Result<(TenantTx<Watch>, Recording), ApiError> {
        let mut tx = self.transaction(app).await?;
        if requests::is_frozen(&mut tx, self.at).await? {
            return Err(ApiError::WatchingFrozen);
        }
        let found = search::find(&mut tx, self.at.0, recording).await?;
        if found.restricted_until.is_some() {
            return Err(ApiError::RecordingRestricted);
        }
        tx.audit(&app.audit, self.acted(recording, deed)).await?;
        tx.commit().await?;
        Ok((self.transaction(app).await?, found))
    }

    /// Erases the chosen recordings, or all there are, what awaits its verdict included. Again is harmless.
    pub(crate) async fn erase(
        &self,
        app: &App,
        chosen: Option<Vec<RecordingId>>,
    ) -> Result<Gone, ApiError> {
        let mut tx = self.transaction(app).await?;
        let (ids, _) = self.targets(&mut tx, chosen, None).await?;
        tx.audit(&app.audit, self.searched()).await?;
        tx.commit().await?;
        let scope = self.scope.to_erase(self.at, &self.customer)?;
        let why = Erasure::upon(&self.reference);
        let mut certificates = Vec::new();
        for id in ids {
            match erase(app, scope.clone(), (self.at.0, id), &why).await {
                Ok(certificate) => certificates.push(certificate),
                // it has expired, or somebody was faster
                Err(ApiError::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let total = self.total(app).await?;
        Ok(Gone {
            certificates,
            left: total.kept + total.awaiting,
        })
    }

    /// Restricts the chosen recordings or all there are, or lifts that, so many at once.
    pub(crate) async fn restrict(
        &self,
        app: &App,
        chosen: Option<Vec<RecordingId>>,
        restricted: bool,
    ) -> Result<Held, ApiError> {
        let deed = if restricted {
            Deed::Restricted
        } else {
            Deed::Lifted
        };
        let mut tx = self.transaction(app).await?;
        let (ids, more) = self.targets(&mut tx, chosen, Some(!restricted)).await?;
        for id in &ids {
            rights::restrict(&mut tx, *id, restricted, self.now).await?;
        }
        let mut acts = vec![self.searched()];
        acts.extend(ids.iter().map(|id| self.acted(*id, deed)));
        tx.audit_all(&app.audit, acts).await?;
        tx.commit().await?;
        app.jobs.notify_one();
        Ok(Held {
            recordings: ids.len(),
            more,
        })
    }

    /// Puts a statement beside a recording; an empty one removes it.
    pub(crate) async fn state(
        &self,
        app: &App,
        recording: RecordingId,
        text: &str,
    ) -> Result<(), ApiError> {
        let mut tx = self.transaction(app).await?;
        let found = search::find(&mut tx, self.at.0, recording).await?;
        rights::state(app, &mut tx, &found, text).await?;
        let act = self.acted(recording, Deed::Stated);
        tx.audit(&app.audit, act).await?;
        Ok(tx.commit().await?)
    }

    /// What is acted on, and whether there is more than that. Of what was chosen all must be there and the customer's,
    /// before anything is done.
    async fn targets(
        &self,
        tx: &mut TenantTx<Watch>,
        chosen: Option<Vec<RecordingId>>,
        restricted: Option<bool>,
    ) -> Result<(Vec<RecordingId>, bool), ApiError> {
        let Some(chosen) = chosen else {
            let most = usize::try_from(limits::PAGE).unwrap_or_default();
            let mut ids = requests::ids(tx, restricted, limits::PAGE + 1).await?;
            let more = ids.len() > most;
            ids.truncate(most);
            return Ok((ids, more));
        };
        for id in &chosen {
            let found = search::find(tx, self.at.0, *id).await;
            found.map_err(|error| match error {
                Error::NotFound(_) => ApiError::RequestNotValid(
                    "recordings",
                    format!("{id} is none of this customer's: nothing was done"),
                ),
                error => error.into(),
            })?;
        }
        Ok((chosen, false))
    }

    async fn transaction(&self, app: &App) -> Result<TenantTx<Watch>, ApiError> {
        let scope = self.scope.to_watch(self.at, &self.customer)?;
        Ok(TenantTx::begin(&app.db, scope, self.now).await?)
    }

    fn searched(&self) -> Act {
        let act = Act::of(
            Event::RequestSearched,
            Subject::Purpose(self.at.0, self.at.1),
        );
        act.because(Some(self.reference.as_str()), random::bytes())
    }

    fn acted(&self, recording: RecordingId, deed: Deed) -> Act {
        let subject = Subject::Recording(self.at.0, self.at.1, recording);
        let act = Act::of(Event::RequestActed, subject).with(deed.name());
        act.because(Some(self.reference.as_str()), random::bytes())
    }
}
