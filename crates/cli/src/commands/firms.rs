//! Our firms, as commands name them: by ИНН, or by nothing where there is one.

use serde::Deserialize;
use serde_json::json;

use crate::fault::Fault;
use crate::session::Session;

#[derive(Deserialize)]
struct Firms {
    firms: Vec<Firm>,
}

/// A firm of ours.
#[derive(Deserialize)]
pub(super) struct Firm {
    pub(super) id: i64,
    pub(super) name: String,
    inn: String,
}

/// Every firm of ours.
pub(super) async fn all(session: &Session) -> Result<Vec<Firm>, Fault> {
    Ok(session.read::<Firms>("firms.list", json!({})).await?.firms)
}

/// The firm with this ИНН, or the only one.
pub(super) async fn chosen(session: &Session, inn: Option<&str>) -> Result<Firm, Fault> {
    let mut firms = all(session).await?;
    if let Some(inn) = inn {
        firms.retain(|firm| firm.inn == inn);
    }
    match (firms.pop(), firms.is_empty(), inn) {
        (Some(firm), true, _) => Ok(firm),
        (Some(_), false, _) => Err(Fault::new(
            "several_firms",
            "Фирм несколько. Ничего не изменено. Укажите ИНН нужной ключом --firm.",
        )),
        (None, _, Some(inn)) => Err(Fault::new(
            "firm_not_found",
            format!("Фирмы с ИНН {inn} в программе нет. Ничего не изменено. Проверьте ИНН."),
        )),
        (None, _, None) => Err(Fault::new(
            "firm_not_found",
            "В программе нет ни одной фирмы. Ничего не изменено. Сначала подключите оператора: surguch-cli connect.",
        )),
    }
}
