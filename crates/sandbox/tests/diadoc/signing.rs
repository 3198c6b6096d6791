//! Signatures that a sender made: verified as the operator does, told by events.

use sandbox::CloudKey;
use serde_json::{Value, json};
use signature::certificate::issue::Authority;
use signature::certificate::{Owner, Validity};
use signature::gost::{Curve, PrivateKey};
use signature::keys::software::SoftwareStore;
use signature::keys::{KeyAddress, KeyStore, NoPin, StoreKind};
use signature::{SystemRandom, key_file};

use crate::support::{POST, Stage, Who, base64, ids, letter};

const CONTENT: &str = "%PDF-1.4 счёт";

fn key() -> PrivateKey {
    let curve = Curve::from_oid("1.2.643.7.1.2.1.1.1".parse().unwrap()).unwrap();
    PrivateKey::generate(curve, &mut SystemRandom).unwrap()
}

fn years() -> Validity {
    Validity {
        from: "2020-01-01T00:00:00Z".parse().unwrap(),
        to: "2049-01-01T00:00:00Z".parse().unwrap(),
    }
}

fn authority() -> Authority {
    let name = Owner {
        common_name: Some("Учебный удостоверяющий центр".into()),
        ..Owner::default()
    };
    Authority::found(&name, key(), years(), &mut SystemRandom).unwrap()
}

/// A detached signature of these bytes by somebody of this organisation.
fn sign(authority: &Authority, inn: &str, content: &str) -> String {
    let owner = Owner {
        common_name: Some("Учебный сертификат".into()),
        surname: Some("Воронцова".into()),
        given_name: Some("Анна Павловна".into()),
        inn_le: Some(inn.into()),
        ..Owner::default()
    };
    let own = key();
    let issued = authority
        .issue(&owner, &own.public_key(), years(), &mut SystemRandom)
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("own.cer");
    std::fs::write(&place, issued.der()).unwrap();
    std::fs::write(
        folder.path().join("own.key"),
        key_file::write_plain(&own).unwrap(),
    )
    .unwrap();
    let address = KeyAddress {
        store: StoreKind::Software,
        thumbprint: issued.thumbprint(),
        place: place.to_string_lossy().into_owned(),
    };
    let mut store = SoftwareStore::at(vec![folder.path().into()]);
    let mut signer = store.open(&address, &mut NoPin).unwrap();
    let at = "2026-11-22T07:00:00Z".parse().unwrap();
    base64(signer.sign_detached(content.as_bytes(), at).unwrap())
}

/// A root, and a key of somebody of this organisation for an operator that keeps keys.
pub fn kept(inn: &str) -> (Vec<u8>, CloudKey) {
    let authority = authority();
    let owner = Owner {
        organisation: Some("ООО «Полярная звезда»".into()),
        surname: Some("Воронцова".into()),
        given_name: Some("Анна Павловна".into()),
        inn_le: Some(inn.into()),
        ..Owner::default()
    };
    let own = key();
    let issued = authority
        .issue(&owner, &own.public_key(), years(), &mut SystemRandom)
        .unwrap();
    let key = CloudKey {
        certificate: issued.der().to_vec(),
        key: key_file::write_plain(&own).unwrap().to_vec(),
    };
    (authority.certificate().der().to_vec(), key)
}

fn signed_letter(stage: &Stage, signature: &str) -> Value {
    let mut request = letter(&stage.ours(0), &stage.theirs("Кедровая"), "Счёт.pdf", CONTENT);
    request["DocumentAttachments"][0]["SignedContent"] = json!({
        "Content": base64(CONTENT),
        "Signature": signature,
        "PowerOfAttorney": {
            "FullId": {"RegistrationNumber": uuid::Uuid::new_v4().to_string(), "IssuerInn": "9612045075"},
            "UseDefault": false,
        },
    });
    request
}

