//! The server around the funko: it serves what `funko.rs` answers.

mod funko;

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

#[tokio::main]
async fn main() -> io::Result<()> {
    if std::env::args().nth(1).as_deref() == Some("ping") {
        return ping();
    }
    // A container's first process ends on SIGTERM only when it asks for it.
    let mut stop = signal(SignalKind::terminate())?;
    let listener = TcpListener::bind(("0.0.0.0", 3000)).await?;
    axum::serve(listener, funko::routes())
        .with_graceful_shutdown(async move {
            stop.recv().await;
        })
        .await
}

/// Asks the server that runs in this container whether it is well: a health check without curl.
fn ping() -> io::Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", 3000))?;
    server.write_all(b"GET /ping HTTP/1.0\r\n\r\n")?;
    let mut answer = String::new();
    server.read_to_string(&mut answer)?;
    match answer.split(' ').nth(1) {
        Some("200") => Ok(()),
        _ => Err(io::Error::other(answer)),
    }
}
