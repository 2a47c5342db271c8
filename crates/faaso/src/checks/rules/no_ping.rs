use crate::checks::{Facts, Report, Rule, sums::Word};
use crate::diagnostic::Severity;

pub static RULE: Rule = Rule {
    id: "no-ping",
    severity: Severity::Warning,
    title: "Nothing answers “/ping”",
    what: "FaaSO asks a funko for “/ping” to learn whether it is alive.",
    why: "A funko that does not answer is taken for dead.",
    instead: "Answer “/ping” with status 200 and any text.",
    fires: &[("runtime/main.py", "app = Flask(__name__)\n")],
    quiet: &[(
        "runtime/main.py",
        "app = Flask(__name__)\n\n@app.get(\"/ping\")\ndef ping():\n    return \"OK\"\n",
    )],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let a_file = |name: &str| name == "ping" || name.starts_with("ping.");
    let paths = facts.paths();
    let answered = facts.mentions(Word::Ping) || paths.iter().any(|(file, _)| a_file(file.path.name()));
    if !paths.is_empty() && !answered {
        report.project(
            "Nothing in runtime, template and funko mentions “ping”: FaaSO asks for “/ping” to \
                        see that a funko is alive.",
        );
    }
}
