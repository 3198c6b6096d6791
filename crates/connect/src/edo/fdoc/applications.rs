//! Requests to be connected («Заявка на подключение к F.Doc»): nobody is logged in yet.

use std::sync::Arc;

use async_trait::async_trait;
use domain::OperationId;

use super::DIALECT;
use super::errors::{Told, refused, told};
use super::wire::{
    ApplicationAnswer, Contact, IDEMPOTENCY_HEADER, JSON, NewApplication, NewOrganization, SOURCE, code,
    decode, encode, path,
};
use crate::edo::persons::{Application, Applications, Applied};
use crate::http::{Address, Call, Http, Limits};
use crate::{Error, Secret};

struct Door(Http);

/// Makes the door.
pub(super) fn open(address: &str) -> Result<Arc<dyn Applications>, Error> {
    let http = Http::open(Address::parse(address)?, DIALECT, Limits::default())?;
    Ok(Arc::new(Door(http)))
}

#[async_trait]
impl Applications for Door {
    fn prepare(&self, application: &Application) -> Result<Vec<u8>, Error> {
        encode(
            "connection-requests",
            &NewApplication {
                organization: NewOrganization {
                    name: &application.firm_name,
                    inn: application.inn.as_str(),
                    kpp: application.kpp.as_ref().map(|kpp| kpp.as_str()),
                },
                contact: Contact {
                    full_name: &application.contact_name,
                    phone: application.phone.as_str(),
                    email: &application.email,
                },
                source: SOURCE,
            },
        )
    }

    async fn deliver(&self, operation: OperationId, request: &[u8]) -> Result<Applied, Error> {
        let call = Call::post(path::CONNECTION_REQUESTS, JSON, request.to_vec())
            .accepting(JSON)
            .header(IDEMPOTENCY_HEADER, Secret::new(operation.to_string()));
        match told(self.0.send(&call).await?)? {
            Told::Done(answer) => {
                let taken: ApplicationAnswer = decode("connection-requests", &answer.body)?;
                if taken.id.is_empty() {
                    return Err(Error::Malformed(
                        "connection-requests: в ответе нет заявки".into(),
                    ));
                }
                Ok(Applied::Accepted)
            }
            Told::Refused(body) if body.code == code::DUPLICATE_CONNECTION_REQUEST => {
                Ok(Applied::AlreadyThere)
            }
            Told::Refused(body) => Err(refused(body)),
        }
    }
}
