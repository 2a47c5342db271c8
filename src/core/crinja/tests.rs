//! The tests (DIFFERENCES §18), by name.

use super::call::{Args, Call, Env, Failure, Param};
use super::value::Value;

/// Runs the test of that name, looked up in lower case, on `target`.
pub fn call(name: &str, target: &Value, args: &Args, env: Env) -> Result<bool, Failure> {
    let name = name.to_lowercase();
    match TESTS.iter().find(|test| test.name == name) {
        Some(test) => (test.run)(&Call { target, args, params: test.params, env }),
        None => Err(Failure::unknown_feature("test", &name)),
    }
}

struct Test {
    name: &'static str,
    params: &'static [Param],
    run: fn(&Call) -> Result<bool, Failure>,
}

const TESTS: &[Test] = &[];
