//! Log-in by a certificate (scheme `DiadocAuth`): the operator seals a token for it, who opens it is let in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{password, refusals};
use crate::http::{Call, Http};
use crate::{Error, Secret};

/// `POST /V3/Authenticate?type=certificate`: an enveloped message, DER (QUIRKS 40).
pub(super) async fn sealed(http: &Http, api_key: &Secret, certificate: &[u8]) -> Result<Vec<u8>, Error> {
    let call = Call::post(
        "V3/Authenticate",
        "application/octet-stream",
        certificate.to_vec(),
    )
    .query("type", "certificate")
    .authorized(password::key_header(api_key))
    .hiding(api_key.clone());
    let answer = http.send(&call).await?;
    match answer.status {
        401 | 403 => Err(refusals::of_certificate(answer.words())),
        _ => Ok(answer.accepted()?.body),
    }
}

/// `POST /V3/AuthenticateConfirm`: the token. It stands in the address because the service wants it there.
pub(super) async fn confirm(
    http: &Http,
    api_key: &Secret,
    opened: &[u8],
    thumbprint: [u8; 20],
) -> Result<Secret, Error> {
    let hex: String = thumbprint.iter().map(|byte| format!("{byte:02X}")).collect();
    let call = Call::post("V3/AuthenticateConfirm", "application/octet-stream", Vec::new())
        .secret_query("token", Secret::new(BASE64.encode(opened)))
        .query("thumbprint", hex)
        .authorized(password::key_header(api_key))
        .hiding(api_key.clone());
    let answer = http.send(&call).await?;
    match answer.status {
        400 | 401 | 403 => Err(refusals::of_certificate(answer.words())),
        _ => password::token_of(&answer.accepted()?),
    }
}
