//! Stores in a child process.
