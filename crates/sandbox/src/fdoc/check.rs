//! Rules that a text of a request must meet.

use super::refusal::Refusal;

/// There is something.
pub fn present(text: &str, field: &'static str, message: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::validation(field, message));
    }
    Ok(())
}

/// A Russian number from `8…`, `+7…` or ten digits; blanks, brackets and dashes are passed over.
pub fn phone(text: &str, field: &'static str) -> Result<String, Refusal> {
    let bad = || Refusal::validation(field, "Укажите номер телефона вида +7 916 123-45-67");
    let bare: String = text
        .chars()
        .filter(|sign| !sign.is_whitespace() && !"()-–".contains(*sign))
        .collect();
    let digits = bare.strip_prefix('+').unwrap_or(&bare);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    let national = match (digits.len(), bare.starts_with('+')) {
        (11, true) => digits.strip_prefix('7'),
        (11, false) => digits.strip_prefix('7').or_else(|| digits.strip_prefix('8')),
        (10, false) => Some(digits),
        _ => None,
    };
    national.map(|digits| format!("+7{digits}")).ok_or_else(bad)
}

/// `xxx@xx.xx` without blanks or signs that do not belong there.
pub fn email(text: &str, field: &'static str) -> Result<String, Refusal> {
    let bad = || Refusal::validation(field, "Неверный формат адреса почты");
    let (name, host) = text.split_once('@').ok_or_else(bad)?;
    let is_word = |word: &str, signs: &str| {
        word.chars()
            .all(|one| one.is_ascii_alphanumeric() || signs.contains(one))
    };
    let labels: Vec<&str> = host.split('.').collect();
    let is_host = labels.len() > 1
        && labels
            .iter()
            .all(|label| !label.is_empty() && is_word(label, "-"));
    if name.is_empty() || !is_word(name, "._%+-") || !is_host {
        return Err(bad());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{email, phone};

    #[test]
    fn the_three_spellings_of_a_number_are_one_and_others_are_refused() {
        for text in [
            "8 (916) 123-45-67",
            "+7 916 123 45 67",
            "79161234567",
            "9161234567",
        ] {
            assert_eq!(phone(text, "phone").unwrap(), "+79161234567", "{text}");
        }
        for text in [
            "",
            "12345",
            "+8 916 123 45 67",
            "+375 29 1234567",
            "916 123-45-67 доб. 2",
        ] {
            assert_eq!(phone(text, "phone").unwrap_err().field, Some("phone"), "{text}");
        }
    }

    #[test]
    fn an_address_has_a_name_a_host_and_no_blanks() {
        assert!(email("office@example.test", "email").is_ok());
        for text in [
            "",
            "office",
            "a@b",
            "a b@c.ru",
            "a@b..ru",
            "@b.ru",
            "почта@b.ru",
            "a@b@c.ru",
        ] {
            assert!(email(text, "email").is_err(), "{text}");
        }
    }
}
