//! Certificates of this computer: what the stores of keys show, who signs for which firm, what will end soon.
//!
//! Stores answer in seconds and ask a person for nothing; what they showed last is in the database, so that every list
//! stands at once. `refresh` asks the stores, and `cloud` the operators that keep keys, `modules`
//! remembers drivers of tokens in unusual places, `fits` tells for which firms a certificate is, `pick` chooses one and
//! says why, `files` takes in key files, `warnings` tells of the end in time.
//!
//! Deliberately not here: opening a key (`signing`), and whether a signature holds.

mod cloud;
mod files;
mod fits;
mod modules;
mod pick;
mod refresh;
mod trouble;
mod view;
mod warnings;

pub use files::KeyFile;
pub use fits::CertificateFit;
pub(crate) use fits::{key as name_key, same_person};
pub use modules::TokenModule;
pub(crate) use modules::use_named_modules;
pub use pick::SigningPick;
pub use refresh::{RefreshedCertificates, StoreTrouble};
pub(crate) use trouble::{log_in_trouble, trouble, words as trouble_words};
pub use view::CertificateView;
pub(crate) use view::{all as views, is_qualified_claimed};
pub use warnings::EndStep;
pub(crate) use warnings::{LOOK_EVERY as ENDS_EVERY, certificate_advice, ending, power_advice};

use std::sync::{Mutex, PoisonError};

use domain::{EmployeeId, FirmId};
use jiff::Timestamp;
use store::{CertificateId, KeptCertificate, Reader};

use crate::changes::{Change, Directory};
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// What the engine keeps of stores of keys.
#[derive(Default)]
pub(crate) struct Certificates {
    /// Held while stores are asked: a token is not asked twice at once.
    pub(crate) asking: Mutex<()>,
    /// When the ends of certificates and powers were last looked at since the program started.
    ends_looked_at: Mutex<Option<Timestamp>>,
}

impl Certificates {
    fn looked_at(&self, now: Timestamp) {
        *self.ends_looked_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// When the ends of certificates and powers were last looked at since the program started.
    pub(crate) fn ends_looked_at(&self) -> Option<Timestamp> {
        *self.ends_looked_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// What is known, from the database: at once. With a firm, only what fits it or was chosen for it.
    pub async fn certificates(&self, firm: Option<FirmId>) -> Result<Vec<CertificateView>> {
        let now = self.inner.now();
        self.read(move |r| {
            let views = view::all(r, now)?;
            Ok(match firm {
                None => views,
                Some(firm) => views.into_iter().filter(|view| view.is_of(firm)).collect(),
            })
        })
        .await
    }

    /// Settles who signs for a firm, for everybody or while one employee sits at the computer; without a certificate
    /// the program chooses by itself again. `firm_not_found`, `employee_not_found`, `certificate_not_found`.
    pub async fn choose_certificate(
        &self,
        firm: FirmId,
        employee: Option<EmployeeId>,
        certificate: Option<CertificateId>,
    ) -> Result<()> {
        self.write(move |w| {
            w.firm(firm)?.ok_or_else(crate::firms::not_found)?;
            if let Some(employee) = employee {
                w.employee(employee)?.ok_or_else(crate::employees::not_found)?;
            }
            if let Some(certificate) = certificate {
                known(w, certificate)?;
            }
            Ok(w.choose_certificate(firm, employee, certificate)?)
        })
        .await?;
        self.tell_certificates();
        Ok(())
    }

    /// Takes a certificate out of the lists, or back into them. `certificate_not_found`.
    pub async fn hide_certificate(&self, id: CertificateId, is_hidden: bool) -> Result<()> {
        self.write(move |w| {
            known(w, id)?;
            Ok(w.set_certificate_hidden(id, is_hidden)?)
        })
        .await?;
        self.tell_certificates();
        Ok(())
    }

    fn tell_certificates(&self) {
        self.inner
            .changes
            .tell(&Change::directory(Directory::Certificates));
    }
}

/// The certificate of this number. `certificate_not_found`.
pub(crate) fn known(r: &Reader<'_>, id: CertificateId) -> Result<KeptCertificate> {
    r.certificate(id)?.ok_or_else(not_found)
}

fn not_found() -> Error {
    Error::new(
        Code::Signing("certificate_not_found"),
        "Такого сертификата в программе нет: возможно, список изменился. Ничего не подписано. Обновите список \
         сертификатов.",
    )
}
