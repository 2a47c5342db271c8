//! `new`: what `faaso new` makes.

use super::rendering::{files, render};
use crate::{End, Stop, arguments::New, input, output};
use faaso::{funko, trees};

pub fn run(arguments: &New) -> Result<End, Stop> {
    output::is_free(&arguments.out, arguments.force)?;
    let runtime = input::runtime(&arguments.runtime)?;
    let tree = trees::new_funko(Some(&runtime.files), &runtime.name, &arguments.name, &mut render);
    let files = files(&tree)?;
    output::folder(&arguments.out, &files)?;
    let name = trees::funko_name(&arguments.name);
    output::made(&arguments.out, &format!("the funko `{name}`"), files.files().count());
    // as `faaso new` does: the name is checked when the funko is built
    if let Err(error) = funko::check_name(name) {
        eprintln!(
            "warning: FaaSO can't build a funko called `{name}`: {error}. Change `name` in {}",
            funko::FILE
        );
    }
    Ok(End::Well)
}
