//! Which colours a file gets, by its name alone.

/// A language that the editor can colour. What has no entry here is shown plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    Plain,
    Crystal,
    Css,
    Dockerfile,
    Go,
    Html,
    JavaScript,
    Json,
    Markdown,
    Nginx,
    Python,
    Ruby,
    Rust,
    Shell,
    Toml,
    TypeScript,
    Yaml,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language {
    pub base: Base,
    /// Jinja over it: FaaSO renders the file.
    pub jinja: bool,
}

impl Language {
    /// By the file's name: `Dockerfile.j2` is Jinja over a Dockerfile. Only the last component of a path counts.
    pub fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name.strip_suffix(".j2") {
            Some(rendered) => Language { base: Base::of(rendered), jinja: true },
            None => Language { base: Base::of(name), jinja: false },
        }
    }

    /// Without any colours.
    pub const PLAIN: Language = Language { base: Base::Plain, jinja: false };

    /// Of the file that FaaSO writes: without Jinja.
    pub fn rendered(self) -> Self {
        Language { jinja: false, ..self }
    }

    /// As people say it: `Dockerfile (Jinja template)`.
    pub fn title(self) -> String {
        match (self.jinja, self.base) {
            (true, Base::Plain) => "Jinja".to_owned(),
            (true, base) => format!("{} (Jinja template)", base.title()),
            (false, base) => base.title().to_owned(),
        }
    }
}

impl Base {
    fn of(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "dockerfile" | "containerfile" => return Base::Dockerfile,
            "gemfile" | "rakefile" => return Base::Ruby,
            "cargo.lock" => return Base::Toml,
            "nginx.conf" => return Base::Nginx,
            "shard.lock" => return Base::Yaml,
            _ if lower.starts_with("dockerfile.") => return Base::Dockerfile,
            _ => {}
        }
        match lower.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "cr" => Base::Crystal,
            "css" => Base::Css,
            "dockerfile" => Base::Dockerfile,
            "go" => Base::Go,
            "html" | "htm" | "xml" | "svg" | "ecr" => Base::Html,
            "js" | "mjs" | "cjs" | "jsx" => Base::JavaScript,
            "json" | "webmanifest" => Base::Json,
            "md" | "markdown" => Base::Markdown,
            "conf" => Base::Nginx,
            "py" | "pyi" => Base::Python,
            "rb" | "ru" => Base::Ruby,
            "rs" => Base::Rust,
            "sh" | "bash" | "env" => Base::Shell,
            "toml" => Base::Toml,
            "ts" | "mts" | "tsx" => Base::TypeScript,
            "yml" | "yaml" => Base::Yaml,
            _ => Base::Plain,
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Base::Plain => "Plain text",
            Base::Crystal => "Crystal",
            Base::Css => "CSS",
            Base::Dockerfile => "Dockerfile",
            Base::Go => "Go",
            Base::Html => "HTML",
            Base::JavaScript => "JavaScript",
            Base::Json => "JSON",
            Base::Markdown => "Markdown",
            Base::Nginx => "nginx",
            Base::Python => "Python",
            Base::Ruby => "Ruby",
            Base::Rust => "Rust",
            Base::Shell => "Shell",
            Base::Toml => "TOML",
            Base::TypeScript => "TypeScript",
            Base::Yaml => "YAML",
        }
    }

    /// The key of its loader in `js/languages.js`; none for plain text.
    pub fn key(self) -> Option<&'static str> {
        Some(match self {
            Base::Plain => return None,
            Base::Crystal => "crystal",
            Base::Css => "css",
            Base::Dockerfile => "dockerfile",
            Base::Go => "go",
            Base::Html => "html",
            Base::JavaScript => "javascript",
            Base::Json => "json",
            Base::Markdown => "markdown",
            Base::Nginx => "nginx",
            Base::Python => "python",
            Base::Ruby => "ruby",
            Base::Rust => "rust",
            Base::Shell => "shell",
            Base::Toml => "toml",
            Base::TypeScript => "typescript",
            Base::Yaml => "yaml",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_coloured_by_its_name() {
        for (path, title) in [
            ("Dockerfile.j2", "Dockerfile (Jinja template)"),
            ("template/funko.yml.j2", "YAML (Jinja template)"),
            ("template/funko.yml", "YAML"),
            ("main.py", "Python"),
            ("src/main.cr.j2", "Crystal (Jinja template)"),
            ("LICENSE", "Plain text"),
            (".dockerignore", "Plain text"),
            ("notes.j2", "Jinja"),
            (".j2", "Jinja"),
            ("a.j2.j2", "Jinja"),
            ("dockerfile.d/run.sh", "Shell"),
            ("Dockerfile.dev", "Dockerfile"),
            ("tsconfig.JSON", "JSON"),
        ] {
            assert_eq!(Language::of(path).title(), title, "{path}");
        }
    }
}
