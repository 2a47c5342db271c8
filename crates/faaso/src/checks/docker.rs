//! The rendered Dockerfile, as Docker's builders would take it with the merged build context beside it.
//!
//! What is wrong is said where it can be changed: see [`origin`].

pub mod blame;
pub mod convert;
mod origin;
pub mod picture;

use crate::{
    project::FileId,
    trees::{Content, Tree},
};
use crinja::Rendered;
use dockerfile::{
    Instruction, Judged,
    command::Command,
    context::{Context, Entry},
    images::{Image, Images, Official},
};
use std::{
    cell::{Cell, RefCell},
    fmt,
    ops::Range,
    rc::Rc,
    sync::Arc,
};

/// The Dockerfile of a build, and what is said of it.
pub struct Docker {
    /// The file that makes it.
    pub origin: FileId,
    /// None when it is copied as it is.
    rendered: Option<Arc<Rendered>>,
    pub text: Arc<str>,
    pub judged: Arc<Judged>,
}

/// The last verdict, and what it was given for: it is given again only when the Dockerfile or the tree changes.
#[derive(Default)]
pub struct Kept {
    verdict: RefCell<Option<Verdict>>,
    is_told: Cell<bool>,
    /// The paths of the tree are still those of the last verdict.
    same_paths: Cell<bool>,
}

struct Verdict {
    text: Arc<str>,
    beside: Beside,
    /// Of `beside`.
    context: Rc<Context>,
    judged: Arc<Judged>,
}

/// What a builder sees of the files beside the Dockerfile, without their content.
#[derive(PartialEq, Eq)]
struct Beside {
    /// Each with whether it is executable; folders end with `/`.
    paths: Rc<[(String, bool)]>,
    /// The bytes of `Dockerfile.dockerignore`.
    ignored: Vec<u8>,
}

impl Beside {
    fn of(tree: &Tree) -> Beside {
        let files = tree.files.iter().map(|(path, output)| {
            let executable = match &output.content {
                Content::Copied(file) => file.is_executable(),
                Content::Rendered(_) => false,
            };
            (path.as_str().to_owned(), executable)
        });
        let folders = tree.empty_folders.iter().map(|path| (format!("{}/", path.as_str()), false));
        let paths = files.chain(folders).collect();
        Beside { paths, ignored: ignored(tree) }
    }