#[tokio::test]
async fn a_signature_is_good_when_document_organisation_and_authority_are_right_and_is_told_bad_by_events() {
    let (ours, stranger) = (authority(), authority());
    let stage = Stage::believing(vec![ours.certificate().der().to_vec()]).await;
    let own = "9612045075";
    let cases = [
        (sign(&ours, own, CONTENT), true),
        (sign(&ours, own, "%PDF-1.4 другой счёт"), false),
        (sign(&ours, "9644112800", CONTENT), false),
        (sign(&stranger, own, CONTENT), false),
    ];
    for (signature, is_good) in &cases {
        let ids = ids(&stage
            .post(Who::Anna, POST, &signed_letter(&stage, signature))
            .await);
        stage.advance(60).await;
        let document = stage.document(Who::Anna, &stage.ours(0), &ids).await;
        let status = if *is_good {
            "SenderSignatureCheckedAndValid"
        } else {
            "SenderSignatureCheckedAndInvalid"
        };
        assert_eq!(document["SenderSignatureStatus"], status);
    }
    let ledger: Value = stage
        .client
        .get(format!("{}/_sandbox/ledger", stage.base))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let told: Vec<_> = ledger["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["signature"]["is_good"].as_bool().unwrap())
        .collect();
    assert_eq!(told, cases.map(|(_, is_good)| is_good));
    assert_eq!(
        ledger["documents"][0]["signature"]["signer"],
        "Воронцова Анна Павловна"
    );
}

#[tokio::test]
async fn a_key_of_the_operator_signs_when_the_code_of_the_phone_was_entered() {
    let (root, key) = kept("9612045075");
    let stage = Stage::keeping(root, key).await;
    let box_id = stage.ours(0);
    let listed = stage
        .get(Who::Anna, &format!("/GetMyCertificates?boxId={box_id}"))
        .await;
    let certificate = &listed["Certificates"][0];
    assert_eq!(
        (
            &certificate["Type"],
            &certificate["Inn"],
            &certificate["UserLastName"]
        ),
        (&json!("Dss"), &json!("9612045075"), &json!("Воронцова"))
    );
    let thumbprint = certificate["Thumbprint"].as_str().unwrap();
    let ask = format!("/DssSign?boxId={box_id}&certificateThumbprint={thumbprint}");
    let order = json!({"Files": [{"Content": {"Content": base64(CONTENT)}, "FileName": "Счёт.pdf"}]});
    let task = stage.post(Who::Anna, &ask, &order).await["TaskId"].clone();
    let look = format!("/DssSignResult?boxId={box_id}&taskId={}", task.as_str().unwrap());
    assert_eq!(stage.try_get(Who::Anna, &look).await.0.as_u16(), 204);
    assert_eq!(stage.get(Who::Anna, &look).await["OperationStatus"], "InProgress");

    // One question at a time: the second is turned away, the first stands.
    let second = stage.post(Who::Anna, &ask, &order).await["TaskId"].clone();
    let other = format!(
        "/DssSignResult?boxId={box_id}&taskId={}",
        second.as_str().unwrap()
    );
    let status = stage.get(Who::Anna, &other).await["OperationStatus"].clone();
    assert_eq!(status, "UserHasUnconfirmedOperation");

    let phone = stage.control("phone", &json!({ "code": "нет" })).await;
    let code = phone["requests"][0]["code"].clone();
    stage.control("phone", &json!({ "code": code })).await;
    let signed = stage.get(Who::Anna, &look).await;
    assert_eq!(signed["OperationStatus"], "Completed");
    let signature = signed["FileSigningResults"][0]["Signature"].as_str().unwrap();
    let ids = ids(&stage
        .post(Who::Anna, POST, &signed_letter(&stage, signature))
        .await);
    stage.advance(60).await;
    let document = stage.document(Who::Anna, &stage.ours(0), &ids).await;
    assert_eq!(
        document["SenderSignatureStatus"],
        "SenderSignatureCheckedAndValid"
    );
}
