//! Counteragents: the list, one of them, the log of what changed, search by ИНН, groups, and the acts on them.

use axum::http::StatusCode;
use uuid::Uuid;

use super::organizations::describe;
use crate::diadoc::answers::AsyncMethodResult;
use crate::diadoc::answers::counteragents::{
    AcquireCounteragentResult, BoxCounteragentEvent, BoxCounteragentEventList, Counteragent,
    CounteragentCertificateList, CounteragentGroup, CounteragentGroupList, CounteragentInfo,
    CounteragentList, GetOrganizationsByInnListResponse, OperatorFeature, OrganizationWithCounteragentStatus,
    RoamingOperator, RoamingOperatorList,
};
use crate::diadoc::answers::organizations::OrganizationList;
use crate::diadoc::books::State;
use crate::diadoc::call::Call;
use crate::diadoc::counteragents as acts;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::requests::{AcquireCounteragentRequest, GetOrganizationsByInnListRequest};
use crate::diadoc::{Reply, auth, codec};
use crate::hub::Hub;
use crate::world::{self, BoxId, CounteragentStatus, Relation};

const LARGEST_PAGE: usize = 100;
const LONGEST_WORDS: usize = 2_000;
const LONGEST_COMMENT: usize = 5_000;
/// Seconds after which a task is asked for again.
const ASK_AGAIN_S: u32 = 1;

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
        let start = after.map(place_of).transpose()?.unwrap_or(0);
        let query = query.map(str::to_lowercase);
        let all = counteragents(state, user, mine);
        let fitting: Vec<_> = all
            .filter(|(_, one)| wanted.is_none_or(|wanted| has_status(wanted, one.current_status)))
            .filter(|(found, _)| query.as_deref().is_none_or(|query| found.contains(query)))
            .map(|(_, one)| one)
            .collect();
        let total_count = fitting.len();
        let is_after = |one: &Counteragent| {
            one.index_key
                .as_deref()
                .and_then(|key| usize::from_str_radix(key, 16).ok())
                .is_some_and(|key| key > start)
        };
        Reply::structure(&CounteragentList {
            counteragents: fitting.into_iter().filter(is_after).take(page_size).collect(),
            total_count,
            total_count_type: "Equal",
        })
    })
}

fn place_of(text: &str) -> Result<usize, Refusal> {
    usize::from_str_radix(text, 16)
        .map_err(|_| Refusal::bad(format!("Could not parse afterIndexKey query param: {text}")))
}

/// Everybody who stands in some relation to this box, each with the text in which a query looks.
fn counteragents(
    state: &State,
    user: Uuid,
    mine: BoxId,
) -> impl Iterator<Item = (String, Counteragent)> + '_ {
    let all = state.world.relations.iter().enumerate();
    all.filter_map(move |(place, relation)| {
        let theirs = other_of(relation, mine)?;
        let organization = state.world.by_box(theirs)?;
        let found = format!("{} {}", organization.full_name, organization.inn).to_lowercase();
        let mut row = counteragent(state, user, mine, relation)?;
        row.organization = row.organization.without_departments();
        row.index_key = Some(format!("{:016X}", place + 1));
        Some((found, row))
    })
}

fn other_of(relation: &Relation, mine: BoxId) -> Option<BoxId> {
    match () {
        () if relation.one == mine => Some(relation.other),
        () if relation.other == mine => Some(relation.one),
        () => None,
    }
}

/// One relation as `mine` sees it; `None` where nothing is left of it.
fn counteragent(state: &State, user: Uuid, mine: BoxId, relation: &Relation) -> Option<Counteragent> {
    let organization = state.world.by_box(other_of(relation, mine)?)?;
    let (from_them, to_them) = relation.words_for(mine);
    Some(Counteragent {
        index_key: None,
        organization: describe(state, user, organization),
        current_status: relation.seen_from(mine)?,
        last_event_timestamp_ticks: relation.since,
        last_event_timestamp: relation.since.timestamp().to_string(),
        message_from_counteragent: from_them.to_owned(),
        message_to_counteragent: to_them.to_owned(),
        invitation_document_id: relation.document.map(Into::into),
        counteragent_group_id: relation.group_for(mine).map(|id| id.to_string()),
    })
}

