//! What a row of the tree of files stands for: a group, a folder or a file.

use faaso::{
    path::{BundlePath, PathError},
    project::{FileId, Group},
};

pub const GROUPS: [Group; 3] = [Group::Runtime, Group::Template, Group::Funko];

/// What a row of the tree stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    Group(Group),
    /// A folder by its path inside the group.
    Folder(Group, String),
    File(FileId),
}

impl Node {
    pub fn group(&self) -> Group {
        match self {
            Node::Group(group) | Node::Folder(group, _) => *group,
            Node::File(id) => id.group(),
        }
    }

    /// The path inside the group; empty for the group itself.
    pub fn shown(&self) -> &str {
        match self {
            Node::Group(_) => "",
            Node::Folder(_, path) => path,
            Node::File(id) => id.shown(),
        }
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.shown().rsplit('/').next().unwrap_or_default()
    }

    /// The row of the same file or folder under another path, maybe in another group. None for a path that cannot be.
    pub fn moved(&self, group: Group, shown: &str) -> Option<Node> {
        let shown = shown.trim_end_matches('/');
        match self {
            Node::Group(_) => None,
            Node::Folder(..) => Some(Node::Folder(group, shown.to_owned())),
            Node::File(_) => in_group(group, shown).ok().map(Node::File),
        }
    }

    /// Where this goes when it is dropped on a row: into its folder; from another group with its whole path, unless it
    /// is dropped into a folder there.
    pub fn dropped_on(&self, target: &Node) -> String {
        let folder = target.folder();
        if folder.is_empty() && target.group() != self.group() {
            return self.shown().to_owned();
        }
        format!("{folder}{}", self.name())
    }

    /// The folder in which a new file beside or below this one lies, with `/` at its end, or empty.
    pub fn folder(&self) -> String {
        match self {
            Node::Group(_) => String::new(),
            Node::Folder(_, path) => format!("{path}/"),
            Node::File(id) => {
                id.shown().rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"))
            }
        }
    }
}

/// A group's name, as the tree and the dialogs say it.
pub fn title(group: Group) -> &'static str {
    match group {
        Group::Runtime => "Runtime",
        Group::Template => "Template",
        Group::Funko => "Funko",
    }
}

/// The file of that path inside a group.
pub fn in_group(group: Group, shown: &str) -> Result<FileId, PathError> {
    let path = BundlePath::new(shown)?;
    Ok(match group {
        Group::Runtime => FileId::runtime(path),
        Group::Template => FileId::runtime(path.inside("template")?),
        Group::Funko => FileId::funko(path),
    })
}
