//! Jobs and their rows.
