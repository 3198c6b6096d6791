//! Facets that come from outside the exchange of signatures: roaming, powers of attorney, marked goods.

use domain::facets::{FixationCancellation, Marking, PowerOfAttorney, Roaming};

use super::ABSENT;
use crate::edo::diadoc::facts::words_of_outer;
use crate::edo::diadoc::wire::{
    DocflowStatusV3, DocflowV4, OuterDocflowEntities, OuterStatusType,
    PowerOfAttorneyValidationStatusNamedId, StatusEntity, TtGisFixationCancellationStatus,
};

/// «Честный знак» among the outer docflows; others, such as `PkFns`, have no facet (QUIRKS 29).
const MARKED_GOODS: &str = "TtGis";

pub(super) fn roaming(docflow: &DocflowV4) -> Roaming {
    match &docflow.sender_title.roaming_notification {
        None => Roaming::None,
        Some(notification) => match notification.is_success {
            Some(true) => Roaming::Delivered,
            Some(false) => Roaming::Failed,
            None => Roaming::Unknown(ABSENT.into()),
        },
    }
}

pub(super) fn power_of_attorney(status: &DocflowStatusV3) -> PowerOfAttorney {
    use PowerOfAttorneyValidationStatusNamedId as Status;
    let Some(general) = &status.power_of_attorney_general_status else {
        return PowerOfAttorney::NotRequired;
    };
    match &general.status_named_id {
        Status::IsNotAttached => PowerOfAttorney::Missing,
        Status::CanNotBeValidated | Status::ValidationError | Status::UnknownStatus | Status::Absent => {
            PowerOfAttorney::Unchecked
        }
        Status::IsValid | Status::HasWarnings => PowerOfAttorney::Valid,
        Status::IsNotValid => PowerOfAttorney::Invalid,
        Status::Other(raw) => PowerOfAttorney::Unknown(raw.clone()),
    }
}

pub(super) fn marking(docflow: &DocflowV4) -> Marking {
    let is_marking = |named_id: &str| named_id.eq_ignore_ascii_case(MARKED_GOODS);
    let states = docflow
        .outer_docflow_entities
        .iter()
        .filter(|entities| is_marking(&entities.docflow_named_id))
        .map(|entities| {
            let current = docflow
                .outer_docflows
                .iter()
                .rfind(|outer| is_marking(&outer.docflow_named_id))
                .map(|outer| outer.outer_docflow_entity_id.as_str());
            current_marking(entities, current)
        });
    states.max().unwrap_or_default()
}

/// What other systems complain of now, in their own words; also of those that have no facet.
pub(super) fn troubles_of_outer(docflow: &DocflowV4) -> Vec<String> {
    let troubles = docflow.outer_docflow_entities.iter().filter_map(|entities| {
        let mut pointers = docflow.outer_docflows.iter();
        let current = pointers
            .rfind(|outer| outer.docflow_named_id == entities.docflow_named_id)
            .map(|outer| outer.outer_docflow_entity_id.as_str());
        let status = &current_status(entities, current)?.status;
        matches!(status.r#type, OuterStatusType::Warning | OuterStatusType::Error)
            .then(|| words_of_outer(&entities.docflow_friendly_name, status))
    });
    troubles.collect()
}

/// The status that `OuterDocflows` points to; the last one where it points nowhere.
fn current_status<'a>(entities: &'a OuterDocflowEntities, current: Option<&str>) -> Option<&'a StatusEntity> {
    let statuses = &entities.status_entities;
    let pointed = statuses
        .iter()
        .find(|entity| Some(entity.attachment.attachment.entity.entity_id.as_str()) == current);
    pointed.or(statuses.last())
}

fn current_marking(entities: &OuterDocflowEntities, current: Option<&str>) -> Marking {
    match current_status(entities, current).map(|entity| &entity.status.r#type) {
        None => Marking::None,
        Some(OuterStatusType::Normal) => Marking::Pending,
        Some(OuterStatusType::Success) => Marking::Accepted,
        // A warning is shown as a failure: the goods are not plainly accepted, so a person should look.
        Some(OuterStatusType::Warning | OuterStatusType::Error) => Marking::Failed,
        Some(OuterStatusType::Absent) => Marking::Unknown(ABSENT.into()),
        Some(OuterStatusType::Other(raw)) => Marking::Unknown(raw.clone()),
    }
}

/// The branch stands only where there is something to say (QUIRKS 106).
pub(super) fn fixation_cancellation(docflow: &DocflowV4) -> FixationCancellation {
    use TtGisFixationCancellationStatus as Status;
    match docflow
        .tt_gis_fixation
        .as_ref()
        .map(|told| &told.cancellation_status)
    {
        None | Some(Status::Absent | Status::TtGisFixationCancellationStatusNone) => {
            FixationCancellation::None
        }
        Some(Status::HaveToCreateTtGisFixationCancellationRequest) => FixationCancellation::Required,
        Some(Status::TtGisFixationCancellationRequestSigned) => FixationCancellation::Signed,
        Some(Status::Other(raw)) => FixationCancellation::Unknown(raw.clone()),
    }
}
