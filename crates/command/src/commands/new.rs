//! `new`: what `faaso new` makes.

use super::rendering::{files, render};
use crate::{End, Stop, arguments::New, input, output};
use faaso::trees;

pub fn run(arguments: &New) -> Result<End, Stop> {
    output::is_free(&arguments.out, arguments.force)?;
    let runtime = input::runtime(&arguments.runtime)?;
    let tree = trees::new_funko(Some(&runtime.files), &runtime.name, &arguments.name, &mut render);
    output::folder(&arguments.out, &files(&tree)?)?;
    Ok(End::Well)
}
