//! What a filter insists on.

use crate::failure::Failure;
use crate::value::Value;

/// The text a filter insists on.
pub fn as_text(value: &Value) -> Result<&str, Failure> {
    value.defined()?.as_text().ok_or_else(|| Failure::cast(value, "(Crinja::SafeString | String)"))
}

/// The text that an argument must be.
pub fn as_text_argument(value: &Value) -> Result<&str, Failure> {
    value.as_text().ok_or_else(|| Failure::bare_cast(value, "(Crinja::SafeString | String)", 334))
}
