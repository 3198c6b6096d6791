//! The door for a log-in in which a person takes part.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;

use super::{OpenId, REFRESH_TOKEN, TOKEN, certificate, refusals};
use crate::edo::Credentials;
use crate::edo::diadoc::{DIALECT, api_key, open_id, way_of};
use crate::edo::log_in::{BrowserLogIn, DeviceCode, Entrance, LogInKind, Polled};
use crate::http::{Address, Http, Limits};
use crate::{Error, Secret};

enum Door {
    Certificate { http: Http, api_key: Secret },
    OpenId(OpenId),
}

struct DiadocEntrance(Door);

/// The door of the way that the credentials name.
pub(in crate::edo::diadoc) fn open(
    address: &str,
    credentials: &Credentials,
) -> Result<Arc<dyn Entrance>, Error> {
    let limits = Limits::default();
    let door = match way_of(credentials)?.kind {
        LogInKind::Typed => return Err(refusals::way_not_allowed()),
        LogInKind::Certificate => Door::Certificate {
            api_key: api_key(credentials)?,
            http: Http::open(Address::parse(address)?, DIALECT, limits)?,
        },
        LogInKind::Browser | LogInKind::Device => Door::OpenId(open_id(address, credentials, limits)?),
    };
    Ok(Arc::new(DiadocEntrance(door)))
}

impl DiadocEntrance {
    fn certificate(&self) -> Result<(&Http, &Secret), Error> {
        match &self.0 {
            Door::Certificate { http, api_key } => Ok((http, api_key)),
            Door::OpenId(_) => Err(refusals::way_not_allowed()),
        }
    }

    fn open_id(&self) -> Result<&OpenId, Error> {
        match &self.0 {
            Door::OpenId(provider) => Ok(provider),
            Door::Certificate { .. } => Err(refusals::way_not_allowed()),
        }
    }
}

#[async_trait]
impl Entrance for DiadocEntrance {
    async fn sealed_for(&self, certificate: &[u8]) -> Result<Vec<u8>, Error> {
        let (http, api_key) = self.certificate()?;
        certificate::sealed(http, api_key, certificate).await
    }

    async fn confirm(&self, opened: &[u8], thumbprint: [u8; 20]) -> Result<Credentials, Error> {
        let (http, api_key) = self.certificate()?;
        let token = certificate::confirm(http, api_key, opened, thumbprint).await?;
        Ok(Credentials::from([(TOKEN.to_owned(), token)]))
    }

    async fn page(&self, asked: &BrowserLogIn) -> Result<String, Error> {
        self.open_id()?.page(asked).await
    }

    async fn exchange(&self, asked: &BrowserLogIn, code: &Secret) -> Result<Credentials, Error> {
        self.open_id()?.exchange(asked, code).await
    }

    async fn device(&self) -> Result<DeviceCode, Error> {
        self.open_id()?.device().await
    }

    async fn poll(&self, asked: &DeviceCode) -> Result<Polled, Error> {
        self.open_id()?.poll(asked).await
    }

    async fn leave(&self, brought: &Credentials, back: &str) -> Result<Option<String>, Error> {
        match &self.0 {
            // A token of a certificate cannot be taken back; it ends by itself.
            Door::Certificate { .. } => Ok(None),
            Door::OpenId(provider) => provider.leave(brought.get(REFRESH_TOKEN), back).await,
        }
    }

    fn service_time(&self) -> Option<Timestamp> {
        match &self.0 {
            Door::Certificate { http, .. } => http.service_time(),
            Door::OpenId(provider) => provider.http().service_time(),
        }
    }
}
