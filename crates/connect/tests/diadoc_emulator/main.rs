//! The adapter of Diadoc against the emulator of the training mode: whole stories over the wire, other side included.

#[cfg(test)]
mod exchange;
#[cfg(test)]
mod misfortune;
#[cfg(test)]
mod story;
