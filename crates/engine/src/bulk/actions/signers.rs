//! Who signs for each firm in one job, by whose leave, and what speaks against it: shared by the actions that sign.

use std::collections::BTreeMap;

use domain::{Document, DocumentId, FirmId};
use store::{
    BulkFault, CertificateId, KeptCertificate, NewCloudFile, PowerOfAttorney, PowerOfAttorneyId, Reader,
};

use crate::bulk::{Coming, Readiness, Verdict};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::firm_signers::Who;
use crate::powers::{self, Leave, PowerConcern};
use crate::preflight::{self, How};
use crate::send::{self, OurSignature, Repeat, Wish};
use crate::signing::{self, CloudKeys, Contents, Keys, Taken};
use crate::{Result, certificates};

/// Who signs for a firm.
pub(super) struct FirmSigner {
    /// Their certificate.
    pub(super) kept: KeptCertificate,
    /// By whose leave.
    pub(super) power: Option<PowerOfAttorney>,
    /// The same, as an operator is told it.
    pub(super) leave: Option<Leave>,
}

impl FirmSigner {
    /// Who it is that signs, for what names its signer.
    pub(super) fn who(&self) -> Who<'_> {
        Who {
            certificate: &self.kept,
            leave: self.leave.as_ref(),
        }
    }
}

/// The signers of a job, and their keys.
pub(super) struct Signers {
    by_firm: BTreeMap<FirmId, FirmSigner>,
    keys: Keys,
    cloud: CloudKeys,
}

/// What an action has signed of a document; `None` where its row will tell why there is nothing.
pub(super) type ToSign<'a> = &'a dyn Fn(&Inner, DocumentId, Who<'_>) -> Result<Option<NewCloudFile>>;

/// Who signs what, for keys that an operator keeps.
struct Wanted<'a> {
    by_firm: &'a BTreeMap<FirmId, FirmSigner>,
    to_sign: ToSign<'a>,
}

impl Contents for Wanted<'_> {
    fn signer(&self, inner: &Inner, document: DocumentId) -> Result<Option<KeptCertificate>> {
        Ok(self
            .of_document(inner, document)?
            .map(|signer| &signer.kept)
            .filter(|kept| signing::is_cloud(kept))
            .cloned())
    }

    fn content(
        &self,
        inner: &Inner,
        document: DocumentId,
        signer: &KeptCertificate,
    ) -> Result<Option<NewCloudFile>> {
        let found = self.of_document(inner, document)?;
        match found.filter(|found| found.kept.id == signer.id) {
            Some(found) => (self.to_sign)(inner, document, found.who()),
            None => Ok(None),
        }
    }
}

impl<'a> Wanted<'a> {
    fn of_document(&self, inner: &Inner, document: DocumentId) -> Result<Option<&'a FirmSigner>> {
        let firm = inner.read(|r| Ok(r.document(document)?.and_then(|found| found.body.firm)))?;
        Ok(firm.and_then(|firm| self.by_firm.get(&firm)))
    }
}

/// What came of signing one document.
pub(super) enum Signed {
    /// A signature.
    Ours(OurSignature),
    /// There is none for this document, and others may do better.
    Refused(Error),
}

impl Signers {
    /// Those that a person chose, by firm. The errors are those of a plan.
    pub(super) fn chosen(
        inner: &Inner,
        r: &Reader<'_>,
        certificates: BTreeMap<i64, i64>,
        powers_of_attorney: &BTreeMap<i64, i64>,
    ) -> Result<Self> {
        let mut by_firm = BTreeMap::new();
        for (firm, certificate) in certificates {
            let kept = certificates::known(r, CertificateId(certificate))?;
            let power = match powers_of_attorney.get(&firm) {
                Some(id) => Some(powers::known(r, PowerOfAttorneyId(*id))?),
                None => None,
            };
            let leave = match &power {
                Some(power) => Some(Leave::of(r, power, &kept)?),
                None => None,
            };
            by_firm.insert(FirmId(firm), FirmSigner { kept, power, leave });
        }
        let mut wanted: Vec<KeptCertificate> = Vec::new();
        for signer in by_firm.values() {
            if !wanted.contains(&signer.kept) {
                wanted.push(signer.kept.clone());
            }
        }
        Ok(Self {
            by_firm,
            keys: Keys::of(wanted),
            cloud: CloudKeys::new(inner),
        })
    }

    /// Gets the keys opened, and signed by operators what is signed there.
    pub(super) fn ready(
        &mut self,
        inner: &Inner,
        coming: &Coming<'_>,
        to_sign: ToSign<'_>,
    ) -> Result<Readiness> {
        if self.keys.ready(inner)? == Readiness::Later {
            return Ok(Readiness::Later);
        }
        let mut all = self.by_firm.values();
        if !all.any(|signer| signing::is_cloud(&signer.kept)) {
            return Ok(Readiness::Now);
        }
        let by_firm = &self.by_firm;
        self.cloud.ready(inner, coming, &Wanted { by_firm, to_sign })
    }

    /// Opens the keys of this computer where nobody has to be asked for a PIN. `key_needs_pin`, and what the stores say.
    pub(super) fn open_unattended(&mut self, inner: &Inner) -> Result<()> {
        self.keys.open_unattended(inner)
    }

    /// Who signs for this firm.
    pub(super) fn of(&self, firm: Option<FirmId>) -> Option<&FirmSigner> {
        firm.and_then(|firm| self.by_firm.get(&firm))
    }

