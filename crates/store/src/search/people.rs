//! What a person is found by: the parts of the name, the telephone however it is typed, and in the directory of
//! people the e-mail too.

use domain::{IndividualBody, Phone};

use super::query::all_terms;
use super::typed::{phone_digits, telling_words, typed_words};
use super::{has_word, joined, normalized, terms_of_word, word_terms};

/// Words of a person for the documents they take part in.
pub(crate) fn person_words(person: &IndividualBody) -> String {
    let mut text = person.name.full();
    if let Some(phone) = &person.phone {
        for number in phone_words(phone) {
            text.push(' ');
            text.push_str(&number);
        }
    }
    normalized(&text)
}

/// Words of a person for the directory.
pub(crate) fn card_words(person: &IndividualBody) -> String {
    let text = format!("{} {}", person_words(person), normalized(&person.email));
    text.trim().to_owned()
}

/// The number with the country in front, and for Russian numbers as it is dialled inside the country.
fn phone_words(phone: &Phone) -> Vec<String> {
    let digits = phone.as_str().trim_start_matches('+').to_owned();
    let inside = digits.strip_prefix('7').map(|national| format!("8{national}"));
    [Some(digits), inside].into_iter().flatten().collect()
}

/// Terms of these words, blanks between.
pub(crate) fn words_terms(words: &str) -> String {
    joined(&word_terms(words))
}

/// The expression for the index of people; none for an empty query.
pub(crate) fn person_match(query: &str) -> Option<String> {
    let parts: Vec<_> = typed_words(query)
        .into_iter()
        .map(|typed| {
            let by_words = all_terms(telling_words(typed).iter().flat_map(|word| terms_of_word(word)));
            match phone_digits(typed) {
                Some(digits) => format!(
                    "({by_words} OR {})",
                    all_terms(terms_of_word(&digits).into_iter())
                ),
                None => by_words,
            }
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// True when every word of the query fits a person with these words.
pub(crate) fn person_fits(words: &str, query: &str) -> bool {
    typed_words(query).into_iter().all(|typed| {
        telling_words(typed).iter().all(|word| has_word(words, word))
            || phone_digits(typed).is_some_and(|digits| has_word(words, &digits))
    })
}
