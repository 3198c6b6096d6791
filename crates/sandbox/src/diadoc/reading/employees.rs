//! People of a box and what they may do there.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::diadoc::books::State;
use crate::diadoc::call::Call;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::{Reply, auth};
use crate::hub::Hub;
use crate::world::{BoxId, User};

/// The largest page of `GetEmployees`.
const LARGEST_PAGE: usize = 50;
/// When everybody was taken on, in ticks: 15.01.2024.
const TAKEN_ON_TICKS: i64 = 638_408_736_000_000_000;

/// What nobody here may do: there are no approvals in this world.
const NOT_HERE: [&str; 2] = ["AddResolutions", "RequestResolutions"];
const ACTIONS: [&str; 6] = [
    "CreateDocuments",
    "DeleteRestoreDocuments",
    "SignDocuments",
    "AddResolutions",
    "RequestResolutions",
    "ManageCounteragents",
];

/// May people of this box do this?
fn may(state: &State, box_id: BoxId, action: &str) -> bool {
    let is_blocked = state
        .world
        .by_box(box_id)
        .is_some_and(|owner| owner.facts.may_not_send);
    if matches!(action, "CreateDocuments" | "SignDocuments") {
        return !is_blocked;
    }
    !NOT_HERE.contains(&action)
}

/// `Employee`
fn employee(state: &State, box_id: BoxId, user: &User) -> Value {
    let actions = ACTIONS.map(|name| json!({"Name": name, "IsAllowed": may(state, box_id, name)}));
    let (last_name, first_name, middle_name) = &user.name;
    json!({
        "User": {
            "UserId": user.id.to_string(),
            "Login": user.login,
            "FullName": {"LastName": last_name, "FirstName": first_name, "MiddleName": middle_name},
            "IsRegistered": true,
        },
        "Permissions": {
            "UserDepartmentId": Uuid::nil().to_string(),
            "IsAdministrator": true,
            "DocumentAccessLevel": "AllDocuments",
            "SelectedDepartmentIds": [],
            "Actions": actions,
            "AuthorizationPermission": {"IsBlocked": false},
        },
        "Position": "Бухгалтер",
        "CanBeInvitedForChat": true,
        "CreationTimestamp": {"Ticks": TAKEN_ON_TICKS},
    })
}

/// `GET /GetMyEmployee`
pub fn get_my_employee(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (user, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        one(&books.state, box_id, user)
    })
}

/// `GET /GetEmployee`
pub fn get_employee(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        one(&books.state, box_id, call.id("userid")?)
    })
}

fn one(state: &State, box_id: BoxId, id: Uuid) -> Result<Reply, Refusal> {
    let user = state
        .world
        .user(id)
        .filter(|user| state.world.may_enter(user.id, box_id));
    let missing = || Refusal::not_found(format!("Employee {id} is not found"));
    Reply::structure(&employee(state, box_id, user.ok_or_else(missing)?))
}

/// `GET /GetEmployees`
pub fn get_employees(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let page = call.number("page", 1, usize::MAX, 1)?;
    let count = call.number("count", 1, LARGEST_PAGE, LARGEST_PAGE)?;
    hub.with(|books| {
        let state = &books.state;
        let (_, box_id) = auth::caller_in(state, call, "boxid")?;
        let users = state.world.users.iter();
        let all: Vec<_> = users
            .filter(|user| state.world.may_enter(user.id, box_id))
            .collect();
        let shown = all.iter().skip(count.saturating_mul(page - 1)).take(count);
        let employees: Vec<Value> = shown.map(|user| employee(state, box_id, user)).collect();
        Reply::structure(&json!({"Employees": employees, "TotalCount": all.len()}))
    })
}

/// `GET /GetMyPermissions`, which names the organisation instead of its box.
pub fn get_my_permissions(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let (_, box_id) = auth::caller_in(state, call, "boxid")?;
        let may = |action| may(state, box_id, action);
        Reply::structure(&json!({
            "UserDepartmentId": Uuid::nil().to_string(),
            "IsAdministrator": true,
            "DocumentAccessLevel": "AllDocuments",
            "CanSignDocuments": may("SignDocuments"),
            "CanManageCounteragents": may("ManageCounteragents"),
            "CanAddResolutions": may("AddResolutions"),
            "CanRequestResolutions": may("RequestResolutions"),
            "SelectedDepartmentIds": [],
            "JobTitle": "Бухгалтер",
            "CanCreateDocuments": may("CreateDocuments"),
            "AuthorizationPermission": {"IsBlocked": false},
            "CanDeleteRestoreDocuments": may("DeleteRestoreDocuments"),
            "CanAttachUniversalMessages": false,
        }))
    })
}
