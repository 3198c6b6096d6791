//! Who lives in the training world: organisations, boxes, people, relations.
//!
//! All names are invented; the numbers carry right check digits, because the program refuses others.

use domain::{Inn, Kpp, Ogrn};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Ticks;
use crate::openid::OpenIdClient;
use answering::Answering;

pub mod answering;

/// A box («ящик»). Two spellings mean the same box: `<32 hex>@diadoc.ru` and a GUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BoxId(pub Uuid);

impl BoxId {
    /// Reads either spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let bare = lower.strip_suffix("@diadoc.ru").unwrap_or(&lower);
        Uuid::try_parse(bare).ok().map(Self)
    }

    /// `26af83e5fabf480595ed7ef0fc16a4b8@diadoc.ru`
    pub fn mail_form(self) -> String {
        format!("{}@diadoc.ru", self.0.simple())
    }

    /// `26af83e5-fabf-4805-95ed-7ef0fc16a4b8`
    pub fn guid(self) -> String {
        self.0.to_string()
    }
}

/// From whom an organisation takes documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sociability {
    /// From everybody.
    AllOrganizations,
    /// From its counteragents only.
    CounteragentsOnly,
}

/// What an organisation does by itself with an invitation that it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationManner {
    /// Waits for a person at its cabinet.
    #[default]
    Waits,
    /// Accepts after a while.
    Accepts,
    /// Refuses after a while.
    Refuses,
    /// Is at another operator with which the exchange has not been set up.
    NeedsRoamingRequest,
}

/// How one box stands to another, seen from the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CounteragentStatus {
    /// Partnership.
    IsMyCounteragent,
    /// They invited me.
    InvitesMe,
    /// I invited them.
    IsInvitedByMe,
    /// They refused or broke.
    RejectsMe,
    /// I refused or broke.
    IsRejectedByMe,
}

impl CounteragentStatus {
    /// The service's name of it.
    pub fn name(self) -> &'static str {
        match self {
            Self::IsMyCounteragent => "IsMyCounteragent",
            Self::InvitesMe => "InvitesMe",
            Self::IsInvitedByMe => "IsInvitedByMe",
            Self::RejectsMe => "RejectsMe",
            Self::IsRejectedByMe => "IsRejectedByMe",
        }
    }

    /// The same relation from the other side.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::IsMyCounteragent => Self::IsMyCounteragent,
            Self::InvitesMe => Self::IsInvitedByMe,
            Self::IsInvitedByMe => Self::InvitesMe,
            Self::RejectsMe => Self::IsRejectedByMe,
            Self::IsRejectedByMe => Self::RejectsMe,
        }
    }
}

/// Whose side an organisation is on in this world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Camp {
    /// Ours: the clerk works here.
    Ours,
    /// A counterparty.
    Counterparty,
}

/// A department of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Its id at the operator.
    pub id: Uuid,
    /// Name.
    pub name: String,
}

/// What the service says about an organisation beside its names and numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnerFacts {
    /// Departments, the head one left out.
    pub departments: Vec<Department>,
    /// Closed since that day, `ДД.ММ.ГГГГ`; empty while it is alive.
    pub liquidation_date: String,
    /// Somebody there has a certificate to sign with.
    pub has_certificate: bool,
    /// Versions of formats that its box may not send any more.
    pub switched_off_versions: Vec<String>,
    /// Nobody there may send documents.
    pub may_not_send: bool,
    /// Since when its formal documents are answered with universal messages alone, `ГГГГ-ММ-ДД`; empty while nothing is
    /// known of them.
    pub universal_messages_start: String,
    /// Another operator keeps its box from now on: `2AE`; empty while things are as they were.
    pub roaming_operator: String,
    /// Its people want a receipt notice of each title with which they answer.
    pub asks_title_receipts: bool,
    /// A receipt notice is asked of it where it is asked to correct a document.
    pub owes_amendment_receipts: bool,
}

impl Default for OwnerFacts {
    fn default() -> Self {
        Self {
            departments: Vec::new(),
            liquidation_date: String::new(),
            has_certificate: true,
            switched_off_versions: Vec::new(),
            may_not_send: false,
            universal_messages_start: String::new(),
            roaming_operator: String::new(),
            asks_title_receipts: false,
            owes_amendment_receipts: false,
        }
    }
}

