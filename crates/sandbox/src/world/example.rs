//! The example world. Ids are constants: a connection set up yesterday still fits after the world was made anew.

use domain::{Inn, Kpp, Ogrn};
use uuid::Uuid;

use super::answering::Answering;
use super::{
    BoxId, Camp, CounteragentStatus, Department, InvitationManner, Organization, OwnerFacts, Relation,
    Sociability, User, World,
};
use crate::clock::Ticks;

/// 2026-01-12T09:00:00Z, when everybody came to know each other.
const FOUNDED: Ticks = Ticks(639_038_052_000_000_000);

struct Entry {
    seed: u128,
    camp: Camp,
    full_name: &'static str,
    short_name: &'static str,
    inn: &'static str,
    kpp: &'static str,
    ogrn: &'static str,
    address: (&'static str, &'static str, &'static str),
    is_test: bool,
    sociability: Sociability,
    manner: InvitationManner,
    roaming_operator: &'static str,
    /// Nobody of ours knows it at the beginning.
    is_stranger: bool,
}

const fn entry(seed: u128, camp: Camp, names: (&'static str, &'static str)) -> Entry {
    Entry {
        seed,
        camp,
        full_name: names.0,
        short_name: names.1,
        inn: "",
        kpp: "",
        ogrn: "",
        address: ("", "", ""),
        is_test: true,
        sociability: Sociability::AllOrganizations,
        manner: InvitationManner::Waits,
        roaming_operator: "",
        is_stranger: false,
    }
}

const ENTRIES: [Entry; 13] = [
    Entry {
        inn: "9612045075",
        kpp: "961201001",
        ogrn: "1237700045813",
        address: ("51", "Мурманск", "ул. Причальная, 4"),
        ..entry(
            0x5a1b_0001,
            Camp::Ours,
            (
                "Общество с ограниченной ответственностью «Полярная звезда»",
                "ООО «Полярная звезда»",
            ),
        )
    },
    Entry {
        inn: "963417058273",
        ogrn: "323665800071435",
        address: ("66", "Екатеринбург", "ул. Ясеневая, 12"),
        ..entry(
            0x5a1b_0002,
            Camp::Ours,
            (
                "Индивидуальный предприниматель Снегирёва Вера Аркадьевна",
                "ИП Снегирёва В. А.",
            ),
        )
    },
    Entry {
        inn: "9687301463",
        kpp: "968701001",
        ogrn: "1217800932700",
        address: ("78", "Санкт-Петербург", "наб. Берёзовая, 9"),
        is_test: false,
        ..entry(
            0x5a1b_0003,
            Camp::Ours,
            (
                "Общество с ограниченной ответственностью «Берёзовый берег»",
                "ООО «Берёзовый берег»",
            ),
        )
    },
    Entry {
        inn: "9644112800",
        kpp: "964401001",
        ogrn: "1196600418520",
        address: ("42", "Кемерово", "ул. Кедровая, 31"),
        ..entry(
            0x5a1b_0011,
            Camp::Counterparty,
            (
                "Общество с ограниченной ответственностью «Кедровая роща»",
                "ООО «Кедровая роща»",
            ),
        )
    },
    Entry {
        inn: "9670558319",
        kpp: "967001001",
        ogrn: "1205000739162",
        address: ("29", "Архангельск", "пр-т Каменный, 2"),
        ..entry(
            0x5a1b_0012,
            Camp::Counterparty,
            ("Акционерное общество «Гранит-Север»", "АО «Гранит-Север»"),
        )
    },
    Entry {
        inn: "967120884519",
        ogrn: "321547600229180",
        address: ("54", "Новосибирск", "ул. Журавлиная, 7"),
        ..entry(
            0x5a1b_0013,
            Camp::Counterparty,
            (
                "Индивидуальный предприниматель Журавлёв Тимофей Игоревич",
                "ИП Журавлёв Т. И.",
            ),
        )
    },
    Entry {
        inn: "9631027748",
        kpp: "963101001",
        ogrn: "1222300105444",
        address: ("23", "Новороссийск", "ул. Якорная, 18"),
        sociability: Sociability::CounteragentsOnly,
        manner: InvitationManner::Accepts,
        is_stranger: true,
        ..entry(
            0x5a1b_0014,
            Camp::Counterparty,
            (
                "Общество с ограниченной ответственностью «Тихая гавань»",
                "ООО «Тихая гавань»",
            ),
        )
    },
    Entry {
        inn: "9699004521",
        kpp: "969901001",
        ogrn: "1185400622076",
        address: ("69", "Тверь", "ул. Ямская, 40"),
        ..entry(
            0x5a1b_0015,
            Camp::Counterparty,
            (
                "Общество с ограниченной ответственностью «Почтовая тройка»",
                "ООО «Почтовая тройка»",
            ),
        )
    },
    Entry {
        inn: "9655188039",
        kpp: "965501001",
        ogrn: "1171600394184",
        address: ("39", "Калининград", "ул. Янтарная, 5"),
        is_test: false,
        ..entry(
            0x5a1b_0016,
            Camp::Counterparty,
            (
                "Общество с ограниченной ответственностью «Янтарный дом»",
                "ООО «Янтарный дом»",
            ),
        )
    },
    Entry {
        inn: "960881553034",
        ogrn: "320374600911552",
        address: ("37", "Иваново", "ул. Ткацкая, 22"),
        is_test: false,
        ..entry(
            0x5a1b_0017,
            Camp::Counterparty,
            (
                "Индивидуальный предприниматель Лисицына Полина Сергеевна",
                "ИП Лисицына П. С.",
            ),
        )
    },
    Entry {
        inn: "9644112800",
        kpp: "964443001",
        ogrn: "1196600418520",
        address: ("42", "Кемерово", "ул. Складская, 2"),
        manner: InvitationManner::Accepts,
        is_stranger: true,
        ..entry(
            0x5a1b_0018,
            Camp::Counterparty,
            (
                "Общество с ограниченной ответственностью «Кедровая роща», филиал «Склад»",
                "ООО «Кедровая роща», филиал «Склад»",
            ),
        )
    },
    Entry {
        inn: "9670558319",
        kpp: "967001001",
        ogrn: "1205000739162",
        address: ("29", "Архангельск", "пр-т Каменный, 2"),
        manner: InvitationManner::NeedsRoamingRequest,
        roaming_operator: "2AL",
        is_stranger: true,
        ..entry(
            0x5a1b_0019,
            Camp::Counterparty,
            ("Акционерное общество «Гранит-Север»", "АО «Гранит-Север»"),
        )
    },
    Entry {
        inn: "967033221120",
        ogrn: "321774600118228",
        address: ("77", "Москва", "ул. Перелётная, 3"),
        manner: InvitationManner::Refuses,
        is_stranger: true,
        ..entry(
            0x5a1b_001a,
            Camp::Counterparty,
            (
                "Индивидуальный предприниматель Стрижов Матвей Львович",
                "ИП Стрижов М. Л.",
            ),
        )
    },
];

/// A stable id out of a short seed and a letter for the kind of thing.
fn id(seed: u128, kind: u128) -> Uuid {
    Uuid::from_u128(seed << 96 | 0x7c3d << 80 | 0x4e10 << 64 | 0x9b00 << 48 | kind << 40 | seed & 0xffff)
}

fn organization(entry: &Entry) -> Option<Organization> {
    let (region, city, street) = entry.address;
    Some(Organization {
        id: id(entry.seed, 1),
        box_id: BoxId(id(entry.seed, 2)),
        camp: entry.camp,
        full_name: entry.full_name.into(),
        short_name: entry.short_name.into(),
        inn: entry.inn.parse::<Inn>().ok()?,
        kpp: entry.kpp.parse::<Kpp>().ok(),
        ogrn: entry.ogrn.parse::<Ogrn>().ok()?,
        address: (region.into(), city.into(), street.into()),
        is_test: entry.is_test,
        sociability: entry.sociability,
        has_subscription: true,
        facts: facts_of(entry.seed),
        manner: entry.manner,
        answering: Answering::default(),
        roaming_operator: (!entry.roaming_operator.is_empty()).then(|| entry.roaming_operator.to_owned()),
    })
}

/// One firm of ours and one counterparty are large enough to have departments.
fn facts_of(seed: u128) -> OwnerFacts {
    let names: &[&str] = match seed {
        0x5a1b_0001 => &["Бухгалтерия", "Склад на Причальной"],
        0x5a1b_0011 => &["Отдел снабжения", "Филиал в Междуреченске"],
        _ => &[],
    };
    let department = |(place, name): (u128, &&str)| Department {
        id: id(seed * 0x100 + place, 6),
        name: (*name).to_owned(),
    };
    OwnerFacts {
        departments: (1..).zip(names).map(department).collect(),
        // ИП Стрижов has not got his certificate yet.
        has_certificate: seed != 0x5a1b_001a,
        ..OwnerFacts::default()
    }
}

fn user(seed: u128, login: &str, password: &str, name: (&str, &str, &str), camp: Camp) -> User {
    User {
        id: id(seed, 3),
        login: login.into(),
        password: password.into(),
        name: (name.0.into(), name.1.into(), name.2.into()),
        camp,
    }
}

/// Every pair of ours and theirs of the same force knows each other, but for strangers and one that has invited us and
/// waits.
fn relations(organizations: &[Organization]) -> Vec<Relation> {
    let is_stranger = |one: &Organization| {
        ENTRIES
            .iter()
            .any(|entry| entry.is_stranger && id(entry.seed, 1) == one.id)
    };
    let mut relations = Vec::new();
    for ours in organizations.iter().filter(|one| one.camp == Camp::Ours) {
        for theirs in organizations.iter().filter(|one| one.camp == Camp::Counterparty) {
            if ours.is_test != theirs.is_test || is_stranger(theirs) {
                continue;
            }
            let invites = theirs.short_name.contains("Почтовая");
            let status = if invites {
                CounteragentStatus::InvitesMe
            } else {
                CounteragentStatus::IsMyCounteragent
            };
            let mut relation = Relation::of(ours.box_id, theirs.box_id, status, FOUNDED);
            if invites {
                relation.words_of_other =
                    "Здравствуйте. Предлагаем обмениваться документами через Диадок.".into();
            }
            relations.push(relation);
        }
    }
    relations
}

/// «Постоянные» of the first of ours, with its first counteragent in it.
fn groups(organizations: &[Organization], relations: &mut [Relation]) -> Vec<(BoxId, Uuid, String)> {
    let group = id(0x5a1b_0201, 4);
    match (organizations.first(), relations.first_mut()) {
        (Some(ours), Some(relation)) => {
            relation.groups.0 = Some(group);
            vec![(ours.box_id, group, "Постоянные".into())]
        }
        _ => Vec::new(),
    }
}

/// The world that every new sandbox starts with.
pub fn example() -> World {
    let organizations: Vec<_> = ENTRIES.iter().filter_map(organization).collect();
    let mut relations = relations(&organizations);
    let accountant = ("Воронцова", "Анна", "Павловна");
    let partner = ("Ильин", "Степан", "Романович");
    World {
        developer_keys: vec!["surguch-training-2f6d1c0b9a8e4d7396a5b4c3d2e1f001".into()],
        blocked_keys: Vec::new(),
        openid_clients: crate::openid::clients(),
        groups: groups(&organizations, &mut relations),
        relations,
        organizations,
        users: vec![
            user(
                0x5a1b_0101,
                "buhgalter@surguch.example",
                "sirenevyj-tuman-7",
                accountant,
                Camp::Ours,
            ),
            user(
                0x5a1b_0102,
                "kontragent@surguch.example",
                "zolotaya-osen-4",
                partner,
                Camp::Counterparty,
            ),
        ],
    }
}
