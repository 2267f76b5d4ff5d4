//! Notes on moments of a recording, by those who may watch it.

use super::{
    extract::{Json, Path},
    problem::{ApiError, Problem, unreadable},
    recordings::At,
    replaying::{find, watch},
    session::Allowed,
};
use crate::{app::App, auditing::of_recording, random, reading::key_of};
use axum::{extract::State, http::StatusCode};
use revoir_domain::{
    audit::Event,
    ids::{MemberId, NoteId},
    limits,
    permission::Watch,
};
use revoir_recording::note;
use revoir_store::notes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A note of a recording.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtNote {
    site: String,
    recording: Uuid,
    note: Uuid,
}

/// A note on a moment.
#[derive(Serialize, ToSchema)]
pub(crate) struct Note {
    id: String,
    /// The moment, as a position.
    at_ms: u64,
    text: String,
    /// Who wrote it; absent where they have left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    author: Option<String>,
    /// Whether the caller wrote it.
    mine: bool,
    created_at: String,
}

/// The notes on a recording, in the order of their moments.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoteList {
    notes: Vec<Note>,
}

/// A note to be added.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewNote {
    at_ms: u64,
    /// 1 to 1,000 characters.
    text: String,
}

/// The id of what was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct Made {
    pub(super) id: String,
}

/// Lists the notes on a recording.
#[utoipa::path(get, path = "/api/sites/{site}/recordings/{recording}/notes", params(At), responses(
    (status = 200, body = NoteList),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_notes(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<At>,
) -> Result<axum::Json<NoteList>, ApiError> {
    let me = scope.member();
    let (mut tx, found) = watch(&app, (scope, now), &at).await?;
    let stored = notes::list(&mut tx, found.id).await?;
    drop(tx);
    let key = key_of(&app, &found).await?;
    let opened = stored.into_iter().map(|stored| {
        let said = note::open(found.id, stored.id, &key, &stored.bytes);
        // what was settled in between lies under another key
        said.map(|said| Note::of(stored, said, me))
    });
    let opened: Result<Vec<Note>, _> = opened.collect();
    let mut notes = opened.map_err(|_| ApiError::RecordingChanged)?;
    notes.sort_by_key(|note| note.at_ms);
    Ok(axum::Json(NoteList { notes }))
}

/// Adds a note on a moment of a recording.
#[utoipa::path(post, path = "/api/sites/{site}/recordings/{recording}/notes", params(At), request_body = NewNote,
    responses(
    (status = 201, body = Made),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_note(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<At>,
    Json(asked): Json<NewNote>,
) -> Result<(StatusCode, axum::Json<Made>), ApiError> {
    let NewNote { at_ms, text } = asked;
    let text = words("text", &text, limits::NOTE_CHARS)?;
    let id = NoteId::from_uuid(random::timed_id(now));
    let (mut tx, found) = find(&app, (scope, now), &at).await?;
    let key = key_of(&app, &found).await?;
    let sealed = note::seal(found.id, id, &key, random::bytes(), (at_ms, &text));
    notes::add(&mut tx, found.id, found.slot, (id, &sealed)).await?;
    tx.audit(&app.audit, of_recording(Event::NoteAdded, &found))
        .await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(Made { id: id.to_string() })))
}

/// Deletes a note of one's own.
#[utoipa::path(delete, path = "/api/sites/{site}/recordings/{recording}/notes/{note}", params(AtNote), responses(
    (status = 204, description = "Deleted"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn delete_note(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(AtNote {
        site,
        recording,
        note,
    }): Path<AtNote>,
) -> Result<StatusCode, ApiError> {
    let (mut tx, found) = find(&app, (scope, now), &At { site, recording }).await?;
    notes::delete(&mut tx, found.id, NoteId::from_uuid(note)).await?;
    tx.audit(&app.audit, of_recording(Event::NoteRemoved, &found))
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Note {
    fn of(stored: notes::Note, (at_ms, text): (u64, String), me: MemberId) -> Self {
        let mine = stored
            .author
            .as_ref()
            .is_some_and(|(author, _)| *author == me);
        Self {
            id: stored.id.to_string(),
            at_ms,
            text,
            author: stored.author.map(|(_, name)| name),
            mine,
            created_at: stored.created_at.to_string(),
        }
    }
}

/// A text of 1 to `most` characters, without what no one can read.
pub(super) fn words(name: &str, text: &str, most: usize) -> Result<String, ApiError> {
    let unseen = |c: char| c.is_control() && c != '\n';
    let text: String = text.trim().chars().filter(|c| !unseen(*c)).collect();
    if (1..=most).contains(&text.chars().count()) {
        Ok(text)
    } else {
        Err(unreadable(format!(
            "{name} must have 1 to {most} characters"
        )))
    }
}
