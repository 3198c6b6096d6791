//! What columns of a table may mean, and which column most likely means what.

use std::collections::BTreeMap;

use domain::BlobId;

use super::values::plain;

mod lists;

use lists::{COUNTERPARTIES, DOCUMENTS, INDIVIDUALS};

/// Into which directory a table goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableTarget {
    /// Composed records.
    Documents,
    /// «Контрагенты».
    Counterparties,
    /// «Физлица».
    Individuals,
}

/// Something that a column may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableField {
    /// Stable name: `issued_on`.
    pub name: &'static str,
    /// «Дата».
    pub label: &'static str,
    /// Without it no row can be taken in.
    pub is_required: bool,
    /// Headings that mean exactly this.
    exact: &'static [&'static str],
    /// Beginnings of words by which a longer heading is recognised.
    words: &'static [&'static str],
    /// Beginnings of words that say that it is something else.
    except: &'static [&'static str],
}

/// Which column is which field: names of fields to places of columns, from 0.
pub type TableMapping = BTreeMap<String, Option<usize>>;

const fn field(
    name: &'static str,
    label: &'static str,
    exact: &'static [&'static str],
    words: &'static [&'static str],
    except: &'static [&'static str],
) -> TableField {
    TableField {
        name,
        label,
        is_required: false,
        exact,
        words,
        except,
    }
}

const fn required(field: TableField) -> TableField {
    TableField {
        is_required: true,
        ..field
    }
}

impl TableTarget {
    /// What its columns may mean.
    pub fn fields(self) -> &'static [TableField] {
        match self {
            Self::Documents => DOCUMENTS,
            Self::Counterparties => COUNTERPARTIES,
            Self::Individuals => INDIVIDUALS,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Counterparties => "counterparties",
            Self::Individuals => "individuals",
        }
    }

    /// The setting under which the choice for tables with these headings is kept.
    pub(super) fn setting(self, columns: &[String]) -> String {
        let names: Vec<String> = columns.iter().map(|name| heading(name)).collect();
        let hash = BlobId::of(names.join("\n").as_bytes());
        format!("table_mapping/{}/{hash}", self.code())
    }

    /// The most likely meaning: exact headings first, then telling words. No column means two things.
    pub(super) fn suggested(self, columns: &[String]) -> TableMapping {
        let headings: Vec<String> = columns.iter().map(|name| heading(name)).collect();
        let mut mapping: TableMapping = self
            .fields()
            .iter()
            .map(|field| (field.name.to_owned(), None))
            .collect();
        for fits in [
            TableField::is_exactly as fn(&TableField, &str) -> bool,
            TableField::is_told_by,
        ] {
            for field in self.fields() {
                if mapping.get(field.name).is_some_and(Option::is_some) {
                    continue;
                }
                let taken: Vec<usize> = mapping.values().flatten().copied().collect();
                let found = headings
                    .iter()
                    .enumerate()
                    .find(|(place, heading)| !taken.contains(place) && fits(field, heading));
                if let Some((place, _)) = found {
                    mapping.insert(field.name.to_owned(), Some(place));
                }
            }
        }
        mapping
    }
}

impl TableField {
    fn is_exactly(&self, heading: &str) -> bool {
        self.exact.contains(&heading)
    }

    fn is_told_by(&self, heading: &str) -> bool {
        let begins = |starts: &[&str]| {
            heading
                .split([' ', ',', '(', ')', '/'])
                .any(|word| starts.iter().any(|start| word.starts_with(start)))
        };
        begins(self.words) && !begins(self.except)
    }
}

/// A heading as headings are compared.
fn heading(name: &str) -> String {
    plain(name)
        .to_lowercase()
        .trim_end_matches([':', '*'])
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::TableTarget;

    fn suggested(target: TableTarget, columns: &[&str]) -> Vec<(String, usize)> {
        let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        let mapping = target.suggested(&columns);
        mapping
            .into_iter()
            .filter_map(|(field, column)| Some((field, column?)))
            .collect()
    }

    #[test]
    fn usual_headings_find_their_fields() {
        let found = suggested(
            TableTarget::Documents,
            &[
                "№ п/п",
                "Вид документа",
                "Номер",
                "Дата",
                "ИНН контрагента",
                "Контрагент",
                "КПП",
                "Сумма с НДС",
                "В т.ч. НДС",
            ],
        );
        let expected = [
            ("counterparty", 5),
            ("inn", 4),
            ("issued_on", 3),
            ("kind", 1),
            ("kpp", 6),
            ("number", 2),
            ("total", 7),
            ("vat_amount", 8),
        ];
        assert_eq!(found, expected.map(|(field, column)| (field.to_owned(), column)));
    }

    #[test]
    fn names_of_companies_and_of_their_banks_are_told_apart() {
        let found = suggested(
            TableTarget::Counterparties,
            &[
                "Наименование банка",
                "Наименование",
                "Полное наименование",
                "ИНН",
                "БИК",
            ],
        );
        let expected = [("bank", 0), ("bic", 4), ("full_name", 2), ("inn", 3), ("name", 1)];
        assert_eq!(found, expected.map(|(field, column)| (field.to_owned(), column)));
        let people = suggested(TableTarget::Individuals, &["Имя", "Фамилия", "Моб. телефон"]);
        assert_eq!(people.len(), 3);
    }

    #[test]
    fn tables_with_the_same_headings_share_one_choice() {
        let setting = |names: [&str; 2]| TableTarget::Documents.setting(&names.map(str::to_owned));
        assert_eq!(setting(["Дата ", "СУММА:"]), setting(["дата", "Сумма"]));
        assert_ne!(setting(["Дата", "Сумма"]), setting(["Сумма", "Дата"]));
    }
}
