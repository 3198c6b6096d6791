//! Endpoints of counteragents.

use serde::de::DeserializeOwned;

use super::{COUNTERAGENTS_PER_PAGE, Client, JSON, read};
use crate::Error;
use crate::edo::diadoc::wire::{
    AsyncMethodResult, BoxCounteragentEventList, Counteragent, CounteragentGroupList, CounteragentList,
    GetOrganizationsByInnListRequest, GetOrganizationsByInnListResponse, RoamingOperatorList, decode, encode,
};
use crate::edo::relations::code;
use crate::http::{Answer, Call};

/// `GetCounteragentEvents` gives at most so many events (QUIRKS 59).
pub(in crate::edo::diadoc) const COUNTERAGENT_EVENTS_PER_PAGE: usize = 100;

/// From where the log of counteragents is read.
pub(in crate::edo::diadoc) enum LogPlace<'a> {
    /// Behind this key.
    After(&'a str),
    /// From this instant on.
    From(i64),
    /// All of it.
    Beginning,
}

/// Machine codes of refusals, and the names under which everybody else knows them (QUIRKS 62).
const REFUSALS: [(&str, &str); 2] = [
    (
        "Invitations.RoamingOperatorRequestIsRequired",
        code::ROAMING_REQUEST,
    ),
    (
        "Invitations.RecipientInvitationRequiresResponse",
        code::WANTS_SIGNATURE,
    ),
];

impl Client {
    /// `GET /V3/GetCounteragents`
    pub async fn get_counteragents(
        &self,
        box_id: &str,
        after_index_key: Option<&str>,
    ) -> Result<CounteragentList, Error> {
        let mut call = read("V3/GetCounteragents")
            .query("myBoxId", box_id)
            .query("pageSize", COUNTERAGENTS_PER_PAGE);
        if let Some(key) = after_index_key {
            call = call.query("afterIndexKey", key);
        }
        self.asked("GetCounteragents", call).await
    }

    /// `GET /V3/GetCounteragent`; `None` where there is no relation.
    pub async fn get_counteragent(&self, box_id: &str, theirs: &str) -> Result<Option<Counteragent>, Error> {
        let call = read("V3/GetCounteragent")
            .query("myBoxId", box_id)
            .query("counteragentBoxId", theirs);
        let answer = self.send(call).await?;
        if answer.status == 404 {
            return Ok(None);
        }
        decode("GetCounteragent", &answer.accepted()?.body).map(Some)
    }

    /// `GET /V1/GetCounteragentEvents`
    pub async fn get_counteragent_events(
        &self,
        box_id: &str,
        place: &LogPlace<'_>,
    ) -> Result<BoxCounteragentEventList, Error> {
        let call = read("V1/GetCounteragentEvents")
            .query("boxId", box_id)
            .query("limit", COUNTERAGENT_EVENTS_PER_PAGE.to_string());
        let call = match place {
            LogPlace::After(key) => call.query("afterIndexKey", *key),
            LogPlace::From(ticks) => call.query("timestampFromTicks", ticks.to_string()),
            LogPlace::Beginning => call,
        };
        self.asked("GetCounteragentEvents", call).await
    }

    /// `POST /V2/GetOrganizationsByInnList`
    pub async fn get_organizations_by_inn_list(
        &self,
        box_id: &str,
        inn_list: Vec<&str>,
    ) -> Result<GetOrganizationsByInnListResponse, Error> {
        let request = GetOrganizationsByInnListRequest { inn_list };
        let body = encode("GetOrganizationsByInnList", &request)?;
        let call = Call::post("V2/GetOrganizationsByInnList", JSON, body)
            .accepting(JSON)
            .query("myBoxId", box_id);
        self.asked("GetOrganizationsByInnList", call).await
    }

    /// `GET /GetCounteragentGroups`
    pub async fn get_counteragent_groups(&self, box_id: &str) -> Result<CounteragentGroupList, Error> {
        let call = read("GetCounteragentGroups").query("boxId", box_id);
        self.asked("GetCounteragentGroups", call).await
    }

    /// `GET /GetRoamingOperators`
    pub async fn get_roaming_operators(&self, box_id: &str) -> Result<RoamingOperatorList, Error> {
        let call = read("GetRoamingOperators").query("boxId", box_id);
        self.asked("GetRoamingOperators", call).await
    }

    /// `POST /V3/AcquireCounteragent`
    pub async fn acquire_counteragent(
        &self,
        box_id: &str,
        request: &[u8],
    ) -> Result<AsyncMethodResult, Error> {
        let call = Call::post("V3/AcquireCounteragent", JSON, request.to_vec())
            .accepting(JSON)
            .query("myBoxId", box_id);
        let answer = self.send(call).await?.ready().map_err(named)?;
        decode("AcquireCounteragent", &answer.body)
    }

    /// `GET /V2/AcquireCounteragentResult`
    pub async fn acquire_counteragent_result(&self, task: &str) -> Result<(), Error> {
        let answer = self
            .send(read("V2/AcquireCounteragentResult").query("taskId", task))
            .await?;
        if answer.status == 404 {
            return Err(refused(code::TASK_FORGOTTEN, answer.words()));
        }
        answer.ready().map(drop).map_err(named)
    }

    /// `POST /V2/BreakWithCounteragent`
    pub async fn break_with_counteragent(
        &self,
        box_id: &str,
        theirs: &str,
        comment: &str,
    ) -> Result<(), Error> {
        let mut call = Call::post("V2/BreakWithCounteragent", JSON, Vec::new())
            .accepting(JSON)
            .query("myBoxId", box_id)
            .query("counteragentBoxId", theirs);
        if !comment.is_empty() {
            call = call.query("comment", comment);
        }
        let answer = self.send(call).await?;
        if answer.status == 409 {
            return Err(refused(code::HAS_DOCUMENT, answer.words()));
        }
        answer.accepted().map(drop).map_err(named)
    }

    async fn asked<T: DeserializeOwned>(&self, method: &str, call: Call) -> Result<T, Error> {
        let answer: Answer = self.send(call).await?;
        decode(method, &answer.accepted()?.body)
    }
}

/// The same refusal under the name that everybody knows.
fn named(error: Error) -> Error {
    match error {
        Error::Refused { code, text } => {
            let known = REFUSALS.iter().find(|(theirs, _)| *theirs == code);
            let is_nobody = code == "404" || code.ends_with("NotFound");
            let ours = known.map(|(_, ours)| *ours).or(is_nobody.then_some(code::NOBODY));
            Error::Refused {
                code: ours.map_or(code, str::to_owned),
                text,
            }
        }
        other => other,
    }
}

fn refused(code: &str, words: &str) -> Error {
    Error::Refused {
        code: code.to_owned(),
        text: words.to_owned(),
    }
}
