//! What is known of the library's functions, filters and tests without calling them: names, parameters and defaults.

/// A function of the library, as a value knows it: `functions` has what it does. Printed, it shows its signature.
pub struct Signature {
    pub name: &'static str,
    pub params: &'static [Param],
}

/// A parameter of a library function: its name and what it is when the call does not say.
pub type Param = (&'static str, Preset);

/// A default that can stand in a table.
#[derive(Clone, Copy, Debug)]
pub enum Preset {
    /// Crinja's constant, which reports itself as `UNDEFINED`.
    Undefined,
    None,
    Bool(bool),
    Int(i32),
    Float(f64),
    Text(&'static str),
    EmptyList,
}
