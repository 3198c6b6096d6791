//! Organisations, the caller himself, counteragents, types of documents.

use uuid::Uuid;

use crate::diadoc::answers::organizations::{
    Counteragent, CounteragentList, FullName, Organization, OrganizationList, Seen, User,
};
use crate::diadoc::answers::types::document_types;
use crate::diadoc::books::State;
use crate::diadoc::call::Call;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::{Reply, auth};
use crate::hub::Hub;
use crate::world::{self, BoxId, CounteragentStatus};

const LARGEST_PAGE: usize = 100;

fn describe(state: &State, user: Uuid, organization: &world::Organization) -> Organization {
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

/// `GET /V2/GetMyUser`
pub fn get_my_user(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let id = auth::caller(&books.state, &call.headers)?;
        let user = books.state.world.user(id);
        let user = user.ok_or_else(|| Refusal::unauthorized("Invalid auth token"))?;
        let (last_name, first_name, middle_name) = user.name.clone();
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

fn has_status(wanted: &str, status: CounteragentStatus) -> bool {
    match wanted.to_ascii_lowercase().as_str() {
        "ismycounteragent" => status == CounteragentStatus::IsMyCounteragent,
        "invitesme" => status == CounteragentStatus::InvitesMe,
        "isinvitedbyme" => status == CounteragentStatus::IsInvitedByMe,
        _ => matches!(
            status,
            CounteragentStatus::RejectsMe | CounteragentStatus::IsRejectedByMe
        ),
    }
}

/// `GET /V3/GetCounteragents`
pub fn get_counteragents(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let (user, mine) = auth::caller_in(state, call, "myboxid")?;
        let page_size = call.number("pagesize", 1, LARGEST_PAGE, LARGEST_PAGE)?;
        let (after, query) = (call.text("afterindexkey"), call.text("query"));
        if after.is_some() && query.is_some() {
            return Err(Refusal::bad("query and afterIndexKey can not be used together"));
        }
        let wanted = call.text("counteragentstatus");
        if let Some(other) = wanted {
            let known = ["ismycounteragent", "invitesme", "isinvitedbyme", "rejected"];
            if !known.contains(&other.to_ascii_lowercase().as_str()) {
                return Err(Refusal::bad(format!(
                    "Could not parse counteragentStatus query param: {other}"
                )));
            }
        }
        let garbled = |text: &str| Refusal::bad(format!("Could not parse afterIndexKey query param: {text}"));
        let start = after.map(|text| usize::from_str_radix(text, 16).map_err(|_| garbled(text)));
        let start = start.transpose()?.unwrap_or(0);
        let query = query.map(str::to_lowercase);
        let fitting: Vec<_> = counteragents(state, user, mine)
            .filter(|(_, one)| wanted.is_none_or(|wanted| has_status(wanted, one.current_status)))
            .filter(|(found, _)| query.as_deref().is_none_or(|query| found.contains(query)))
            .map(|(_, one)| one)
            .collect();
        let total_count = fitting.len();
        let is_after =
            |one: &Counteragent| usize::from_str_radix(&one.index_key, 16).is_ok_and(|key| key > start);
        Reply::structure(&CounteragentList {
            counteragents: fitting.into_iter().filter(is_after).take(page_size).collect(),
            total_count,
            total_count_type: "Equal",
        })
    })
}

/// Everybody who stands in some relation to this box, each with the text in which a query looks.
fn counteragents(
    state: &State,
    user: Uuid,
    mine: BoxId,
) -> impl Iterator<Item = (String, Counteragent)> + '_ {
    state
        .world
        .relations
        .iter()
        .enumerate()
        .filter_map(move |(place, relation)| {
            let theirs = if relation.one == mine {
                relation.other
            } else if relation.other == mine {
                relation.one
            } else {
                return None;
            };
            let organization = state.world.by_box(theirs)?;
            let found = format!("{} {}", organization.full_name, organization.inn).to_lowercase();
            let counteragent = Counteragent {
                index_key: format!("{:016X}", place + 1),
                organization: describe(state, user, organization).without_departments(),
                current_status: state.world.relation(mine, theirs)?,
                last_event_timestamp_ticks: relation.since,
                last_event_timestamp: relation.since.timestamp().to_string(),
                message_from_counteragent: "",
                message_to_counteragent: "",
            };
            Some((found, counteragent))
        })
}

/// `GET /V3/GetDocumentTypes`
pub fn get_document_types(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let owner = books.state.world.by_box(box_id);
        let off = owner.map_or(&[][..], |owner| owner.facts.switched_off_versions.as_slice());
        Reply::structure(&document_types(off))
    })
}
