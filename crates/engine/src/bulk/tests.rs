//! Jobs over many documents.
