//! Crystal's pretty printer, for `pprint` and `debug`.
use super::budget::Meter;
use super::call::Failure;
use super::value::Value;
use std::rc::Rc;

pub fn wrapped_list(_items: &[Value], _meter: &Meter) -> Result<String, Failure> {
    Ok(String::new())
}
pub fn wrapped_map(_items: &[(Rc<str>, Value)], _meter: &Meter) -> Result<String, Failure> {
    Ok(String::new())
}
