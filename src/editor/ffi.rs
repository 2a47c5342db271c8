//! The crossing into JavaScript.