/// An organisation with its one box.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Organization {
    /// Its id at the operator.
    pub id: Uuid,
    /// Its box.
    pub box_id: BoxId,
    /// Whose it is.
    pub camp: Camp,
    /// Full name.
    pub full_name: String,
    /// Short name.
    pub short_name: String,
    /// ИНН.
    pub inn: Inn,
    /// КПП; entrepreneurs have none.
    pub kpp: Option<Kpp>,
    /// ОГРН or ОГРНИП.
    pub ogrn: Ogrn,
    /// Region code, city and street of the address.
    pub address: (String, String, String),
    /// Papers of a test box have no legal force.
    pub is_test: bool,
    /// From whom it takes documents.
    pub sociability: Sociability,
    /// The right to use the API is paid for.
    pub has_subscription: bool,
    /// What else the service says about it.
    #[serde(default)]
    pub facts: OwnerFacts,
    /// What it does with invitations.
    #[serde(default)]
    pub manner: InvitationManner,
    /// What it does with documents by itself.
    #[serde(default)]
    pub answering: Answering,
    /// The operator of its participant's id when it is another one: `2AL`.
    #[serde(default)]
    pub roaming_operator: Option<String>,
}

impl Organization {
    /// Does it have this department? The head one is everybody's.
    pub fn has_department(&self, id: Uuid) -> bool {
        id.is_nil() || self.facts.departments.iter().any(|one| one.id == id)
    }

    /// The other operator that keeps its box, if one does.
    pub fn roaming(&self) -> Option<&str> {
        match self.facts.roaming_operator.as_str() {
            "" => self.roaming_operator.as_deref(),
            operator => Some(operator),
        }
    }

    /// `2BM-<ИНН>-<КПП>-<time>`: the participant's id in names of files.
    pub fn participant_id(&self) -> String {
        let stamp = 202_401_150_900_000_000_u64 + u64::from(self.box_id.0.as_fields().0);
        let operator = self.roaming().unwrap_or("2BM");
        match &self.kpp {
            Some(kpp) => format!("{operator}-{}-{}-{}", self.inn, kpp, stamp),
            None => format!("{operator}-{}-{}", self.inn, stamp),
        }
    }
}

/// A person who may log in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// Id.
    pub id: Uuid,
    /// Login.
    pub login: String,
    /// Password: of a training world, so it is no secret.
    pub password: String,
    /// Family name, given name, patronymic.
    pub name: (String, String, String),
    /// The side whose boxes the person sees.
    pub camp: Camp,
}

/// A relation of two boxes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Relation {
    /// The first box.
    pub one: BoxId,
    /// The second.
    pub other: BoxId,
    /// How the first stands to the second; none where nothing is left.
    pub status: Option<CounteragentStatus>,
    /// Since when.
    pub since: Ticks,
    /// How the first stood to the second before an invitation that is open.
    #[serde(default)]
    pub before: Option<CounteragentStatus>,
    /// What the first wrote last.
    #[serde(default)]
    pub words_of_one: String,
    /// What the second wrote last.
    #[serde(default)]
    pub words_of_other: String,
    /// The document of an open invitation: message, entity, and whether it asks for a signature.
    #[serde(default)]
    pub document: Option<(Uuid, Uuid, bool)>,
    /// In which group the first has put the second, and the other way round.
    #[serde(default)]
    pub groups: (Option<Uuid>, Option<Uuid>),
}

impl Relation {
    /// A relation of old.
    pub fn of(one: BoxId, other: BoxId, status: CounteragentStatus, since: Ticks) -> Self {
        Self {
            one,
            other,
            status: Some(status),
            since,
            before: None,
            words_of_one: String::new(),
            words_of_other: String::new(),
            document: None,
            groups: (None, None),
        }
    }

    /// Whether these two boxes are meant.
    pub fn joins(&self, a: BoxId, b: BoxId) -> bool {
        (self.one, self.other) == (a, b) || (self.one, self.other) == (b, a)
    }

