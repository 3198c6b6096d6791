//! What the operating system gives, behind the engine's ports: folders, clock, chance, the keystore.
//!
//! Knows nothing of documents and decides nothing about them. Desktop notifications belong to the window; a program
//! without one uses [`NoNotifier`].
#![forbid(unsafe_code)]

mod clock;
mod durable;
mod folders;
mod keystore;
mod notifications;
mod passphrase;
mod place;
mod randomness;
mod secrets;
mod signing_keys;
mod vault;

/// Where every program of ours takes its memory from. A page of the registry is thousands of short texts; the system's own
/// allocator gives their memory back to the kernel after each page and asks for it anew, which costs as much as reading them.
/// Not in huge pages (`no_thp`): two megabytes are cleared at once when a page of rows wants a few more kilobytes, which
/// takes longer than to tell the rows.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub use clock::SystemClock;
pub use durable::write_whole;
pub use folders::{Folders, FoldersError};
pub use notifications::NoNotifier;
pub use passphrase::{Asking, EnvironmentPassphrase, MIN_PASSPHRASE_CHARS, Passphrases};
pub use randomness::OsRandomness;
pub use secrets::{Purpose, secrets};
pub use signing_keys::{LocalKeys, serve_keys_if_asked};
