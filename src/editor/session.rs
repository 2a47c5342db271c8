//! One editor's life.
