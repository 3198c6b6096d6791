//! Organisations, the caller himself, types of documents.

use uuid::Uuid;

use crate::diadoc::answers::organizations::{
    FormerUser, FullName, Organization, OrganizationFeatures, OrganizationList, OwnedBox, Seen, User,
};
use crate::diadoc::answers::types::document_types;
use crate::diadoc::books::State;
use crate::diadoc::call::Call;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::{Reply, auth};
use crate::hub::Hub;
use crate::world::{self, BoxId};

/// An organisation as this person sees it.
pub(super) fn describe(state: &State, user: Uuid, organization: &world::Organization) -> Organization {
    let is_employee = state.world.may_enter(user, organization.box_id);
    Organization::of(
        organization,
        if is_employee {
            Seen::ByEmployee
        } else {
            Seen::FromOutside
        },
    )
}

/// `GET /GetMyOrganizations` (`autoRegister` registers nobody: all boxes are there already)
pub fn get_my_organizations(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let user = auth::caller(state, &call.headers)?;
        let mine = state
            .world
            .organizations
            .iter()
            .filter(|one| state.world.may_enter(user, one.box_id));
        let organizations = mine.map(|one| describe(state, user, one)).collect();
        Reply::structure(&OrganizationList { organizations })
    })
}

/// `GET /GetOrganization`
pub fn get_organization(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let user = auth::caller(state, &call.headers)?;
        let selectors = ["orgid", "boxid", "fnsparticipantid", "inn"];
        let mut given = selectors
            .iter()
            .filter_map(|name| call.text(name).map(|value| (*name, value)));
        let (Some((name, value)), None) = (given.next(), given.next()) else {
            return Err(Refusal::bad(
                "Exactly one of orgId, boxId, fnsParticipantId, inn is required",
            ));
        };
        let is_meant = |one: &&world::Organization| match name {
            "orgid" => Uuid::try_parse(value).is_ok_and(|id| id == one.id),
            "boxid" => BoxId::parse(value) == Some(one.box_id),
            "inn" => one.inn.as_str() == value,
            _ => one.participant_id() == value,
        };
        let found = state.world.organizations.iter().find(is_meant);
        let missing = || Refusal::not_found(format!("Organization {value} is not found"));
        Reply::structure(&describe(state, user, found.ok_or_else(missing)?))
    })
}

/// `GET /GetBox`: of anybody.
pub fn get_box(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let user = auth::caller(state, &call.headers)?;
        let box_id = call.box_id("boxid")?;
        let owner = state.world.by_box(box_id);
        let owner =
            owner.ok_or_else(|| Refusal::not_found(format!("Box [{}] is not found", box_id.guid())))?;
        Reply::structure(&OwnedBox::of(describe(state, user, owner)))
    })
}

/// `GET /GetOrganizationFeatures`: of a box of the caller.
pub fn get_organization_features(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let owner = books.state.world.by_box(box_id);
        let owner = owner.ok_or_else(|| Refusal::not_found("Box is not found"))?;
        Reply::structure(&OrganizationFeatures::of(owner))
    })
}

/// `GET /V2/GetMyUser`
pub fn get_my_user(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let id = auth::caller(&books.state, &call.headers)?;
        let user = books.state.world.user(id);
        let user = user.ok_or_else(|| Refusal::unauthorized("Invalid auth token"))?;
        let (last_name, first_name, middle_name) = user.name.clone();
        if call.version == 0 {
            return Reply::structure(&FormerUser {
                id: user.id.to_string(),
                last_name,
                first_name,
                middle_name,
            });
        }
        Reply::structure(&User {
            user_id: user.id.to_string(),
            login: user.login.clone(),
            full_name: FullName {
                last_name,
                first_name,
                middle_name,
            },
            is_registered: true,
        })
    })
}

/// `GET /V3/GetDocumentTypes`
pub fn get_document_types(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let owner = books.state.world.by_box(box_id);
        let off = owner.map_or(&[][..], |owner| owner.facts.switched_off_versions.as_slice());
        let start = owner.map_or("", |owner| owner.facts.universal_messages_start.as_str());
        Reply::structure(&document_types(off, start))
    })
}
