//! Stores in a child process: what crashes or hangs there takes down nothing here.
//!
//! The child is our own executable, started with a hidden first argument; it calls [`child`] and speaks in frames over
//! its standard input and output (`frame`). The PIN crosses as a question of the child and an answer of the parent:
//! never an argument, a variable or a line of a log. When the parent ends, the child's input ends, and so does the
//! child, even with a module hanging in it.
//!
//! Deliberately without sockets, shared memory or a name in the file system: nobody else can speak to the child.

mod frame;
mod link;
mod message;
mod serving;
mod store;

pub use serving::{child, serve};
pub use store::{HelperStore, Launch, Limits};
