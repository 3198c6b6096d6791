//! Words of the calendar as Russian papers write them.

/// Months as they stand behind a day: «21 ноября». January comes first.
pub const MONTHS_OF: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
