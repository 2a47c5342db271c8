//! What templates compute with. (Being written.)
