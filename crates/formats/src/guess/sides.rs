//! Who takes part, by the words before them and by their ИНН.

use domain::{Inn, Kpp, Party};

use super::text::TextLine;

/// What was understood.
#[derive(Debug, Default)]
pub struct Sides {
    /// Who sells.
    pub seller: Option<Party>,
    /// Who buys.
    pub buyer: Option<Party>,
    /// Every right ИНН, in the order of the text.
    pub inns: Vec<Inn>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Seller,
    Buyer,
    /// A shipper, a consignee, a bank: nobody of the two.
    Other,
}

const ROLES: [(&str, Role); 14] = [
    ("исполнитель", Role::Seller),
    ("поставщик", Role::Seller),
    ("продавец", Role::Seller),
    ("агент", Role::Seller),
    ("подрядчик", Role::Seller),
    ("заказчик", Role::Buyer),
    ("покупатель", Role::Buyer),
    ("плательщик", Role::Buyer),
    ("принципал", Role::Buyer),
    ("клиент", Role::Buyer),
    ("грузоотправитель", Role::Other),
    ("грузополучатель", Role::Other),
    ("банк получателя", Role::Other),
    ("основание", Role::Other),
];

/// Lines that may belong to one side: name, numbers, address, telephone.
const LINES_OF_A_SIDE: usize = 4;

/// Finds the sides.
pub fn find(lines: &[TextLine]) -> Sides {
    let mut sides = Sides::default();
    for line in lines {
        for inn in inns(&line.plain) {
            if !sides.inns.contains(&inn) {
                sides.inns.push(inn);
            }
        }
    }
    sides.seller = only(lines, Role::Seller);
    sides.buyer = only(lines, Role::Buyer);
    let same = matches!((&sides.seller, &sides.buyer), (Some(one), Some(other)) if one.inn == other.inn);
    if same {
        (sides.seller, sides.buyer) = (None, None);
    }
    sides
}

/// The one party of this role; none when two places name different ones.
fn only(lines: &[TextLine], role: Role) -> Option<Party> {
    let mut found: Option<Party> = None;
    for (at, line) in lines.iter().enumerate() {
        if role_of(line) != Some(role) {
            continue;
        }
        let Some(party) = party(lines.get(at..).unwrap_or_default()) else {
            continue;
        };
        match &found {
            Some(before) if before.inn != party.inn => return None,
            Some(_) => {}
            None => found = Some(party),
        }
    }
    found
}

/// The role with which a line begins; none for a line that names two, as heads of columns do.
fn role_of(line: &TextLine) -> Option<Role> {
    let text = line.plain.trim_start();
    let (word, role) = ROLES.iter().find(|(word, _)| text.starts_with(word))?;
    let rest = text.get(word.len()..)?;
    // «Исполнителя», «клиентский» are no roles; «Поставщик (Исполнитель):» is one.
    if rest.starts_with(char::is_alphabetic) {
        return None;
    }
    let names_two = ROLES
        .iter()
        .any(|(other, other_role)| other_role != role && *other_role != Role::Other && rest.contains(other));
    (!names_two).then_some(*role)
}

/// The party whose description begins with the first of these lines.
fn party(lines: &[TextLine]) -> Option<Party> {
    let (first, rest) = lines.split_first()?;
    let mut text = after_role(&first.shown).to_owned();
    for line in rest.iter().take(LINES_OF_A_SIDE - 1) {
        // The next role, or the next column of a table, ends the description.
        if role_of(line).is_some() || line.shown.contains('\t') {
            break;
        }
        text.push(' ');
        text.push_str(&line.shown);
    }
    let plain: String = text.chars().map(super::text::plain).collect();
    let mut numbers = inns(&plain);
    numbers.dedup();
    let [inn] = numbers.as_slice() else { return None };
    let name = name(&text)?;
    let kpp = if inn.is_personal() { None } else { kpp(&plain) };
    Some(Party {
        name,
        inn: inn.clone(),
        kpp,
    })
}

/// What stands behind «Поставщик (Исполнитель):».
fn after_role(line: &str) -> &str {
    let line = line.trim_start();
    let word_end = line
        .find(|letter: char| !letter.is_alphabetic())
        .unwrap_or(line.len());
    let rest = line.get(word_end..).unwrap_or_default().trim_start();
    let rest = match rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((_, after)) => after,
        None => rest,
    };
    rest.trim_start_matches([':', ' ', '\t', '—', '-'])
}

/// The words before the ИНН, without an address: a name ends at the first comma outside of quotes.
fn name(text: &str) -> Option<String> {
    let plain: String = text.chars().map(super::text::plain).collect();
    let letters = plain
        .find("инн")
        .and_then(|at| plain.get(..at))
        .map(|before| before.chars().count())?;
    let before: String = text.chars().take(letters).collect();
    let mut depth = 0_i32;
    let mut name = String::new();
    let mut in_straight = false;
    for letter in before.chars() {
        match letter {
            '«' | '„' | '“' => depth += 1,
            '»' | '”' => depth -= 1,
            '"' => in_straight = !in_straight,
            ',' | ';' | '(' if depth <= 0 && !in_straight => break,
            _ => {}
        }
        name.push(letter);
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = words.join(" ");
    let name = name.trim_matches([' ', ':', '-', '—']);
    let is_name = (3..=300).contains(&name.chars().count()) && name.chars().any(char::is_alphabetic);
    is_name.then(|| name.to_owned())
}

/// The right numbers behind «ИНН».
fn inns(plain: &str) -> Vec<Inn> {
    let mut found = Vec::new();
    let mut rest = plain;
    while let Some((_, after)) = rest.split_once("инн") {
        found.extend(first_number(after).and_then(|number| number.parse().ok()));
        rest = after;
    }
    found
}

/// The first right number behind «КПП», which may stand as «ИНН/КПП 9612045075/961201001».
fn kpp(plain: &str) -> Option<Kpp> {
    let (_, after) = plain.split_once("кпп")?;
    let near: String = after.chars().take(40).collect();
    let mut words = near
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.find_map(|word| word.to_ascii_uppercase().parse().ok())
}

/// The digits that follow at once, but for marks and «КПП».
fn first_number(text: &str) -> Option<&str> {
    let text = text.trim_start_matches("/кпп").trim_start_matches(" / кпп");
    let text = text.trim_start_matches([' ', ':', '№', '.', '\t', '\u{a0}']);
    let end = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end).filter(|digits| !digits.is_empty())
}
