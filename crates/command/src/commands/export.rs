//! `export`: what `faaso export` makes, as a folder, a zip or a tar.gz.

use super::rendering::{files, render};
use crate::{
    End, Stop,
    arguments::{Export, To},
    input, output,
};
use faaso::{archive, funko, trees};

pub fn run(arguments: &Export) -> Result<End, Stop> {
    let To { out, zip, tar } = &arguments.to;
    let place = out.as_ref().or(zip.as_ref()).or(tar.as_ref()).expect("one of the three is asked for");
    output::is_free(place, arguments.force)?;
    let funko = input::funko(&arguments.funko)?;
    let runtime = match &arguments.runtime {
        Some(given) => Some(input::runtime(given)?),
        None => input::named_runtime(&funko)?,
    };
    let tree = trees::build_context(runtime.as_ref().map(|runtime| &runtime.files), &funko, &mut render);
    let files = files(&tree)?;
    let yml = funko.get(funko::FILE).expect("a funko has its funko.yml");
    let name = funko::name_in(&yml.bytes).unwrap_or_default();
    let folder = archive::folder_name(name.trim_end_matches('\n'));
    let cannot = |error: &dyn std::fmt::Display| Stop::new(End::Problems, format!("can't export: {error}"));
    if let Some(place) = out {
        output::folder(place, &files)?;
    } else if let Some(place) = zip {
        output::file(place, &archive::write(&files, &folder).map_err(|error| cannot(&error))?)?;
    } else if let Some(place) = tar {
        output::file(place, &archive::write_tar_gz(&files, &folder).map_err(|error| cannot(&error))?)?;
    }
    output::made(place, "what Docker builds", files.files().count());
    Ok(End::Well)
}
