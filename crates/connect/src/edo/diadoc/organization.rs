//! Organisations and counterparties of Diadoc as the program's own.

use domain::{EdoBox, Inn, Kpp};

use super::ids;
use super::wire::{Counteragent, CounteragentStatus, Organization};
use crate::edo::{PartnershipState, RemoteCounterparty};

/// The box of an organisation in the program's form; the operator gives both spellings, or the older one only.
fn box_of(organization: &Organization) -> impl Iterator<Item = (String, String)> {
    organization.boxes.iter().filter_map(|owned| {
        let raw = [&owned.box_id_guid, &owned.box_id]
            .into_iter()
            .find(|id| !id.is_empty())?;
        Some((ids::box_id(raw), owned.title.clone()))
    })
}

fn name_of(organization: &Organization, box_title: &str) -> String {
    let names = [
        organization.short_name.as_str(),
        &organization.full_name,
        box_title,
    ];
    names
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// An organisation without a right ИНН cannot take part in anything the program does (foreign ones, QUIRKS 11).
fn tax_ids(organization: &Organization) -> Option<(Inn, Option<Kpp>)> {
    match organization.inn.parse::<Inn>() {
        Ok(inn) => Some((inn, organization.kpp.parse().ok())),
        Err(error) => {
            tracing::warn!(%error, "an organisation without a right ИНН is left out");
            None
        }
    }
}

/// Every box of one of our organisations.
pub(super) fn boxes(organization: &Organization) -> Vec<EdoBox> {
    let Some((inn, kpp)) = tax_ids(organization) else {
        return Vec::new();
    };
    let one = |(box_id, title): (String, String)| EdoBox {
        box_id,
        name: name_of(organization, &title),
        inn: inn.clone(),
        kpp: kpp.clone(),
        participant_id: organization.fns_participant_id.clone(),
        is_test: organization.is_test,
    };
    box_of(organization).map(one).collect()
}

/// Another company; `None` when the program cannot do anything with it.
pub(super) fn counterparty(row: &Counteragent) -> Option<RemoteCounterparty> {
    member(&row.organization, partnership(&row.current_status))
}

/// An organisation and how we stand to its first box (QUIRKS 11).
pub(super) fn member(
    organization: &Organization,
    partnership: PartnershipState,
) -> Option<RemoteCounterparty> {
    let (inn, kpp) = tax_ids(organization)?;
    let (box_id, title) = box_of(organization).next()?;
    Some(RemoteCounterparty {
        box_id,
        name: name_of(organization, &title),
        inn,
        kpp,
        partnership,
        participant_id: organization.fns_participant_id.clone(),
        is_roaming: organization.is_roaming,
        is_test: organization.is_test,
    })
}

/// The owner of a box that is in no list of ours.
pub(super) fn stranger(organization: &Organization, its_box: &str) -> Option<RemoteCounterparty> {
    let (inn, kpp) = tax_ids(organization)?;
    Some(RemoteCounterparty {
        box_id: ids::box_id(its_box),
        name: name_of(organization, ""),
        inn,
        kpp,
        partnership: PartnershipState::None,
        participant_id: organization.fns_participant_id.clone(),
        is_roaming: organization.is_roaming,
        is_test: organization.is_test,
    })
}

pub(super) fn partnership(status: &CounteragentStatus) -> PartnershipState {
    match status {
        CounteragentStatus::IsMyCounteragent => PartnershipState::Established,
        CounteragentStatus::InvitesMe => PartnershipState::Incoming,
        CounteragentStatus::IsInvitedByMe => PartnershipState::Outgoing,
        CounteragentStatus::RejectsMe => PartnershipState::RejectedByThem,
        CounteragentStatus::IsRejectedByMe => PartnershipState::RejectedByUs,
        CounteragentStatus::NotInCounteragentList => PartnershipState::None,
        CounteragentStatus::Absent => PartnershipState::Unknown(String::new()),
        CounteragentStatus::Other(raw) => PartnershipState::Unknown(raw.clone()),
    }
}
