//! Who takes part: our firms, other companies, and how a document names them.

use serde::{Deserialize, Serialize};

use crate::ids::{CounterpartyId, FirmId};
use crate::requisites::Requisites;
use crate::tax_id::{Inn, Kpp};

/// A side of a document as the document itself names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Name as written: «ООО "Ромашка"», «ИП Иванов Иван Иванович».
    pub name: String,
    /// ИНН, checksum right.
    pub inn: Inn,
    /// КПП; people and entrepreneurs have none.
    pub kpp: Option<Kpp>,
}

/// A firm of ours («фирма»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firm {
    /// Identity in the database.
    pub id: FirmId,
    /// Name and numbers.
    pub party: Party,
    /// What papers print beside them.
    pub requisites: Requisites,
}

/// Another company or entrepreneur («контрагент»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counterparty {
    /// Identity in the database.
    pub id: CounterpartyId,
    /// Name and numbers.
    pub party: Party,
    /// What papers print beside them.
    pub requisites: Requisites,
}
