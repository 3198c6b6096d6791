//! Bringing certificates of authorities in, and letting them go.

use signature::certificate::{Certificate, Thumbprint};
use store::{TrustKind, TrustedCertificate};

use super::key_id;
use super::look::{AuthorityView, authority_view};
use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::import::ImportFile;
use crate::{Engine, Result};

/// Where a certificate came from needs a sentence, not a page.
const LONGEST_SOURCE: usize = 500;

/// A certificate of an authority to be brought in.
#[derive(Debug, Clone)]
pub struct NewAuthority {
    /// The certificate: DER, PEM or base64.
    pub file: ImportFile,
    /// Where it came from and how its fingerprint was made sure.
    pub source: String,
    /// The fingerprint (SHA-1 or SHA-256) from another source; refused when the file has another one.
    pub fingerprint: Option<String>,
}

/// A certificate of an authority that is looked at before it is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAtAuthority {
    /// What it says of itself; the source is empty where it is not trusted yet.
    pub view: AuthorityView,
    /// It is trusted already.
    pub is_known: bool,
}

impl Engine {
    /// What the certificate of an authority says of itself, so that its fingerprint is compared before it is trusted.
    /// Nothing is kept.
    ///
    /// Errors: `certificate_unreadable`, `not_an_authority`.
    pub async fn look_at_authority(&self, file: ImportFile) -> Result<LookedAtAuthority> {
        self.blocking(move |inner| look(inner, &file)).await
    }

    /// Brings a certificate of an authority in: a root where it gave itself its certificate, else one that only helps to
    /// build chains.
    ///
    /// Errors: `certificate_unreadable`, `not_an_authority`, `fingerprint_differs`, `source_empty`.
    pub async fn add_authority(&self, new: NewAuthority) -> Result<AuthorityView> {
        let view = self.blocking(move |inner| add(inner, &new)).await?;
        self.inner.changes.tell(&Change::directory(Directory::Trust));
        Ok(view)
    }

    /// Trusts it no more; its list of revoked certificates goes too when no other certificate has its key.
    /// `authority_not_found`.
    pub async fn remove_authority(&self, thumbprint: &str) -> Result<()> {
        let thumbprint = Thumbprint::parse(thumbprint).map_err(|_| not_found())?;
        self.blocking(move |inner| remove(inner, thumbprint)).await?;
        self.inner.changes.tell(&Change::directory(Directory::Trust));
        Ok(())
    }
}

fn look(inner: &Inner, file: &ImportFile) -> Result<LookedAtAuthority> {
    let (certificate, read) = read(inner, file)?;
    let all = inner.read(|r| Ok(r.trusted_certificates()?))?;
    let known = all.into_iter().find(|known| known.thumbprint == read.thumbprint);
    Ok(LookedAtAuthority {
        is_known: known.is_some(),
        view: authority_view(&known.unwrap_or(read), &certificate, inner.now()),
    })
}

/// The certificate of a file as it would be kept; nobody has said yet where it came from.
fn read(inner: &Inner, file: &ImportFile) -> Result<(Certificate, TrustedCertificate)> {
    let certificate = Certificate::from_pem_or_der(&file.bytes).map_err(|_| unreadable(&file.name))?;
    let kept = TrustedCertificate {
        thumbprint: *certificate.thumbprint().as_bytes(),
        der: certificate.der().to_vec(),
        kind: kind_of(&certificate)?,
        source: String::new(),
        added_at: inner.now(),
    };
    Ok((certificate, kept))
}

fn add(inner: &Inner, new: &NewAuthority) -> Result<AuthorityView> {
    let source = new.source.trim();
    if source.is_empty() || source.chars().count() > LONGEST_SOURCE {
        return Err(no_source());
    }
    let (certificate, mut kept) = read(inner, &new.file)?;
    source.clone_into(&mut kept.source);
    let view = authority_view(&kept, &certificate, inner.now());
    if let Some(wanted) = &new.fingerprint {
        check_fingerprint(&view, wanted)?;
    }
    inner.write(|w| Ok(w.save_trusted_certificate(&kept)?))?;
    Ok(view)
}

