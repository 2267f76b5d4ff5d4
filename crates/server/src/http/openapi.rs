//! The description of the API for people, from which the console's client is generated.

use axum::Json;
use utoipa::{OpenApi, openapi::OpenApi as Document};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Revoir",
        description = "The API for people. `docs/wire.md` describes the one for browsers."
    ),
    components(schemas(super::problem::Problem))
)]
struct Base;

/// Title and shared schemas.
pub(crate) fn base() -> Document {
    Base::openapi()
}

/// The whole document.
pub(crate) fn document() -> Document {
    super::api().split_for_parts().1
}

/// Serves it.
pub(crate) async fn serve() -> Json<Document> {
    Json(document())
}
