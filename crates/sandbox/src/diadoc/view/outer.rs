//! What other systems say of a document, in the structures of both APIs.

use super::docflow::Bytes;
use super::{Exchange, Seen};
use crate::diadoc::answers::docflow::{OuterDocflow, OuterDocflowEntities, StatusEntity};
use crate::diadoc::answers::{LastOuterDocflow, OuterDocflowInfo, OuterStatus, StatusDetail};
use crate::diadoc::model;

fn status(told: &model::OuterStatus) -> OuterStatus {
    let details = told.details.iter().map(|(code, text)| StatusDetail {
        code: code.clone(),
        text: text.clone(),
    });
    OuterStatus {
        named_id: told.named_id.clone(),
        friendly_name: told.friendly_name.clone(),
        r#type: told.kind.name(),
        description: told.description.clone(),
        details: details.collect(),
    }
}

/// `OuterDocflowInfo`
pub fn told(told: &model::OuterStatus) -> OuterDocflowInfo {
    OuterDocflowInfo {
        docflow_named_id: told.docflow_named_id.clone(),
        docflow_friendly_name: told.docflow_friendly_name.clone(),
        status: status(told),
    }
}

/// The last status of each exchange, in the order in which the exchanges began.
fn latest<'a>(exchange: &Exchange<'a>) -> Vec<(Seen<'a>, &'a model::OuterStatus)> {
    let mut latest: Vec<(Seen<'a>, &model::OuterStatus)> = Vec::new();
    for (seen, told) in exchange.outer_statuses() {
        let same = |(_, known): &&mut (Seen<'a>, &model::OuterStatus)| {
            known.docflow_named_id == told.docflow_named_id
        };
        match latest.iter_mut().find(same) {
            Some(known) => *known = (seen, told),
            None => latest.push((seen, told)),
        }
    }
    latest
}

/// `LastOuterDocflows`
pub fn last(exchange: &Exchange<'_>) -> Vec<LastOuterDocflow> {
    let latest = latest(exchange).into_iter();
    latest
        .map(|(_, status)| LastOuterDocflow {
            parent_entity_id: exchange.card.entity.to_string(),
            outer_docflow: told(status),
        })
        .collect()
}

/// `OuterDocflows`
pub fn docflows(exchange: &Exchange<'_>) -> Vec<OuterDocflow> {
    let latest = latest(exchange).into_iter();
    latest
        .map(|(seen, told)| OuterDocflow {
            docflow_named_id: told.docflow_named_id.clone(),
            parent_entity_id: exchange.card.entity.to_string(),
            outer_docflow_entity_id: seen.entity.id.to_string(),
        })
        .collect()
}

/// `OuterDocflowEntities`
pub fn entities(exchange: &Exchange<'_>, bytes: Bytes) -> Vec<OuterDocflowEntities> {
    let of = |last: &model::OuterStatus| {
        let all = exchange.outer_statuses();
        let same = all.filter(|(_, told)| told.docflow_named_id == last.docflow_named_id);
        OuterDocflowEntities {
            docflow_named_id: last.docflow_named_id.clone(),
            docflow_friendly_name: last.docflow_friendly_name.clone(),
            status_entities: same
                .map(|(seen, told)| StatusEntity {
                    attachment: exchange.attachment(seen, None, bytes),
                    status: status(told),
                })
                .collect(),
        }
    };
    latest(exchange).into_iter().map(|(_, last)| of(last)).collect()
}
