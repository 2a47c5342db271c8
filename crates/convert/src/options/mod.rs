//! Makes a stretch of text an option, takes an option back, and renames one, in every file at once.
