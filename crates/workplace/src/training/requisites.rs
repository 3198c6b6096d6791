//! What papers print about the companies of the training world, so that the first record can be printed, made a file of
//! and paid without filling in a card.

use api::ApiError;
use domain::{Address, BankAccount, Firm, Party, PersonName, Requisites, Signatory};
use engine::Engine;
use serde_json::Value;

use super::{list, text};

/// Gives every company of the training world the requisites that it has there. What a person filled in stays.
pub(super) async fn bring(engine: &Engine, world: &Value) -> Result<(), ApiError> {
    let head = head(world);
    for firm in engine.firms().await? {
        let told = told(world, "organizations", &firm.party);
        if let Some(told) = told.filter(|_| firm.requisites == Requisites::default()) {
            let Firm { id, party, .. } = firm;
            let requisites = requisites(told, head.clone());
            engine.save_firm_card(Some(id), party, Some(requisites)).await?;
        }
    }
    for view in engine.counterparties(String::new(), None, 100).await? {
        let known = view.counterparty;
        let told = told(world, "counterparties", &known.party);
        if let Some(told) = told.filter(|_| known.requisites == Requisites::default()) {
            let requisites = requisites(told, Signatory::default());
            engine
                .save_counterparty(Some(known.id), known.party, Some(requisites))
                .await?;
        }
    }
    Ok(())
}

fn told<'a>(world: &'a Value, camp: &str, party: &Party) -> Option<&'a Value> {
    list(world, camp)
        .iter()
        .find(|one| text(one, "inn") == party.inn.as_str())
}

/// The clerk of the training world signs everything there.
fn head(world: &Value) -> Signatory {
    let ours = list(world, "users")
        .iter()
        .find(|user| text(user, "camp") == "ours");
    Signatory {
        position: "Генеральный директор".to_owned(),
        name: PersonName::from_full(&ours.map(|user| text(user, "name")).unwrap_or_default()),
        grounds: "Устава".to_owned(),
    }
}

fn requisites(told: &Value, head: Signatory) -> Requisites {
    let nothing = Value::Null;
    let address = told.get("address").unwrap_or(&nothing);
    Requisites {
        full_name: text(told, "full_name"),
        ogrn: text(told, "ogrn").parse().ok(),
        address: Address {
            region_code: text(address, "region_code"),
            region: text(address, "city"),
            city: text(address, "city"),
            street: text(address, "street"),
            ..Address::default()
        },
        bank: account(&text(told, "inn")),
        head,
        ..Requisites::default()
    }
}

/// An account at a bank that does not exist, with the right key: nobody's money can go there.
fn account(inn: &str) -> BankAccount {
    let tail: String = inn.chars().rev().take(7).collect();
    let with_key = |key: u32| BankAccount {
        bank: "Учебный банк".to_owned(),
        bic: "049999999".to_owned(),
        account: format!("40702810{key}0000{tail:0>7}"),
        correspondent_account: String::new(),
    };
    (0..10)
        .map(with_key)
        .find(|account| account.problems().is_empty())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn the_account_of_every_company_has_its_right_key() {
        for inn in ["9612045075", "963417058273", "9644112800"] {
            let account = account(inn);
            assert_eq!((account.account.len(), account.problems()), (20, vec![]));
        }
    }
}
