//! The adapter of Diadoc against the emulator of the training mode: whole stories over the wire, other side included.

#[cfg(test)]
mod exchange;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod misfortune;
#[cfg(test)]
#[path = "../../src/edo/diadoc/tests/paper.rs"]
mod paper;
#[cfg(test)]
mod story;
#[cfg(test)]
mod title;
