use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, project::Group};

pub static RULE: Rule = Rule {
    id: "executable-in-funko",
    severity: Severity::Warning,
    title: "A funko's executable loses its bit on a remote build",
    what: "“faaso export” and “faaso build -l” keep the permissions of a funko's files. Without “-l” the \
           files go to the server, which writes them all with mode 644.",
    why: "What works on your machine ends with “permission denied” on the server.",
    instead: "Say it in the Dockerfile, “RUN chmod 755 run.sh”, or call the interpreter: “CMD [\"sh\", \
              \"run.sh\"]”.",
    fires: &[
        ("funko/funko.yml", "name: hello\n"),
        ("funko/Dockerfile", "FROM alpine\nCOPY . .\nCMD [\"./run.sh\"]\n"),
        ("funko/run.sh*", "#!/bin/sh\nexec httpd -f -p 3000\n"),
    ],
    quiet: &[
        ("funko/funko.yml", "name: hello\n"),
        ("funko/Dockerfile", "FROM alpine\nCOPY . .\nRUN chmod 755 run.sh\nCMD [\"./run.sh\"]\n"),
        ("funko/run.sh*", "#!/bin/sh\nexec httpd -f -p 3000\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.group(Group::Funko).filter(|source| source.file.is_executable()) {
        let path = &source.id.path;
        if !path.is_hidden() && !facts.needs_no_bit(path) {
            let message = format!(
                "“{path}” is executable here, but not on the server: a build without “-l” writes it with \
                 mode 644."
            );
            report.file(&source.id, message);
        }
    }
}