/// A root where it signed itself, a helper where another did.
fn kind_of(certificate: &Certificate) -> Result<TrustKind> {
    let constraints = certificate.basic_constraints();
    let is_authority = constraints.is_some_and(|constraints| constraints.is_authority);
    let may_sign = certificate
        .key_usage()
        .is_none_or(|usage| usage.certificate_signing);
    if !is_authority || !may_sign {
        return Err(refused(
            "Это сертификат владельца, а не удостоверяющего центра.",
            "Выберите сертификат удостоверяющего центра.",
        ));
    }
    if certificate.public_key().is_err() {
        return Err(refused(
            "Ключ этого сертификата не по ГОСТ Р 34.10-2012; подписи с другими алгоритмами программа не проверяет.",
            "Выберите сертификат с ключом ГОСТ.",
        ));
    }
    if !certificate.is_self_issued() {
        return Ok(TrustKind::Intermediate);
    }
    certificate.check_signature(certificate).map_err(|_| {
        refused(
            "Подпись корневого сертификата под самим собой неверна: файл повреждён или подделан.",
            "Получите его заново из надёжного источника.",
        )
    })?;
    Ok(TrustKind::Root)
}

fn check_fingerprint(view: &AuthorityView, wanted: &str) -> Result<()> {
    let digits: String = wanted
        .chars()
        .filter(char::is_ascii_hexdigit)
        .map(|digit| digit.to_ascii_uppercase())
        .collect();
    if digits == view.thumbprint || digits == view.sha256 {
        return Ok(());
    }
    Err(Error::new(
        Code::FingerprintDiffers,
        format!(
            "Отпечаток сертификата в файле другой: SHA-1 {}, SHA-256 {}. Сертификат не добавлен. Проверьте, тот ли это \
             файл, и не доверяйте ему, пока отпечатки не совпадут.",
            view.thumbprint, view.sha256
        ),
    ))
}

fn remove(inner: &Inner, thumbprint: Thumbprint) -> Result<()> {
    inner.write(|w| {
        let all = w.trusted_certificates()?;
        let (gone, left): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|kept| kept.thumbprint == *thumbprint.as_bytes());
        let gone = gone.into_iter().next().ok_or_else(not_found)?;
        w.remove_trusted_certificate(&gone.thumbprint)?;
        let key = |kept: &TrustedCertificate| Certificate::from_der(&kept.der).ok().map(|one| key_id(&one));
        if let Some(gone) = key(&gone)
            && !left.iter().any(|kept| key(kept).as_ref() == Some(&gone))
        {
            w.remove_revocation_list(&gone)?;
        }
        Ok(())
    })
}

fn unreadable(name: &str) -> Error {
    Error::new(
        Code::CertificateUnreadable,
        format!(
            "Файл «{name}» не читается как сертификат. Ничего не добавлено. Выберите файл .cer, .crt, .der или .pem с \
             одним сертификатом."
        ),
    )
}

fn refused(what: &str, advice: &str) -> Error {
    Error::new(
        Code::NotAnAuthority,
        format!("{what} Ничего не добавлено. {advice}"),
    )
}

fn no_source() -> Error {
    Error::new(
        Code::SourceEmpty,
        format!(
            "Не сказано, откуда сертификат и с чем сверен его отпечаток, или сказано длиннее {LONGEST_SOURCE} знаков. \
             Ничего не добавлено. Напишите одной фразой, например: «Портал уполномоченного органа, отпечаток сверен по \
             телефону»."
        ),
    )
}

fn not_found() -> Error {
    Error::new(
        Code::AuthorityNotFound,
        "Такого сертификата среди доверенных нет. Ничего не изменено. Обновите список.",
    )
}
