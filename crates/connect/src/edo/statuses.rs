//! Statuses that an operator tells by names, and names that a person taught the program («Соответствия»).
//!
//! What was taught reaches the client among its [`Credentials`], like everything else that it is opened with.

use super::Credentials;
use crate::Secret;

/// A status of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperatorStatus {
    /// Stable name: `signed`.
    pub id: &'static str,
    /// What the operator calls it: «Подписан».
    pub title: &'static str,
    /// Every name by which the program knows it.
    pub names: &'static [&'static str],
}

/// Under this name [`Credentials`] hold the names that a person taught.
const TAUGHT: &str = "taught_statuses";

/// A name as it is compared: without regard to case, blanks and the letter ё.
pub fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ё', "е")
}

/// Hands the client names and the ids of the statuses that they mean.
pub fn teach<'a>(credentials: &mut Credentials, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
    let lines: Vec<String> = pairs
        .map(|(name, means)| format!("{}={means}", folded(name)))
        .collect();
    if !lines.is_empty() {
        credentials.insert(TAUGHT.to_owned(), Secret::new(lines.join("\n")));
    }
}

/// The folded names that a person taught, and what they mean.
pub(crate) fn taught(credentials: &Credentials) -> impl Iterator<Item = (&str, &str)> {
    let text = credentials.get(TAUGHT).map_or("", Secret::expose);
    text.lines().filter_map(|line| line.rsplit_once('='))
}

#[cfg(test)]
mod tests {
    use super::{taught, teach};
    use crate::edo::Credentials;

    #[test]
    fn what_was_taught_reaches_the_client_whatever_the_name_holds() {
        let mut credentials = Credentials::new();
        teach(&mut credentials, std::iter::empty());
        assert!(credentials.is_empty());
        let pairs = [("Ждём = клиента;\nи ещё", "sent"), ("Готово", "signed")];
        teach(&mut credentials, pairs.into_iter());
        let found: Vec<_> = taught(&credentials).collect();
        assert_eq!(found, [("ждем = клиента; и еще", "sent"), ("готово", "signed")]);
    }
}
