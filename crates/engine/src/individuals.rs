//! «Физлица»: clients who are people.

use domain::{Individual, IndividualBody, IndividualId};
use store::PartyChange;

use crate::changes::{Change, Directory};
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// Everything about one person.
#[derive(Debug, Clone)]
pub struct IndividualCard {
    /// The person.
    pub individual: Individual,
    /// How many documents name them.
    pub documents: u64,
    /// Names, numbers and addresses of before, newest first.
    pub history: Vec<PartyChange>,
    /// Other people with the same telephone: perhaps the same person twice.
    pub same_phone: Vec<Individual>,
}

impl Engine {
    /// People whose name, telephone or e-mail fits, in pages.
    pub async fn individuals(
        &self,
        query: String,
        after: Option<IndividualId>,
        limit: u32,
    ) -> Result<Vec<Individual>> {
        self.read(move |r| Ok(r.individuals(&query, after, limit)?)).await
    }

    /// The card of a person. `individual_not_found`.
    pub async fn individual(&self, id: IndividualId) -> Result<IndividualCard> {
        self.read(move |r| {
            let individual = r.individual(id)?.ok_or_else(not_found)?;
            let mut same_phone = match &individual.body.phone {
                Some(phone) => r.individuals_by_phone(phone)?,
                None => Vec::new(),
            };
            same_phone.retain(|other| other.id != id);
            Ok(IndividualCard {
                documents: r.documents_of_individual(id)?,
                history: r.individual_history(id)?,
                individual,
                same_phone,
            })
        })
        .await
    }

    /// Makes a person or changes one; what they were called before stays in the history.
    ///
    /// Errors: `individual_not_found`, `name_empty`.
    pub async fn save_individual(
        &self,
        id: Option<IndividualId>,
        body: IndividualBody,
    ) -> Result<IndividualId> {
        if body.name.is_empty() {
            return Err(Error::new(
                Code::NameEmpty,
                "Фамилия и имя не заполнены. Ничего не изменено. Впишите хотя бы фамилию.",
            ));
        }
        let saved = self
            .blocking(move |inner| {
                let now = inner.now();
                inner.write(|w| {
                    if let Some(id) = id {
                        w.individual(id)?.ok_or_else(not_found)?;
                    }
                    Ok(w.save_individual(id, &body, now)?)
                })
            })
            .await?;
        self.inner
            .changes
            .tell(&Change::directory(Directory::Individuals));
        Ok(saved)
    }

    /// Makes two rows of one person into one: documents and history of `drop` go to `keep`.
    ///
    /// Errors: `individual_not_found`, `merge_with_itself`.
    pub async fn merge_individuals(&self, keep: IndividualId, drop: IndividualId) -> Result<()> {
        if keep == drop {
            return Err(merge_with_itself());
        }
        self.blocking(move |inner| {
            let now = inner.now();
            inner.write(|w| {
                for id in [keep, drop] {
                    w.individual(id)?.ok_or_else(not_found)?;
                }
                Ok(w.merge_individuals(keep, drop, now)?)
            })
        })
        .await?;
        self.inner
            .changes
            .tell(&Change::directory(Directory::Individuals));
        self.tell_views();
        Ok(())
    }
}

pub(crate) fn merge_with_itself() -> Error {
    Error::new(
        Code::MergeWithItself,
        "Выбрана одна и та же карточка дважды. Ничего не изменено. Выберите две разные.",
    )
}

pub(crate) fn not_found() -> Error {
    Error::new(
        Code::IndividualNotFound,
        "Такого физлица в программе нет: возможно, список изменился. Ничего не изменено. Обновите список и повторите.",
    )
}
