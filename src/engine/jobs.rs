//! What is asked of the engine beside the document: each question with the one who waits for the answer.

use super::messages::{Answer, Export, Exported, Request, Rule};
use faaso::{
    archive::Arrival,
    lens::Comparison,
    project::{FileId, Project},
};

/// Why there is no answer, in a sentence for the author.
pub type Refusal = String;

/// A question.
pub enum Job {
    Export(Export),
    Explain(String),
    Compare(FileId),
    Import { name: String, bytes: Vec<u8> },
    Share,
    OpenLink(String),
}

/// Who waits for its answer.
pub enum Reply {
    Export(Box<dyn FnOnce(Result<Exported, Refusal>)>),
    Explain(Box<dyn FnOnce(Result<Option<Rule>, Refusal>)>),
    Compare(Box<dyn FnOnce(Result<Option<Comparison>, Refusal>)>),
    Import(Box<dyn FnOnce(Result<Arrival, Refusal>)>),
    Share(Box<dyn FnOnce(Result<String, Refusal>)>),
    OpenLink(Box<dyn FnOnce(Result<Project, Refusal>)>),
}

impl Job {
    pub fn request(self, ticket: u64) -> Request {
        match self {
            Job::Export(what) => Request::Export { ticket, what },
            Job::Explain(rule) => Request::Explain { ticket, rule },
            Job::Compare(file) => Request::Compare { ticket, file },
            Job::Import { name, bytes } => Request::Import { ticket, name, bytes },
            Job::Share => Request::Share { ticket },
            Job::OpenLink(link) => Request::OpenLink { ticket, link },
        }
    }
}

impl Reply {
    /// An answer goes to the question it belongs to: a ticket is given out once.
    pub fn give(self, answer: Answer) {
        match (self, answer) {
            (Reply::Export(reply), Answer::Exported { result, .. }) => reply(result),
            (Reply::Import(reply), Answer::Imported { result, .. }) => reply(result),
            (Reply::Explain(reply), Answer::Explained { rule, .. }) => reply(Ok(rule)),
            (Reply::Compare(reply), Answer::Compared { comparison, .. }) => reply(Ok(comparison)),
            (Reply::Share(reply), Answer::Shared { result, .. }) => reply(result),
            (Reply::OpenLink(reply), Answer::LinkOpened { result, .. }) => reply(result),
            (reply, _) => reply.refuse("The engine answered something else; your work is as it was."),
        }
    }

    pub fn refuse(self, why: &str) {
        match self {
            Reply::Export(reply) => reply(Err(why.to_owned())),
            Reply::Import(reply) => reply(Err(why.to_owned())),
            Reply::Explain(reply) => reply(Err(why.to_owned())),
            Reply::Compare(reply) => reply(Err(why.to_owned())),
            Reply::Share(reply) => reply(Err(why.to_owned())),
            Reply::OpenLink(reply) => reply(Err(why.to_owned())),
        }
    }
}