/// `GET /V3/GetCounteragent`
pub fn get_counteragent(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let (user, mine) = auth::caller_in(state, call, "myboxid")?;
        let theirs = auth::box_of(state, call, "counteragentboxid")?;
        let found = state
            .world
            .relation_of(mine, theirs)
            .and_then(|relation| counteragent(state, user, mine, relation));
        let missing = || Refusal::not_found(format!("Counteragent [{}] is not found", theirs.guid()));
        Reply::structure(&found.ok_or_else(missing)?)
    })
}

/// `GET /V1/GetCounteragentEvents`
pub fn get_counteragent_events(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let (_, mine) = auth::caller_in(state, call, "boxid")?;
        let limit = call.number("limit", 1, LARGEST_PAGE, LARGEST_PAGE)?;
        let start = call.text("afterindexkey").map(place_of).transpose()?.unwrap_or(0);
        let (from, to) = (call.ticks("timestampfromticks")?, call.ticks("timestamptoticks")?);
        let log = state.relation_events.get(&mine);
        let events = log.map(Vec::as_slice).unwrap_or_default();
        let fitting = events.iter().enumerate().filter(|(place, event)| {
            let is_after = place + 1 > start;
            is_after && from.is_none_or(|from| event.at >= from) && to.is_none_or(|to| event.at <= to)
        });
        let total_count = fitting.clone().count();
        let events = fitting.take(limit).map(|(place, event)| {
            let relation = state.world.relation_of(mine, event.theirs);
            let words = relation.map_or(("", ""), |one| one.words_for(mine));
            BoxCounteragentEvent {
                event_id: event.id.to_string(),
                counteragent: CounteragentInfo {
                    counteragent_box_id: event.theirs.guid(),
                    status: event
                        .status
                        .map_or("NotInCounteragentList", CounteragentStatus::name),
                    event_timestamp_ticks: event.at,
                    last_event_comment: event.comment.clone(),
                    message_from_counteragent: words.0.to_owned(),
                    message_to_counteragent: words.1.to_owned(),
                    invitation_document_id: relation.and_then(|one| one.document).map(Into::into),
                },
                index_key: format!("{:016X}", place + 1),
                event_types: vec![event.name.clone()],
            }
        });
        Reply::structure(&BoxCounteragentEventList {
            events: events.collect(),
            total_count,
            total_count_type: "Equal",
        })
    })
}

/// `GET /GetOrganizationsByInnKpp`
pub fn get_organizations_by_inn_kpp(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let user = auth::caller(state, &call.headers)?;
        let (inn, kpp) = (call.required("inn")?, call.text("kpp"));
        let of_inn = state
            .world
            .organizations
            .iter()
            .filter(|one| one.inn.as_str() == inn);
        let fits = |one: &&world::Organization| {
            kpp.is_none_or(|kpp| one.kpp.as_ref().is_some_and(|known| known.as_str() == kpp))
        };
        let organizations: Vec<_> = of_inn
            .filter(fits)
            .map(|one| describe(state, user, one))
            .collect();
        if organizations.is_empty() {
            return Err(Refusal::not_found(format!("Organization {inn} is not found")));
        }
        Reply::structure(&OrganizationList { organizations })
    })
}

/// `GET /V2/GetCounteragentCertificates`: of those whose keys the operator keeps.
pub fn get_counteragent_certificates(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let owner = hub.with(|books| {
        auth::caller_in(&books.state, call, "myboxid")?;
        let theirs = auth::box_of(&books.state, call, "counteragentboxid")?;
        let owner = books.state.world.by_box(theirs);
        let missing = || Refusal::not_found(format!("Box [{}] is not found", theirs.guid()));
        Ok(owner.ok_or_else(missing)?.inn.to_string())
    })?;
    Reply::structure(&CounteragentCertificateList::of(
        &hub.cloud.certificates_of(&owner),
    ))
}

