//! Where keys live and who signs with them.
