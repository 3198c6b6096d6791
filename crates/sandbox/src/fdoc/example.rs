//! How the books of F.Doc begin: every firm of ours in the training world has a contract and one employee.

use super::model::{Employee, Organization};
use super::state::Record;
use crate::world::{Camp, World};

struct Person {
    api_key: &'static str,
    full_name: &'static str,
    phone: &'static str,
    login: &'static str,
    password: &'static str,
}

/// In the order of our organisations. Keys have the length that is known: 20 characters.
const PEOPLE: [Person; 3] = [
    Person {
        api_key: "PolyarnayaZvezdaKey1",
        full_name: "Воронцова Анна Павловна",
        phone: "+79000000101",
        login: "voroncova",
        password: "klyukvennyj-mors-5",
    },
    Person {
        api_key: "SnegirevaTrainKey002",
        full_name: "Снегирёва Вера Аркадьевна",
        phone: "+79000000102",
        login: "snegireva",
        password: "yasenevaya-allea-3",
    },
    Person {
        api_key: "BerezovyiBeregKey003",
        full_name: "Лосев Игорь Михайлович",
        phone: "+79000000103",
        login: "losev",
        password: "tihaya-gavan-8",
    },
];

/// The first records of new books.
pub fn example(world: &World) -> Vec<Record> {
    let ours = world.organizations.iter().filter(|one| one.camp == Camp::Ours);
    (1_u32..)
        .zip(ours.zip(&PEOPLE))
        .flat_map(|(number, (firm, person))| {
            let organization = Organization {
                id: format!("org-{number}"),
                name: firm.short_name.clone(),
                inn: firm.inn.to_string(),
                kpp: firm.kpp.as_ref().map(ToString::to_string),
                api_key: person.api_key.into(),
                times_rotated: 0,
                is_blocked: false,
            };
            let employee = Employee {
                id: format!("emp-{number}"),
                organization: organization.id.clone(),
                full_name: person.full_name.into(),
                phone: person.phone.into(),
                email: format!("{}@surguch.example", person.login),
                login: person.login.into(),
                password: person.password.into(),
                wrong_passwords: 0,
                locked_until: None,
            };
            [Record::Organization(organization), Record::Employee(employee)]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Record, example};

    #[test]
    fn every_firm_of_ours_has_a_key_of_twenty_characters_and_an_employee() {
        let records = example(&crate::world::example());
        let keys = records.iter().filter_map(|record| match record {
            Record::Organization(one) => Some(one.api_key.chars().count()),
            _ => None,
        });
        assert_eq!(keys.collect::<Vec<_>>(), [20, 20, 20]);
        assert_eq!(records.len(), 6);
    }
}