/// `POST /V2/GetOrganizationsByInnList`
pub fn get_organizations_by_inn_list(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let given: GetOrganizationsByInnListRequest =
        codec::read(&call.headers, &call.body, "GetOrganizationsByInnListRequest")?;
    hub.with(|books| {
        let state = &books.state;
        let (user, mine) = auth::caller_in(state, call, "myboxid")?;
        if given.inn_list.is_empty() {
            return Err(Refusal::bad("InnList should contain at least one item"));
        }
        let is_asked = |one: &&world::Organization| given.inn_list.iter().any(|inn| inn == one.inn.as_str());
        let found = state.world.organizations.iter().filter(is_asked);
        let organizations = found.map(|one| {
            let relation = state.world.relation_of(mine, one.box_id);
            let row = relation.and_then(|relation| counteragent(state, user, mine, relation));
            OrganizationWithCounteragentStatus::of(describe(state, user, one), row)
        });
        Reply::structure(&GetOrganizationsByInnListResponse {
            organizations: organizations.collect(),
        })
    })
}

/// `GET /GetCounteragentGroups`
pub fn get_counteragent_groups(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, mine) = auth::caller_in(&books.state, call, "boxid")?;
        let group = |id: Uuid, name: &str| CounteragentGroup {
            counteragent_group_id: id.to_string(),
            name: name.to_owned(),
        };
        let own = books
            .state
            .world
            .groups
            .iter()
            .filter(|(owner, _, _)| *owner == mine);
        let groups: Vec<_> = std::iter::once(group(Uuid::nil(), "По умолчанию"))
            .chain(own.map(|(_, id, name)| group(*id, name)))
            .collect();
        Reply::structure(&CounteragentGroupList {
            total_count: groups.len(),
            groups,
        })
    })
}

/// A feature of another operator, and what it is for people.
pub(in crate::diadoc) type Feature = (&'static str, &'static str);

/// Proposals to revoke in the first form.
pub(in crate::diadoc) const REVOCATION: Feature = ("SupportsRevocation", "Аннулирование, формат 1.01");
/// Proposals to revoke in the second form.
pub(in crate::diadoc) const REVOCATION_V2: Feature = ("EnableRevocationV2", "Аннулирование, формат 1.02");

/// What another operator takes: `2AE` both forms of a proposal to revoke, `2BK` none, any other the first.
pub(in crate::diadoc) fn features_of(operator: &str) -> &'static [Feature] {
    const INVITATION: Feature = ("SupportsAutoInvitation", "Приглашения без заявки");
    match operator {
        "2AE" => &[INVITATION, REVOCATION, REVOCATION_V2],
        "2BK" => &[INVITATION],
        _ => &[INVITATION, REVOCATION],
    }
}

/// `GET /GetRoamingOperators`
pub fn get_roaming_operators(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        auth::caller_in(&books.state, call, "boxid")?;
        let mut ids: Vec<&str> = books
            .state
            .world
            .organizations
            .iter()
            .filter_map(|one| one.roaming())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let roaming_operators = ids.into_iter().map(|id| RoamingOperator {
            fns_id: id.to_owned(),
            name: format!("Учебный оператор {id}"),
            is_active: true,
            features: features_of(id)
                .iter()
                .map(|(name, description)| OperatorFeature { name, description })
                .collect(),
        });
        Reply::structure(&RoamingOperatorList {
            roaming_operators: roaming_operators.collect(),
        })
    })
}

