//! Our own firms.

use domain::{Firm, FirmId, Inn, Kpp, Party, Requisites};
use store::{Reader, Writer};

use crate::changes::{Change, Directory};
use crate::error::{Code, Error};
use crate::{Engine, Result};

impl Engine {
    /// Every firm of ours.
    pub async fn firms(&self) -> Result<Vec<Firm>> {
        self.read(|r| Ok(r.firms()?)).await
    }

    /// Makes a firm or changes one; papers that came before it find their firm now. Requisites stay as they are.
    /// `firm_exists` when another firm has these numbers.
    pub async fn save_firm(&self, id: Option<FirmId>, party: Party) -> Result<FirmId> {
        self.save_firm_card(id, party, None).await
    }

    /// The same, and what papers print beside name and numbers. `bad_bank_account` when an account does not fit its
    /// bank.
    pub async fn save_firm_card(
        &self,
        id: Option<FirmId>,
        party: Party,
        requisites: Option<Requisites>,
    ) -> Result<FirmId> {
        if let Some(requisites) = &requisites {
            check_account(requisites)?;
        }
        let saved = self
            .blocking(move |inner| {
                let saved = inner.write(|w| {
                    let saved = save(w, id, &party)?;
                    if let Some(requisites) = &requisites {
                        w.set_firm_requisites(saved, requisites)?;
                    }
                    Ok(saved)
                })?;
                inner.recognise_again()?;
                Ok(saved)
            })
            .await?;
        self.inner.changes.tell(&Change::directory(Directory::Firms));
        Ok(saved)
    }
}

fn save(w: &Writer<'_>, id: Option<FirmId>, party: &Party) -> Result<FirmId> {
    if let Some(id) = id
        && w.firm(id)?.is_none()
    {
        return Err(not_found());
    }
    if let Some(other) = same_numbers(w, party)?.filter(|other| Some(other.id) != id) {
        return Err(exists(&other));
    }
    Ok(w.save_firm(id, party)?)
}

fn same_numbers(r: &Reader<'_>, party: &Party) -> Result<Option<Firm>> {
    Ok(r.firms()?
        .into_iter()
        .find(|firm| firm.party.inn == party.inn && firm.party.kpp == party.kpp))
}

/// The firm of ours with these numbers. Without an exact match the only firm with this ИНН counts: papers often
/// leave the КПП out or name that of a branch.
pub(crate) fn matching_firm(r: &Reader<'_>, inn: &Inn, kpp: Option<&Kpp>) -> Result<Option<Firm>> {
    let mut same_inn: Vec<Firm> = r
        .firms()?
        .into_iter()
        .filter(|firm| firm.party.inn == *inn)
        .collect();
    if let Some(exact) = same_inn.iter().position(|firm| firm.party.kpp.as_ref() == kpp) {
        return Ok(Some(same_inn.swap_remove(exact)));
    }
    Ok(if same_inn.len() == 1 { same_inn.pop() } else { None })
}

/// A slip of the pen in an account costs money, so it is told before anything is kept.
pub(crate) fn check_account(requisites: &Requisites) -> Result<()> {
    let problems = requisites.bank.problems();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::new(
        Code::BadBankAccount,
        format!("{} Ничего не изменено.", problems.join(" ")),
    ))
}

pub(crate) fn not_found() -> Error {
    Error::new(
        Code::FirmNotFound,
        "Такой фирмы в программе нет: возможно, список изменился. Ничего не изменено. Обновите список и повторите.",
    )
}

fn exists(other: &Firm) -> Error {
    Error::new(
        Code::FirmExists,
        format!(
            "Фирма с такими ИНН и КПП уже есть: {}. Ничего не изменено. Откройте её карточку или исправьте номера.",
            other.party.name
        ),
    )
}
