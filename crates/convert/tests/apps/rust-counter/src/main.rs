use axum::{Router, routing::get};
use tokio::net::TcpListener;

const PORT: u16 = 4000;

#[tokio::main]
async fn main() {
    let app = Router::new().route("/", get(|| async { format!("{{{}}}", 1) }));
    let listener = TcpListener::bind(("0.0.0.0", PORT)).await.expect("a free port");
    axum::serve(listener, app).await.expect("a server");
}