/// The one organisation that a request names.
fn invited(state: &State, given: &AcquireCounteragentRequest) -> Result<BoxId, Refusal> {
    let all = &state.world.organizations;
    let named = [&given.box_id, &given.org_id, &given.inn];
    if named.iter().filter(|one| !one.is_empty()).count() != 1 {
        return Err(Refusal::bad("Exactly one of BoxId, OrgId, Inn is required"));
    }
    let found = if !given.box_id.is_empty() {
        let box_id = BoxId::parse(&given.box_id);
        all.iter().find(|one| Some(one.box_id) == box_id)
    } else if !given.org_id.is_empty() {
        let id = Uuid::try_parse(&given.org_id).ok();
        all.iter().find(|one| Some(one.id) == id)
    } else {
        // The head organisation, as the service takes it.
        all.iter()
            .find(|one| one.inn.as_str() == given.inn && one.roaming().is_none())
    };
    let missing = || Refusal::not_found("Organization is not found");
    found.map(|one| one.box_id).ok_or_else(missing)
}

/// `POST /V3/AcquireCounteragent`
pub fn acquire_counteragent(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let given: AcquireCounteragentRequest =
        codec::read(&call.headers, &call.body, "AcquireCounteragentRequest")?;
    hub.with(|books| {
        let (user, mine) = auth::caller_in(&books.state, call, "myboxid")?;
        if given.message_to_counteragent.chars().count() > LONGEST_WORDS {
            return Err(Refusal::bad(format!(
                "MessageToCounteragent is longer than {LONGEST_WORDS} characters"
            )));
        }
        let theirs = invited(&books.state, &given)?;
        acts::check_invited(&books.state, mine, theirs)?;
        let document = given.invitation_document.as_ref();
        let task = acts::begin(
            books,
            user,
            (mine, theirs),
            &given.message_to_counteragent,
            document,
        )?;
        Reply::structure(&AsyncMethodResult {
            task_id: task.to_string(),
        })
    })
}

/// `GET /V2/AcquireCounteragentResult`
pub fn acquire_counteragent_result(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let id = call.id("taskid")?;
    hub.with(|books| {
        let user = auth::caller(&books.state, &call.headers)?;
        let task = books.state.tasks.get(&id).filter(|task| task.user == user);
        let task = task.ok_or_else(|| Refusal::not_found(format!("Task {id} is not found")))?;
        match &task.outcome {
            None => Err(Refusal {
                retry_after: Some(ASK_AGAIN_S),
                ..Refusal::of(StatusCode::NO_CONTENT, "")
            }),
            Some(Err((code, text))) => {
                let known = [acts::ROAMING_REQUEST, acts::REQUIRES_RESPONSE];
                let code = known
                    .into_iter()
                    .find(|known| known == code)
                    .unwrap_or("Http.Conflict");
                Err(Refusal {
                    code,
                    ..Refusal::conflict(text.as_str())
                })
            }
            Some(Ok(())) => {
                let relation = books.state.world.relation_of(task.mine, task.theirs);
                let theirs = books.state.world.by_box(task.theirs);
                // The older structure names the organisation, the newer one the box.
                let is_older = call.version == 0;
                Reply::structure(&AcquireCounteragentResult {
                    org_id: theirs.filter(|_| is_older).map(|one| one.id.to_string()),
                    box_id: (!is_older).then(|| task.theirs.guid()),
                    invitation_document_id: relation.and_then(|one| one.document).map(Into::into),
                })
            }
        }
    })
}

/// `POST /V2/BreakWithCounteragent`
pub fn break_with_counteragent(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, mine) = auth::caller_in(&books.state, call, "myboxid")?;
        let theirs = auth::box_of(&books.state, call, "counteragentboxid")?;
        let comment = call.text("comment").unwrap_or_default();
        if comment.chars().count() > LONGEST_COMMENT {
            return Err(Refusal::bad(format!(
                "Comment is longer than {LONGEST_COMMENT} characters"
            )));
        }
        acts::break_with(books, (mine, theirs), comment)?;
        Ok(Reply::bytes(Vec::new(), "text/plain; charset=utf-8"))
    })
}
