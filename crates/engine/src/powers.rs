//! «Доверенности»: by whose leave a person signs for a firm, in the register of the ФНС («МЧД»), told in words, on paper or
//! as the operator's cabinet knows it, kept with their files, and whether one fits a signature that is to be made.
//!
//! What a file says is the truth; what a person types must agree with it. Deliberately not here: the powers themselves,
//! and whether a power was revoked: only the register of the ФНС knows, and the operator asks it.

mod ends;
mod fits;
mod form;
mod save;
mod told;
mod view;

pub(crate) use ends::{EndingPower, ending};
pub(crate) use fits::{PowerConcern, concern};
pub use save::PowerRequest;
pub use store::PowerOfAttorneyId;
pub(crate) use told::Leave;
pub(crate) use view::label;
pub use view::{PowerState, PowerView};

use domain::FirmId;
use store::{PowerOfAttorney, Reader};

use crate::changes::{Change, Directory};
use crate::error::{Code, Error};
use crate::{Engine, Result};

impl Engine {
    /// Every power of attorney, newest first; with a firm, only its own.
    pub async fn powers(&self, firm: Option<FirmId>) -> Result<Vec<PowerView>> {
        self.blocking(move |inner| {
            let kept = inner.read(|r| Ok(r.powers_of_attorney()?))?;
            kept.into_iter()
                .filter(|power| firm.is_none_or(|firm| power.body.firm == firm))
                .map(|power| view::of(inner, power))
                .collect()
        })
        .await
    }

    /// Notes a power of attorney, or changes one; what its file says need not be typed.
    ///
    /// Errors: `firm_not_found`, `power_not_found`, `certificate_not_found`, `power_number`, `power_principal`,
    /// `power_representative`, `power_dates`, `power_exists`, `power_file_differs`, `power_signature`, `power_issued_on`,
    /// `power_issued_by`, `power_system`, `power_too_long`, `power_without_file`, `power_has_no_file`, and those of a file that
    /// is no power of attorney.
    pub async fn save_power(&self, request: PowerRequest) -> Result<PowerView> {
        let view = self
            .blocking(move |inner| {
                let id = save::save(inner, &request)?;
                let kept = inner.read(|r| known(r, id))?;
                view::of(inner, kept)
            })
            .await?;
        self.tell_powers();
        Ok(view)
    }

    /// Forgets a power of attorney with its files. What was signed by its leave stays as it is. `power_not_found`.
    pub async fn remove_power(&self, id: PowerOfAttorneyId) -> Result<()> {
        self.write(move |w| {
            known(w, id)?;
            Ok(w.remove_power_of_attorney(id)?)
        })
        .await?;
        self.tell_powers();
        Ok(())
    }

    fn tell_powers(&self) {
        self.inner.changes.tell(&Change::directory(Directory::Powers));
    }
}

/// The power of attorney of this number in the list. `power_not_found`.
pub(crate) fn known(r: &Reader<'_>, id: PowerOfAttorneyId) -> Result<PowerOfAttorney> {
    r.power_of_attorney(id)?.ok_or_else(|| {
        Error::new(
            Code::Signing("power_not_found"),
            "Такой доверенности в программе нет: возможно, её удалили. Ничего не подписано и не изменено. Обновите список \
             и выберите доверенность заново.",
        )
    })
}