    fn context(&self) -> Context {
        Context::new(self.paths.iter().map(|(path, executable)| Entry {
            path,
            folder: path.ends_with('/'),
            executable: *executable,
            bytes: if path == "Dockerfile.dockerignore" { &self.ignored } else { &[] },
        }))
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

impl Docker {
    /// None when there is no Dockerfile, or it does not render.
    pub fn of(tree: &Tree, kept: &Kept) -> Option<Docker> {
        let output = tree.files.get("Dockerfile")?;
        let (text, rendered): (Arc<str>, _) = match &output.content {
            Content::Copied(file) => (String::from_utf8_lossy(&file.bytes).into(), None),
            Content::Rendered(Ok(rendered)) => (rendered.text.as_str().into(), Some(rendered.clone())),
            Content::Rendered(Err(_)) => return None,
        };
        let judged = kept.judge(&text, tree);
        Some(Docker { origin: output.origin.clone(), rendered, text, judged })
    }

    /// The instruction at a place.
    pub fn instruction(&self, span: &Range<usize>) -> Option<&Instruction> {
        let mut all = self.judged.file.instructions.iter();
        all.find(|at| at.span.start <= span.start && span.start <= at.span.end)
    }

    /// The instructions of the last stage and of the stages that it is made from, the last stage's last; with the
    /// image at the bottom, if it is known.
    pub fn shipped(&self) -> (Vec<(&Instruction, Command)>, Option<Image>) {
        let mut stages: Vec<(dockerfile::command::From, Vec<(&Instruction, Command)>)> = Vec::new();
        for instruction in &self.judged.file.instructions {
            match (instruction.typed(), stages.last_mut()) {
                (Ok(Command::From(from)), _) => stages.push((from, Vec::new())),
                (Ok(command), Some((_, commands))) => commands.push((instruction, command)),
                _ => {}
            }
        }
        let mut all = Vec::new();
        while let Some((from, commands)) = stages.pop() {
            all.splice(0..0, commands);
            match stages
                .iter()
                .position(|(stage, _)| !stage.name.is_empty() && stage.name == from.base.to_lowercase())
            {
                Some(at) => stages.truncate(at + 1),
                None if from.base.contains('$') => return (all, None),
                None => return (all, Official.image(&from.base)),
            }
        }
        (all, None)
    }

    /// A line of comment right above the instruction says to ignore one of hadolint's rules.
    pub fn ignores(&self, span: &Range<usize>, rule: &str) -> bool {
        let Some(instruction) = self.instruction(span) else { return false };
        let listed =
            instruction.comments.iter().filter_map(|comment| comment.strip_prefix("hadolint ignore="));
        listed.flat_map(|rules| rules.split(',')).any(|named| named.trim() == rule)
    }

    /// Which line of the rendered file it is, in words, if that is another file than the template.
    pub fn line_of(&self, line: usize) -> String {
        match (&self.rendered, line) {
            (Some(_), 1..) => format!(" (line {line} of the rendered Dockerfile)"),
            _ => String::new(),
        }
    }
}

impl Kept {
    /// The paths of the tree may be others than at the last verdict. Who says so once says so each time: in between only
    /// texts change, and no paths are compared.
    pub fn forget_paths(&self) {
        self.is_told.set(true);
        self.same_paths.set(false);
    }

    fn judge(&self, text: &Arc<str>, tree: &Tree) -> Arc<Judged> {
        let last = self.verdict.take();
        let beside = match &last {
            Some(last) if self.same_paths.get() => {
                Beside { paths: last.beside.paths.clone(), ignored: ignored(tree) }
            }
            _ => Beside::of(tree),
        };
        self.same_paths.set(self.is_told.get());
        if let Some(same) = &last
            && same.text == *text
            && same.beside == beside
        {
            let judged = same.judged.clone();
            self.verdict.replace(last);
            return judged;
        }
        // of the same files another Dockerfile is judged: they are not gone through again
        let context = last.filter(|last| last.beside == beside).map(|last| last.context);
        let context = context.unwrap_or_else(|| Rc::new(beside.context()));
        let judged = Arc::new(dockerfile::judge(text, &context, &Official, false));
        self.verdict.replace(Some(Verdict { text: text.clone(), beside, context, judged: judged.clone() }));
        judged
    }
}

fn ignored(tree: &Tree) -> Vec<u8> {
    let file = tree.files.get("Dockerfile.dockerignore").and_then(|output| output.file());
    file.map(|file| file.bytes.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bundle::{Bundle, File},
        path::BundlePath,
        trees,
    };
    use crinja::{Budget, Context};

    /// Another Dockerfile beside the same files does not go through them again.
    #[test]
    fn the_files_beside_are_gone_through_once() {
        let kept = Kept::default();
        let context = |dockerfile: &str, other: &str| {
            let mut runtime = Bundle::default();
            for (path, text) in [("Dockerfile", dockerfile), (other, "a")] {
                runtime.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
            }
            let mut funko = Bundle::default();
            let yml = File::text("name: hello\nruntime: ./example\n");
            funko.put(BundlePath::new("funko.yml").unwrap(), yml).unwrap();
            let mut render = |_: &FileId, _: &str, _: &Context| unreachable!("nothing is a template");
            let tree = trees::build_context(Some(&runtime), &funko, &mut render);
            let judged = Docker::of(&tree, &kept).expect("it is there").judged;
            let fresh = dockerfile::judge(dockerfile, &Beside::of(&tree).context(), &Official, false);
            assert_eq!(format!("{judged:?}"), format!("{fresh:?}"), "{dockerfile}");
            kept.verdict.borrow().as_ref().map(|verdict| verdict.context.clone()).unwrap()
        };
        let first = context("FROM alpine\nCOPY a.txt /\n", "a.txt");
        assert!(Rc::ptr_eq(&first, &context("FROM alpine\nCOPY b.txt /\nCOPY . /\n", "a.txt")));
        assert!(!Rc::ptr_eq(&first, &context("FROM alpine\nCOPY a.txt /\n", "b.txt")));
    }

    #[test]
    fn an_unchanged_dockerfile_is_judged_once() {
        let kept = Kept::default();
        let judged = |files: &[(&str, &str)]| {
            let mut runtime = Bundle::default();
            for (path, text) in files {
                runtime.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
            }
            let mut funko = Bundle::default();
            let yml = File::text("name: hello\nruntime: ./example\n");
            funko.put(BundlePath::new("funko.yml").unwrap(), yml).unwrap();
            let mut render = |_: &FileId, text: &str, context: &Context| {
                crinja::render(text, context, &Budget::default()).map(Arc::new)
            };
            let tree = trees::build_context(Some(&runtime), &funko, &mut render);
            Docker::of(&tree, &kept).expect("it renders").judged
        };
        let (from, other) = ("FROM {{ \"alpine\" }}\nCOPY a.txt /\n", "FROM alpine:3\nCOPY a.txt /\n");
        for (files, again) in [
            // another template gives the same text; a file has other text
            (vec![("Dockerfile.j2", "FROM alpine\nCOPY a.txt /\n"), ("a.txt", "a")], true),
            (vec![("Dockerfile.j2", from), ("a.txt", "b")], true),
            // another text, another file, another list of what is left out
            (vec![("Dockerfile.j2", other), ("a.txt", "a")], false),
            (vec![("Dockerfile.j2", from), ("a.txt", "a"), ("b.txt", "b")], false),
            (vec![("Dockerfile.j2", from), ("a.txt", "a"), ("Dockerfile.dockerignore", "a.txt")], false),
        ] {
            let before = judged(&[("Dockerfile.j2", from), ("a.txt", "a")]);
            assert_eq!(Arc::ptr_eq(&before, &judged(&files)), again, "{files:?}");
        }
    }
}
