//! Organisations, people and counteragents as the service describes them.

use serde::Serialize;

use crate::clock::Ticks;
use crate::world::{self, Sociability};

/// `OrganizationList`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OrganizationList {
    /// All of them.
    pub organizations: Vec<Organization>,
}

/// `Organization`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Organization {
    org_id_guid: String,
    org_id: String,
    inn: String,
    kpp: String,
    full_name: String,
    short_name: String,
    joined_diadoc_treaty: bool,
    boxes: [Box; 1],
    ogrn: String,
    fns_participant_id: String,
    address: Address,
    fns_registration_date: &'static str,
    departments: Vec<Department>,
    ifns_code: String,
    is_pilot: bool,
    is_active: bool,
    is_test: bool,
    is_branch: bool,
    is_roaming: bool,
    is_employee: bool,
    invitation_count: u32,
    search_count: u32,
    sociability: Sociability,
    is_foreign: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    liquidation_date: String,
    has_certificate_to_sign: bool,
    organization_type: &'static str,
    ready_for_epd_status: &'static str,
}

/// `Box` with its organisation, as `GetBox` answers.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OwnedBox {
    #[serde(flatten)]
    own: Box,
    organization: Organization,
}

impl OwnedBox {
    /// The only box of an organisation.
    pub fn of(organization: Organization) -> Self {
        let [own] = organization.boxes.clone();
        Self { own, organization }
    }
}

/// `OrganizationFeatures`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OrganizationFeatures {
    block_status: BlockStatus,
    features: Vec<&'static str>,
}

/// `BlockStatus`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct BlockStatus {
    manual_block_status: ManualBlockStatus,
}

/// `ManualBlockStatus`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ManualBlockStatus {
    is_blocked: bool,
}

impl OrganizationFeatures {
    /// Nothing is switched on specially; an organisation whose people may not send is blocked.
    pub fn of(one: &world::Organization) -> Self {
        Self {
            block_status: BlockStatus {
                manual_block_status: ManualBlockStatus {
                    is_blocked: one.facts.may_not_send,
                },
            },
            features: Vec::new(),
        }
    }
}

/// `Box`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Box {
    box_id: String,
    box_id_guid: String,
    title: String,
    invoice_format_version: &'static str,
    encrypted_documents_allowed: bool,
}

/// `Address`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Address {
    russian_address: RussianAddress,
    address_code: &'static str,
}

/// `RussianAddress`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RussianAddress {
    region: String,
    city: String,
    street: String,
}

/// Does the caller work in the organisation he is told about?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// He does.
    ByEmployee,
    /// He does not.
    FromOutside,
}

impl Organization {
    /// Describes an organisation.
    pub fn of(one: &world::Organization, seen: Seen) -> Self {
        let (region, city, street) = one.address.clone();
        Self {
            org_id_guid: one.id.to_string(),
            org_id: one.id.to_string(),
            inn: one.inn.to_string(),
            kpp: one.kpp.as_ref().map(ToString::to_string).unwrap_or_default(),
            full_name: one.full_name.clone(),
            short_name: one.short_name.clone(),
            joined_diadoc_treaty: true,
            boxes: [Box {
                box_id: one.box_id.mail_form(),
                box_id_guid: one.box_id.guid(),
                title: one.short_name.clone(),
                invoice_format_version: "v5_02",
                encrypted_documents_allowed: false,
            }],
            ogrn: one.ogrn.to_string(),
            fns_participant_id: one.participant_id(),
            ifns_code: format!("{region}01"),
            address: Address {
                russian_address: RussianAddress { region, city, street },
                address_code: "",
            },
            fns_registration_date: "15.01.2024",
            departments: departments(one),
            is_pilot: false,
            is_active: true,
            is_test: one.is_test,
            is_branch: one.short_name.contains("филиал"),
            is_roaming: one.roaming().is_some(),
            is_employee: seen == Seen::ByEmployee,
            invitation_count: 0,
            search_count: 0,
            sociability: one.sociability,
            is_foreign: false,
            liquidation_date: one.facts.liquidation_date.clone(),
            has_certificate_to_sign: one.facts.has_certificate,
            organization_type: if one.inn.is_personal() {
                "Individual"
            } else {
                "Juridical"
            },
            ready_for_epd_status: "UndefinedEpdStatus",
        }
    }
}

/// `Department` of an organisation.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Department {
    department_id: String,
    parent_department_id: String,
    name: String,
    abbreviation: String,
    kpp: String,
    is_disabled: bool,
}

/// The head department, then the others.
fn departments(one: &world::Organization) -> Vec<Department> {
    let kpp = one.kpp.as_ref().map(ToString::to_string).unwrap_or_default();
    let head = world::Department {
        id: uuid::Uuid::nil(),
        name: "Головное подразделение".to_owned(),
    };
    let all = std::iter::once(&head).chain(&one.facts.departments);
    all.map(|department| Department {
        department_id: department.id.to_string(),
        parent_department_id: uuid::Uuid::nil().to_string(),
        abbreviation: department.name.chars().take(3).collect(),
        name: department.name.clone(),
        kpp: kpp.clone(),
        is_disabled: false,
    })
    .collect()
}

impl Organization {
    /// The same as lists of counteragents have it: without departments.
    pub fn without_departments(self) -> Self {
        Self {
            departments: Vec::new(),
            ..self
        }
    }
}

/// `DepartmentList`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DepartmentList {
    departments: Vec<BoxDepartment>,
    total_count: usize,
}

/// `Departments.Department`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BoxDepartment {
    id: String,
    parent_department_id: String,
    name: String,
    abbreviation: String,
    kpp: String,
    routing: Routing,
    creation_timestamp: super::Timestamp,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Routing {
    kpp: bool,
    address: bool,
}

/// Since when every department is there.
const MADE_AT: Ticks = Ticks(638_408_304_000_000_000);

impl DepartmentList {
    /// A page of the departments of an organisation, counted from 1.
    pub fn of(one: &world::Organization, page: usize, count: usize) -> Self {
        let all = departments(one);
        Self {
            total_count: all.len(),
            departments: all
                .into_iter()
                .skip(page.saturating_sub(1).saturating_mul(count))
                .take(count)
                .map(BoxDepartment::from)
                .collect(),
        }
    }
}

impl From<Department> for BoxDepartment {
    fn from(one: Department) -> Self {
        Self {
            id: one.department_id,
            parent_department_id: one.parent_department_id,
            name: one.name,
            abbreviation: one.abbreviation,
            kpp: one.kpp,
            routing: Routing {
                kpp: false,
                address: false,
            },
            creation_timestamp: super::Timestamp { ticks: MADE_AT },
        }
    }
}

/// The department of this id.
pub fn department(one: &world::Organization, id: uuid::Uuid) -> Option<Department> {
    departments(one)
        .into_iter()
        .find(|department| department.department_id == id.to_string())
}

/// `UserV2`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct User {
    /// Id.
    pub user_id: String,
    /// Login.
    pub login: String,
    /// Name.
    pub full_name: FullName,
    /// Has logged in before.
    pub is_registered: bool,
}

/// `User`, which the first version of `GetMyUser` answers with.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FormerUser {
    /// Id.
    pub id: String,
    /// «Фамилия»
    pub last_name: String,
    /// «Имя»
    pub first_name: String,
    /// «Отчество»
    pub middle_name: String,
}

/// `FullName`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FullName {
    /// Family name.
    pub last_name: String,
    /// Given name.
    pub first_name: String,
    /// Patronymic.
    pub middle_name: String,
}
