//! A build on a FaaSO server, as FaaSO's own client asks for it: what is sent, what the answer says, and which part of the
//! Dockerfile a failed build means. What goes over the wire is the page's work.
//!
//! The protocol, as FaaSO has it (`src/commands/build.cr`, `src/daemon/funko.cr`, `config/Caddyfile`):
//!
//! * The server's pages lie below `/admin/` of the host whose funkos lie below `/faaso/NAME/`. The user is always `admin`.
//! * `GET version/` gives the version alone. `POST funkos/build/` takes a form with the file `funko.tgz` and the field `name`.
//! * The tar holds the rendered build context: files only, none whose path has a hidden part. The server unpacks it without
//!   permission bits and runs `faaso build --no-runtime`, so it needs `funko.yml` at the top.
//! * A server of July 2024 or later streams the log with status 200 and adds [`FAILED`] when the build failed; versions
//!   between add nothing. Older servers answer at the end, in JSON with `exit_code`, with status 500 when it failed.

mod answer;
mod blamed;
mod end;
mod log;
mod sending;
mod server;
mod terminal;

pub use answer::{Answer, Ended, FAILED, Outcome, version};
pub use blamed::{Blamed, Named};
pub use end::End;
pub(crate) use log::line_span;
pub use log::{Failure, Spot, read};
pub use sending::{Sending, sending};
pub use server::{Asking, KNOWN_VERSION, Login, Parsed, Reach, Server};
