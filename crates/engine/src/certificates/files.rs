//! Key files of a person taken in: for test and unqualified signatures only (63-ФЗ, article 5: a qualified key lives in
//! a certified means of protection).
//!
//! A key never lies here without a password: one that came without gets the password that the person gives.

use std::fs;
use std::io::Write;
use std::path::Path;

use signature::certificate::Certificate;
use signature::{SystemRandom, key_file};
use zeroize::Zeroizing;

use super::view::CertificateView;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::ports::Secret;
use crate::{Engine, Result};

/// Shorter ones are guessed in an hour.
const SHORTEST_PASSWORD: usize = 6;

/// A file that a person brought.
pub struct KeyFile {
    /// Its name, for what is said about it.
    pub name: String,
    /// Its bytes.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Engine {
    /// Takes in a certificate and its key; the certificate comes back as the list shows it. `key_files_not_allowed`,
    /// `no_certificate_file`, `no_key`, `wrong_password`, `password_too_short`, `key_not_supported`.
    pub async fn add_key_files(
        &self,
        files: Vec<KeyFile>,
        password: Option<Secret>,
    ) -> Result<CertificateView> {
        let thumbprint = self
            .blocking(move |inner| {
                let pair = pair(&files, password.as_ref())?;
                keep(inner, &pair)?;
                Ok(*pair.certificate.thumbprint().as_bytes())
            })
            .await?;
        let refreshed = self.refresh_certificates().await?;
        let mut views = refreshed.certificates.into_iter();
        views
            .find(|view| view.kept.seen.thumbprint == thumbprint)
            .ok_or_else(|| Error::internal("a key file is kept and its store does not show it"))
    }
}

struct Pair {
    certificate: Certificate,
    /// The file of the key, under a password.
    key: Zeroizing<Vec<u8>>,
}

fn pair(files: &[KeyFile], password: Option<&Secret>) -> Result<Pair> {
    let password = password
        .map(Secret::expose)
        .filter(|password| !password.is_empty());
    let certificate = files
        .iter()
        .find_map(|file| Certificate::from_pem_or_der(&file.bytes).ok())
        .ok_or_else(no_certificate)?;
    let public = certificate.public_key().map_err(|cause| super::trouble(&cause))?;
    let mut refused = None;
    for file in files {
        match key_file::read(&file.bytes, password) {
            Ok(key) if key.public_key() == public => {
                let is_locked = key_file::needs_password(&file.bytes).unwrap_or(false);
                let bytes = if is_locked {
                    file.bytes.clone()
                } else {
                    let password = password.ok_or_else(no_password)?;
                    if password.chars().count() < SHORTEST_PASSWORD {
                        return Err(no_password());
                    }
                    let sealed = key_file::write(&key, password, &mut SystemRandom);
                    Zeroizing::new(sealed.map_err(|cause| super::trouble(&cause))?)
                };
                return Ok(Pair {
                    certificate,
                    key: bytes,
                });
            }
            // A certificate in DER looks like a locked key from afar.
            Err(cause @ signature::Error::WrongPassword)
                if Certificate::from_pem_or_der(&file.bytes).is_err() =>
            {
                refused = Some(cause);
            }
            Ok(_) | Err(_) => {}
        }
    }
    Err(super::trouble(&refused.unwrap_or(signature::Error::NoKey)))
}

fn keep(inner: &Inner, pair: &Pair) -> Result<()> {
    let folder = inner.ports.keys.files().ok_or_else(not_allowed)?;
    let name = pair.certificate.thumbprint().to_string();
    let kept = fs::create_dir_all(&folder)
        .and_then(|()| written(&folder.join(format!("{name}.key")), &pair.key))
        .and_then(|()| written(&folder.join(format!("{name}.cer")), pair.certificate.der()));
    kept.map_err(|cause| {
        Error::new(
            Code::FolderUnavailable,
            format!(
                "Файл ключа не записан: {cause}. Ключ остался у вас как был. Проверьте место на диске и права на папку \
                 программы и повторите."
            ),
        )
    })
}

/// Nobody but the person reads it, as far as the system can tell people apart.
fn written(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(bytes)
}

fn no_certificate() -> Error {
    Error::new(
        Code::Signing("no_certificate_file"),
        "Среди файлов нет сертификата. Ничего не добавлено. Выберите вместе файл сертификата (.cer, .crt, .pem) и файл \
         ключа.",
    )
}

fn no_password() -> Error {
    Error::new(
        Code::Signing("password_too_short"),
        "Файл ключа не защищён паролем. Ничего не добавлено. Придумайте пароль не короче 6 знаков: под ним программа \
         сохранит ключ и будет спрашивать его перед подписью.",
    )
}

fn not_allowed() -> Error {
    Error::new(
        Code::Signing("key_files_not_allowed"),
        "Здесь файлы ключей не принимаются. Ничего не добавлено. Откройте программу в её окне.",
    )
}
