//! shop: what it answers. See https://docs.rs/axum for more.

use axum::{Router, routing::get};

pub fn routes() -> Router {
    Router::new().route("/", get(index)).route("/ping", get(ping))
}

async fn index() -> &'static str {
    "Hello from shop\n"
}

/// FaaSO asks here whether the funko is alive.
async fn ping() -> &'static str {
    "OK\n"
}