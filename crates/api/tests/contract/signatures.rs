//! Signatures, trusted authorities and archives answer in their agreed form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::{Office, file};

/// A file of the stories of the engine: a contract, its signature, the root and the list of its authority.
fn sealed(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../engine/fixtures/signature/");
    let bytes = std::fs::read(format!("{folder}{name}")).unwrap();
    json!({ "name": name, "content_base64": STANDARD.encode(bytes) })
}

fn noise(name: &str) -> Value {
    json!({ "name": name, "content_base64": STANDARD.encode("noise") })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_told_fact_by_fact_and_trust_comes_from_what_a_person_brings_in() {
    let office = Office::open().await;
    let trust = office.answer("trust.list", json!({})).await;
    assert_eq!(
        (&trust["certificates"], &trust["lists"]),
        (&json!([]), &json!([]))
    );
    let wish = json!({ "content": sealed("contract.txt"), "signature": sealed("contract.txt.sig") });
    let found = office.answer("signatures.check", wish.clone()).await;
    let signer = &found["signers"][0];
    assert_eq!(
        (
            &signer["document"],
            &signer["signature"],
            &signer["chain"],
            &signer["standing"]
        ),
        (
            &json!("unchanged"),
            &json!("valid"),
            &json!("incomplete"),
            &json!("unproven")
        )
    );
    assert_eq!(signer["time"]["kind"], "claimed");
    assert_eq!(signer["signer"]["organisation_inn"], "9612045075");
    assert_eq!(signer["texts"].as_array().unwrap().len(), 7);

    let look = json!({ "file": sealed("root.cer") });
    let seen = office.answer("trust.look", look.clone()).await;
    assert_eq!(seen["is_known"], false);
    assert_eq!(
        (&seen["certificate"]["kind"], &seen["certificate"]["source"]),
        (&json!("root"), &json!(""))
    );
    assert_eq!(
        office.answer("trust.list", json!({})).await["certificates"],
        json!([])
    );
    let add = json!({ "file": sealed("root.cer"), "source": "С диска, отпечаток сверен по телефону" });
    let root = office.answer("trust.add", add).await;
    assert_eq!(root["kind"], "root");
    assert_eq!(root["sha256"], seen["certificate"]["sha256"]);
    let known = office.answer("trust.look", look).await;
    assert_eq!(
        (&known["is_known"], &known["certificate"]["source"]),
        (&json!(true), &root["source"])
    );
    let list = office
        .answer("trust.add_crl", json!({ "file": sealed("list.crl") }))
        .await;
    assert_eq!(list["is_overdue"], false);
    let found = office.answer("signatures.check", wish).await;
    let signer = &found["signers"][0];
    assert_eq!(
        (&signer["chain"], &signer["revocation"], &signer["standing"]),
        (&json!("trusted"), &json!("good"), &json!("holds"))
    );
    let trust = office.answer("trust.list", json!({})).await;
    assert_eq!(trust["certificates"][0]["thumbprint"], root["thumbprint"]);
    let gone = json!({ "thumbprint": root["thumbprint"] });
    office.answer("trust.remove", gone.clone()).await;
    assert_eq!(office.code("trust.remove", gone).await, "authority_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_signature_no_certificate_and_no_archive_has_a_code_of_its_own() {
    let office = Office::open().await;
    let import = json!({ "files": [file("print_form.pdf")] });
    office.answer("documents.import", import).await;
    let document = json!({ "document_id": 1 });
    assert_eq!(
        office.answer("signatures.of", document.clone()).await["signatures"],
        json!([])
    );
    let of_other = json!({ "document_id": 1, "file": sealed("contract.txt.sig") });
    let cases = [
        (
            "signatures.check",
            json!({ "signature": noise("а.sig") }),
            "signature_unreadable",
        ),
        (
            "signatures.check",
            json!({ "content": sealed("contract.txt.sig"), "signature": sealed("contract.txt") }),
            "files_swapped",
        ),
        ("signatures.attach", of_other, "signature_of_other"),
        (
            "signatures.forget",
            json!({ "document_id": 1, "id": 404 }),
            "no_signatures",
        ),
        ("signatures.stamped_copy", document, "no_signatures"),
        (
            "signatures.of",
            json!({ "document_id": 404 }),
            "document_not_found",
        ),
        (
            "trust.add",
            json!({ "file": noise("а.cer"), "source": "почта" }),
            "certificate_unreadable",
        ),
        (
            "trust.look",
            json!({ "file": noise("а.cer") }),
            "certificate_unreadable",
        ),
        (
            "trust.add_crl",
            json!({ "file": noise("а.crl") }),
            "revocation_list_unreadable",
        ),
        (
            "archive.piece",
            json!({ "token": "0f", "content_base64": "не base64" }),
            "bad_base64",
        ),
        (
            "archive.piece",
            json!({ "token": "0f", "content_base64": "AA==" }),
            "staging_gone",
        ),
        ("archive.check", json!({ "token": "0f" }), "staging_gone"),
        (
            "archive.begin",
            json!({ "size_bytes": u64::MAX / 2 }),
            "disk_full",
        ),
    ];
    for (command, request, code) in cases {
        assert_eq!(office.code(command, request).await, code, "{command}");
    }
}