    /// How `mine`, one of the two, stands to the other.
    pub fn seen_from(&self, mine: BoxId) -> Option<CounteragentStatus> {
        if mine == self.one {
            self.status
        } else {
            self.status.map(CounteragentStatus::mirrored)
        }
    }

    /// What the other side wrote, and what `mine` wrote.
    pub fn words_for(&self, mine: BoxId) -> (&str, &str) {
        if mine == self.one {
            (&self.words_of_other, &self.words_of_one)
        } else {
            (&self.words_of_one, &self.words_of_other)
        }
    }

    /// In which group `mine` has put the other.
    pub fn group_for(&self, mine: BoxId) -> Option<Uuid> {
        if mine == self.one {
            self.groups.0
        } else {
            self.groups.1
        }
    }
}

/// Everybody.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct World {
    /// Keys of integrators («ключ разработчика»).
    pub developer_keys: Vec<String>,
    /// Those of them that the operator has blocked.
    #[serde(default)]
    pub blocked_keys: Vec<String>,
    /// Applications that log people in through a browser.
    #[serde(default = "crate::openid::clients")]
    pub openid_clients: Vec<OpenIdClient>,
    /// All organisations.
    pub organizations: Vec<Organization>,
    /// All people.
    pub users: Vec<User>,
    /// All relations.
    pub relations: Vec<Relation>,
    /// Groups of counteragents: whose, id, name.
    #[serde(default)]
    pub groups: Vec<(BoxId, Uuid, String)>,
}

impl World {
    /// The organisation of this box.
    pub fn by_box(&self, box_id: BoxId) -> Option<&Organization> {
        self.organizations
            .iter()
            .find(|organization| organization.box_id == box_id)
    }

    /// The person of this id.
    pub fn user(&self, id: Uuid) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// Does this person work in this box?
    pub fn may_enter(&self, user: Uuid, box_id: BoxId) -> bool {
        match (self.user(user), self.by_box(box_id)) {
            (Some(user), Some(organization)) => user.camp == organization.camp,
            _ => false,
        }
    }

    /// How `mine` stands to `theirs`.
    pub fn relation(&self, mine: BoxId, theirs: BoxId) -> Option<CounteragentStatus> {
        self.relation_of(mine, theirs)
            .and_then(|relation| relation.seen_from(mine))
    }

    /// The relation of two boxes, if they ever had one.
    pub fn relation_of(&self, mine: BoxId, theirs: BoxId) -> Option<&Relation> {
        self.relations
            .iter()
            .find(|relation| relation.joins(mine, theirs))
    }
}

mod example;
pub use example::example;

#[cfg(test)]
mod tests {
    use super::{BoxId, Camp, example};

    #[test]
    fn both_spellings_of_a_box_name_the_same_box() {
        let mail = BoxId::parse("26AF83E5fabf480595ed7ef0fc16a4b8@diadoc.ru").unwrap();
        assert_eq!(Some(mail), BoxId::parse("26af83e5-fabf-4805-95ed-7ef0fc16a4b8"));
        assert_eq!(mail.mail_form(), "26af83e5fabf480595ed7ef0fc16a4b8@diadoc.ru");
        assert_eq!(BoxId::parse("{{boxId}}"), None);
    }

    #[test]
    fn every_number_of_the_example_world_has_right_check_digits_and_nobody_appears_twice() {
        let world = example();
        let mut inns: Vec<_> = world
            .organizations
            .iter()
            .map(|one| one.inn.to_string())
            .collect();
        inns.sort();
        inns.dedup();
        let seconds = world
            .organizations
            .iter()
            .filter(|one| one.roaming().is_some() || one.short_name.contains("филиал"));
        assert_eq!(
            inns.len() + seconds.count(),
            world.organizations.len(),
            "a branch and a copy at another operator"
        );
        for organization in &world.organizations {
            assert_eq!(organization.kpp.is_none(), organization.inn.is_personal());
            assert!(organization.inn.as_str().starts_with("96"));
        }
        let ours = world.organizations.iter().filter(|one| one.camp == Camp::Ours);
        assert_eq!(ours.count(), 3);
    }
}
