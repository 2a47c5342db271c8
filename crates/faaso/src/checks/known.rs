//! What is kept of a project from one analysis to the next, of all its files together.

use super::{
    cared_for::CaredFor,
    meaning::{self, Kind},
    reads::Read,
    source::Source,
    sums::{OfFile, Sums},
};
use crate::{
    bundle::{Bundle, File},
    funko::{self, OptionValue, Reading},
    project::{FileId, Side},
    trees::Tree,
};
use crinja::Template;
use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

#[derive(Default)]
pub struct Known {
    pub(super) yml: Option<Reading>,
    pub(super) template_yml: Option<Reading>,
    /// The options of the funko and of a new one.
    pub(super) options: HashMap<String, OptionValue>,
    pub(super) new_options: HashMap<String, OptionValue>,
    /// Places in what `yml` says of options: the last of each, which counts.
    pub(super) last_entries: HashMap<String, usize>,
    /// Of the options that a template sees.
    pub(super) kinds: Rc<HashMap<String, Kind>>,
    pub(super) sums: Sums,
    pub(super) cared_for: CaredFor,
}

impl Known {
    /// The funko's `funko.yml`, as read.
    pub fn yml(&self) -> Option<&Reading> {
        self.yml.as_ref()
    }

    pub fn is_built(&self) -> bool {
        let funko = self.yml.as_ref().and_then(|reading| reading.funko.as_ref().ok());
        funko.is_some_and(|funko| funko.runtime.is_some())
    }

    /// Reads both `funko.yml` anew, and notes what is not as before.
    pub fn read_ymls(&mut self, funko: &Bundle, new_funko: &Tree, changed: &mut BTreeSet<Read>) {
        let was_built = self.is_built();
        self.yml = funko.get(funko::FILE).map(|file| funko::read(&file.bytes));
        let made = new_funko.files.get(funko::FILE).and_then(|output| output.file());
        self.template_yml = made.map(|file| funko::read(&file.bytes));
        changed.extend([Read::Yml, Read::TemplateYml]);
        if was_built != self.is_built() {
            changed.insert(Read::IsBuilt);
        }
        let options = |reading: &Option<Reading>| -> HashMap<_, _> {
            let funko = reading.as_ref().and_then(|reading| reading.funko.as_ref().ok());
            funko.map(|funko| funko.options.iter().cloned().collect()).unwrap_or_default()
        };
        let (options, new_options) = (options(&self.yml), options(&self.template_yml));
        let readable = self.yml.as_ref().is_some_and(|reading| reading.funko.is_ok());
        let kinds = meaning::kinds(if readable { options.iter() } else { new_options.iter() });
        differing(&self.options, &options, changed);
        differing(&self.new_options, &new_options, changed);
        differing(&self.kinds, &kinds, changed);
        self.options = options;
        self.new_options = new_options;
        self.kinds = Rc::new(kinds);
        let entries = self.yml.iter().flat_map(|reading| &reading.places.options).enumerate();
        self.last_entries = entries.map(|(at, entry)| (entry.key.clone(), at)).collect();
    }

    /// A file is this now, or gone.
    pub fn look_at(
        &mut self,
        id: &FileId,
        file: Option<&File>,
        template: Option<&Template>,
        changed: &mut BTreeSet<Read>,
    ) {
        changed.insert(Read::File(id.clone()));
        let of_file = file.map(|file| {
            let source = Source::new(id.clone(), file);
            let is_yml = id.side == Side::Funko && id.path.as_str() == funko::FILE;
            let utf16 = self.yml.as_ref().filter(|_| is_yml).map(|yml| yml.text.as_str());
            let text = source.text.as_deref().or(utf16);
            OfFile::new(id, text, source.rendered, template)
        });
        self.sums.put(id, of_file, changed);
    }

    /// The Dockerfile of a build is another, or what lies beside it.
    pub fn look_at_dockerfile(&mut self, build_context: &Tree, changed: &mut BTreeSet<Read>) {
        changed.insert(Read::Docker);
        let cared_for = CaredFor::by(build_context);
        if cared_for != self.cared_for {
            self.cared_for = cared_for;
            changed.insert(Read::CaredFor);
        }
    }
}

/// Notes the options that are not the same in both.
fn differing<V: PartialEq>(
    before: &HashMap<String, V>,
    now: &HashMap<String, V>,
    changed: &mut BTreeSet<Read>,
) {
    let differs = |key: &&String| before.get(*key) != now.get(*key);
    let keys = before.keys().chain(now.keys()).filter(differs);
    changed.extend(keys.map(|key| Read::Option(key.as_str().into())));
}
