//! Orders about who may come in and how much is answered: applications of the log-in through a browser, keys of
//! integrators, the style of answers.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Answer;
use crate::diadoc::books::Record;
use crate::diadoc::lean::Style;
use crate::diadoc::refusal::Refusal;
use crate::hub::Hub;
use crate::openid::OpenIdClient;

/// An application: the named one, else the first. What is absent stays.
pub fn change_client(hub: &Hub, order: &Value) -> Answer {
    hub.with(|books| {
        let name = order.get("client_id").and_then(Value::as_str);
        let clients = &books.state.world.openid_clients;
        let known = match name {
            Some(name) => clients.iter().find(|client| client.client_id == name),
            None => clients.first(),
        };
        let mut client = serde_json::to_value(known.or(clients.first())).unwrap_or_default();
        if let (Some(fields), Value::Object(given)) = (client.as_object_mut(), order) {
            fields.extend(given.clone());
        }
        let client: OpenIdClient =
            serde_json::from_value(client.clone()).map_err(|error| Refusal::bad(error.to_string()))?;
        books.commit(vec![Record::OpenIdClient(client.clone())])?;
        Ok(json!(client))
    })
}

/// A key of an integrator, and whether it is blocked since now.
#[derive(Deserialize)]
pub struct BlockKey {
    key: Option<String>,
    is_blocked: bool,
}

/// Blocks it or sets it free.
pub fn block_key(hub: &Hub, order: &BlockKey) -> Answer {
    hub.with(|books| {
        let first = books.state.world.developer_keys.first().cloned();
        let key = order.key.clone().or(first).unwrap_or_default();
        let is_blocked = order.is_blocked;
        books.commit(vec![Record::KeyBlocked { key, is_blocked }])?;
        Ok(json!({}))
    })
}

/// In which style calls are answered.
#[derive(Deserialize)]
pub struct StyleOrder {
    style: Style,
}

/// Answers in this style from now on.
pub fn choose_style(hub: &Hub, order: &StyleOrder) -> Answer {
    hub.manners.choose(order.style);
    Ok(json!({"style": hub.manners.style()}))
}
