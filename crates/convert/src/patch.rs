//! The runtime as a patch for FaaSO, as `git am` takes it.
