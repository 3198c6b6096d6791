//! One row of a table in the words of the program, or why it cannot be.

use domain::{Inn, Kpp, Money, Ogrn, PersonName, Phone, Requisites};
use jiff::civil::Date;

use super::fields::{TableMapping, TableTarget};
use super::values::{self, Vat, plain};

/// What a row tells.
#[derive(Debug, Clone)]
pub(super) enum Row {
    Document(Box<DocumentRow>),
    Counterparty(Box<CompanyRow>),
    Individual(PersonRow),
}

#[derive(Debug, Clone)]
pub(super) struct DocumentRow {
    pub(super) number: String,
    pub(super) issued_on: Date,
    pub(super) total: Money,
    pub(super) vat: Vat,
    pub(super) other: Other,
    pub(super) kind: String,
    pub(super) item: String,
    pub(super) comment: String,
}

/// The other side of a document, as far as a row names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Other {
    Nobody,
    Company {
        name: String,
        inn: Inn,
        kpp: Option<Kpp>,
    },
    Person {
        name: PersonName,
        phone: Phone,
    },
    /// A name alone: it must be known.
    Named(String),
}

#[derive(Debug, Clone)]
pub(super) struct CompanyRow {
    pub(super) name: String,
    pub(super) inn: Inn,
    pub(super) kpp: Option<Kpp>,
    /// Only what the row tells; the rest stays as it is.
    pub(super) requisites: Requisites,
}

#[derive(Debug, Clone)]
pub(super) struct PersonRow {
    pub(super) name: PersonName,
    pub(super) phone: Option<Phone>,
    pub(super) email: String,
    pub(super) note: String,
}

/// The cells of one row by the fields they mean.
pub(super) struct Cells<'a> {
    pub(super) columns: &'a [String],
    pub(super) cells: &'a [String],
    pub(super) mapping: &'a TableMapping,
}

impl Cells<'_> {
    /// The text of a field without needless blanks; empty where it has no column.
    pub(super) fn text(&self, field: &str) -> String {
        let place = self.mapping.get(field).copied().flatten();
        place
            .and_then(|place| self.cells.get(place))
            .map_or_else(String::new, |cell| plain(cell))
    }

    /// The field, read; the reason names the column.
    fn read<T>(&self, field: &str, reader: fn(&str) -> Result<T, String>) -> Result<T, String> {
        reader(&self.text(field)).map_err(|why| self.because(field, &why))
    }

    fn because(&self, field: &str, why: &str) -> String {
        let place = self.mapping.get(field).copied().flatten();
        match place.and_then(|place| self.columns.get(place)) {
            Some(column) => format!("Колонка «{}»: {why}.", plain(column)),
            None => format!("{}.", capitalised(why)),
        }
    }

    /// True when no cell of the row says anything: such rows close many tables.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| plain(cell).is_empty())
    }

    /// What the row tells.
    pub(super) fn row(&self, target: TableTarget) -> Result<Row, String> {
        match target {
            TableTarget::Documents => Ok(Row::Document(Box::new(self.document()?))),
            TableTarget::Counterparties => Ok(Row::Counterparty(Box::new(self.company()?))),
            TableTarget::Individuals => Ok(Row::Individual(self.person()?)),
        }
    }

    fn document(&self) -> Result<DocumentRow, String> {
        let total = self.read("total", values::money)?;
        if total < Money::ZERO {
            return Err(self.because("total", "сумма меньше нуля"));
        }
        Ok(DocumentRow {
            number: self.text("number"),
            issued_on: self.read("issued_on", values::day)?,
            vat: self.read("vat_amount", values::vat)?,
            other: self.other()?,
            kind: self.text("kind"),
            item: self.text("item"),
            comment: self.text("comment"),
            total,
        })
    }

    fn other(&self) -> Result<Other, String> {
        let name = self.text("counterparty");
        if !self.text("inn").is_empty() {
            return Ok(Other::Company {
                name,
                inn: self.read("inn", values::inn)?,
                kpp: self.read("kpp", values::kpp)?,
            });
        }
        if !self.text("phone").is_empty() {
            let phone = self
                .phone()?
                .ok_or_else(|| self.because("phone", "телефон не указан"))?;
            return Ok(Other::Person {
                name: PersonName::from_full(&name),
                phone,
            });
        }
        Ok(match name.is_empty() {
            true => Other::Nobody,
            false => Other::Named(name),
        })
    }

    fn company(&self) -> Result<CompanyRow, String> {
        let name = self.text("name");
        if name.is_empty() {
            return Err(self.because("name", "наименование не заполнено"));
        }
        let mut requisites = Requisites {
            full_name: self.text("full_name"),
            ogrn: self.ogrn()?,
            phone: self.text("phone"),
            email: self.text("email"),
            ..Requisites::default()
        };
        requisites.address.other = self.text("address");
        requisites.bank.bank = self.text("bank");
        for (field, number) in [
            ("bic", &mut requisites.bank.bic),
            ("account", &mut requisites.bank.account),
            (
                "correspondent_account",
                &mut requisites.bank.correspondent_account,
            ),
        ] {
            *number = self.text(field).chars().filter(|letter| *letter != ' ').collect();
        }
        if let Some(problem) = requisites.bank.problems().into_iter().next() {
            return Err(problem);
        }
        Ok(CompanyRow {
            name,
            inn: self.read("inn", values::inn)?,
            kpp: self.read("kpp", values::kpp)?,
            requisites,
        })
    }

    fn person(&self) -> Result<PersonRow, String> {
        let full = self.text("full_name");
        let name = if full.is_empty() {
            PersonName {
                last: self.text("last_name"),
                first: self.text("first_name"),
                middle: self.text("middle_name"),
            }
        } else {
            PersonName::from_full(&full)
        };
        if name.is_empty() {
            return Err("Имя не заполнено: нужны фамилия и имя.".to_owned());
        }
        Ok(PersonRow {
            name,
            phone: self.phone()?,
            email: self.text("email"),
            note: self.text("note"),
        })
    }

    fn phone(&self) -> Result<Option<Phone>, String> {
        let text = self.text("phone");
        // A spreadsheet keeps «89161234567» as a number.
        let text = text.strip_suffix(".0").unwrap_or(&text);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|error: domain::phone::BadPhone| {
            self.because("phone", error.sentence().trim_end_matches('.'))
        })
    }

    fn ogrn(&self) -> Result<Option<Ogrn>, String> {
        let text = self.text("ogrn");
        if text.is_empty() {
            return Ok(None);
        }
        text.parse()
            .map(Some)
            .map_err(|error: domain::TaxIdError| error.sentence())
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Row {
    /// The row in a list: «№ 15 от 21.11.2026, 122.00, ООО «Ромашка»».
    pub(super) fn label(&self) -> String {
        match self {
            Self::Document(document) => {
                let number = match document.number.as_str() {
                    "" => "без номера".to_owned(),
                    number => format!("№ {number}"),
                };
                let other = match &document.other {
                    Other::Nobody => String::new(),
                    Other::Company { name, inn, .. } if name.is_empty() => format!(", ИНН {inn}"),
                    Other::Company { name, .. } | Other::Named(name) => format!(", {name}"),
                    Other::Person { name, .. } => format!(", {}", name.full()),
                };
                let day = crate::words::date(document.issued_on);
                format!("{number} от {day}, {}{other}", document.total)
            }
            Self::Counterparty(company) => format!("{}, ИНН {}", company.name, company.inn),
            Self::Individual(person) => person.name.full(),
        }
    }
}
