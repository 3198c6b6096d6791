//! The one line that tells everything needed to use a running sandbox.

use serde_json::{Value, json};

use crate::diadoc::refusal::Refusal;
use crate::fdoc;
use crate::hub::Hub;
use crate::world::{Camp, Organization, World};

fn organization(one: &Organization, base: &str) -> Value {
    json!({
        "name": one.short_name,
        "full_name": one.full_name,
        "inn": one.inn,
        "kpp": one.kpp,
        "ogrn": one.ogrn,
        "address": {"region_code": one.address.0, "city": one.address.1, "street": one.address.2},
        "box_id": one.box_id.mail_form(),
        "box_id_guid": one.box_id.guid(),
        "fns_participant_id": one.participant_id(),
        "is_test": one.is_test,
        "departments": one.facts.departments.iter().map(|one| json!({"id": one.id, "name": one.name})).collect::<Vec<_>>(),
        "sociability": one.sociability,
        "answering": one.answering,
        "cabinet": format!("{base}/cabinet/{}", one.box_id.guid()),
    })
}

/// Our organisations, each with what a program has to type in to be connected to it.
fn connections(world: &World, base: &str) -> Vec<Value> {
    let person = world.users.iter().find(|user| user.camp == Camp::Ours);
    let (Some(person), Some(key)) = (person, world.developer_keys.first()) else {
        return Vec::new();
    };
    let ours = world.organizations.iter().filter(|one| one.camp == Camp::Ours);
    ours.map(|one| {
        json!({
            "operator": "diadoc",
            "address": base,
            "box_id": one.box_id.guid(),
            "name": one.short_name,
            "inn": one.inn,
            "kpp": one.kpp,
            "credentials": {"api_key": key, "login": person.login, "password": person.password},
        })
    })
    .collect()
}

/// Addresses, organisations, people, keys.
pub fn describe(hub: &Hub) -> Result<Value, Refusal> {
    let fdoc = hub.fdoc(|books, _| Ok(fdoc_service(&books.state, &hub.base())))?;
    hub.with(|books| Ok(all(&books.state.world, &hub.base(), &fdoc)))
}

/// F.Doc: every organization has a key of its own, every employee a log-in. It stands apart from `services`, whose
/// members are all connected in one way: by boxes.
fn fdoc_service(state: &fdoc::state::State, base: &str) -> Value {
    json!({
        "address": base,
        "organizations": fdoc::control::organizations(state),
        "messages": format!("{base}/fdoc"),
        "registration": format!("{base}{}", fdoc::wire::REGISTER_PAGE),
        "control": format!("{base}/_sandbox/fdoc"),
    })
}

fn all(world: &World, base: &str, fdoc: &Value) -> Value {
    let of_camp = |camp: Camp| -> Vec<Value> {
        let members = world.organizations.iter().filter(|one| one.camp == camp);
        members.map(|one| organization(one, base)).collect()
    };
    let users = world.users.iter().map(|user| {
        let (family, given, patronymic) = &user.name;
        json!({
            "login": user.login,
            "password": user.password,
            "name": format!("{family} {given} {patronymic}"),
            "camp": user.camp,
        })
    });
    let ours = world.users.iter().find(|user| user.camp == Camp::Ours);
    let credentials = json!({
        "api_key": world.developer_keys.first(),
        "login": ours.map(|user| &user.login),
        "password": ours.map(|user| &user.password),
    });
    json!({
        "services": {
            "diadoc": {
                "address": base,
                "developer_keys": world.developer_keys,
                "credentials": credentials,
                "openid_clients": world.openid_clients,
            },
        },
        "fdoc": fdoc,
        "cabinets": format!("{base}/cabinet"),
        "control": format!("{base}/_sandbox"),
        "connections": connections(world, base),
        "organizations": of_camp(Camp::Ours),
        "counterparties": of_camp(Camp::Counterparty),
        "users": users.collect::<Vec<_>>(),
    })
}
