//! The filters (DIFFERENCES §18), by name.

use super::call::{Args, Call, Env, Failure, Param};
use super::value::Value;

/// Runs the filter of that name, looked up in lower case, on `target`.
pub fn call(name: &str, target: &Value, args: &Args, env: Env) -> Result<Value, Failure> {
    let name = name.to_lowercase();
    match FILTERS.iter().find(|filter| filter.name == name) {
        Some(filter) => (filter.run)(&Call { target, args, params: filter.params, env }),
        None => Err(Failure::unknown_feature("filter", &name)),
    }
}

struct Filter {
    name: &'static str,
    params: &'static [Param],
    run: fn(&Call) -> Result<Value, Failure>,
}

const FILTERS: &[Filter] = &[];