    /// Signs this content of a document for its firm. An error is one of the key: every other document would meet it
    /// too.
    pub(super) fn sign(
        &mut self,
        inner: &Inner,
        (document, firm): (DocumentId, Option<FirmId>),
        content: &[u8],
    ) -> Result<Signed> {
        let Some(signer) = firm.and_then(|firm| self.by_firm.get(&firm)) else {
            return Ok(Signed::Refused(no_certificate()));
        };
        let mut ours = if signing::is_cloud(&signer.kept) {
            if let Some(why) = self.cloud.refusal(document) {
                return Ok(Signed::Refused(why));
            }
            match signing::taken(inner, document, &signer.kept, content)? {
                Taken::Ours(ours) => ours,
                Taken::Refused(why) => return Ok(Signed::Refused(why)),
            }
        } else {
            signing::signed(inner, &mut self.keys, &signer.kept, content)?
        };
        ours.power_of_attorney.clone_from(&signer.leave);
        Ok(Signed::Ours(ours))
    }

    /// What is to be said of who would sign this document.
    pub(super) fn concern(
        &self,
        inner: &Inner,
        r: &Reader<'_>,
        document: &Document,
    ) -> Result<Option<Concern>> {
        match document.body.firm {
            Some(firm) => self.concern_of_firm(inner, r, firm),
            None => Ok(None),
        }
    }

    /// What is to be said of who would sign for this firm.
    pub(super) fn concern_of_firm(
        &self,
        inner: &Inner,
        r: &Reader<'_>,
        id: FirmId,
    ) -> Result<Option<Concern>> {
        let (Some(signer), Some(firm)) = (self.by_firm.get(&id), r.firm(id)?) else {
            return Ok(Some(Concern::Obstacle(fault(&no_certificate()))));
        };
        let (seen, now) = (&signer.kept.seen, inner.now());
        if now > seen.valid_to || now < seen.valid_from {
            return Ok(Some(Concern::obstacle(
                "certificate_not_valid",
                "Срок действия выбранного сертификата закончился или ещё не начался. Документ не подписан и не отправлен. \
                 Выберите другой сертификат.",
            )));
        }
        let own = firm.party.inn.as_str();
        if !seen.organisation_inn.is_empty() && seen.organisation_inn != own {
            return Ok(Some(Concern::obstacle(
                "certificate_of_another_firm",
                "В выбранном сертификате ИНН другой организации, оператор такую подпись не примет. Документ не подписан и \
                 не отправлен. Выберите сертификат этой фирмы.",
            )));
        }
        if let Some(power) = &signer.power {
            let concern = powers::concern(&power.body, &firm.party, seen, inner.today());
            return Ok(concern.map(|concern| match concern {
                PowerConcern::Obstacle(error) => Concern::Obstacle(fault(&error)),
                PowerConcern::Warning(error) => Concern::Warning(fault(&error)),
            }));
        }
        let is_own_person = seen.inn == own;
        if seen.organisation_inn.is_empty() && !is_own_person {
            return Ok(Some(Concern::Warning(BulkFault {
                code: "no_power_of_attorney".to_owned(),
                text: "Сертификат выдан человеку, а не фирме, и доверенность (МЧД) не указана. Оператор примет документ, но \
                       другая сторона может его не принять. Укажите доверенность."
                    .to_owned(),
            })));
        }
        Ok(None)
    }
}

/// What an operator that keeps a key is given to sign, where documents are about to be sent. Word and tags do not change it.
pub(super) fn draft_to_sign(inner: &Inner, document: DocumentId, how: How) -> Option<NewCloudFile> {
    let wish = Wish {
        document,
        how,
        comment: String::new(),
        tags: Vec::new(),
        repeat: Repeat::AfterRefusal,
    };
    send::draft(inner, wish).ok().map(|draft| draft.to_sign())
}

/// What a plan shows of a document that could be sent so, from what the operator would say and from what stands against
/// who would sign: an obstacle first, then the words of the operator.
pub(super) fn before_sending(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    how: How,
    concern: Option<Concern>,
) -> Result<Verdict> {
    if let Some(obstacle @ Concern::Obstacle(_)) = concern {
        return Ok(obstacle.verdict());
    }
    let warning = preflight::fault(&preflight::warnings(inner, r, document, how)?);
    Ok(match (warning, concern) {
        (Some(fault), _) => Verdict::Warned(fault),
        (None, Some(concern)) => concern.verdict(),
        (None, None) => Verdict::Ready,
    })
}

/// What is to be said of who would sign.
pub(super) enum Concern {
    /// It cannot be signed.
    Obstacle(BulkFault),
    /// It can, and a person should know this.
    Warning(BulkFault),
}

impl Concern {
    fn obstacle(code: &'static str, text: &str) -> Self {
        Self::Obstacle(fault(&Error::new(Code::Signing(code), text)))
    }

    /// What a plan shows.
    pub(super) fn verdict(self) -> Verdict {
        match self {
            Self::Obstacle(fault) => Verdict::Blocked(fault),
            Self::Warning(fault) => Verdict::Warned(fault),
        }
    }
}

fn fault(error: &Error) -> BulkFault {
    crate::bulk::action::fault(error)
}

/// Nobody was chosen for the firm of a document.
pub(super) fn no_certificate() -> Error {
    Error::new(
        Code::Signing("no_certificate"),
        "Для фирмы этого документа не выбран сертификат. Документ не подписан и не отправлен. Выберите сертификат и \
         повторите.",
    )
}
