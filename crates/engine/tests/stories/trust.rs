//! Which authorities are trusted: brought in by hand, with source and fingerprint, and let go again.

use engine::{Code, NewAuthority, TrustKind};
use jiff::SignedDuration;

use crate::seal::{Seal, file};
use crate::world::World;

fn wish(seal: &Seal) -> NewAuthority {
    NewAuthority {
        file: seal.root(),
        source: "Портал уполномоченного органа, сверено по телефону".into(),
        fingerprint: None,
    }
}

#[tokio::test]
async fn nothing_is_trusted_before_somebody_brings_it_in_with_a_source_and_the_right_fingerprint() {
    let world = World::new();
    let engine = world.open();
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    let empty = engine.trust().await.unwrap();
    assert!(empty.certificates.is_empty() && empty.lists.is_empty());
    assert!(
        empty.warnings[0].contains("Корневых сертификатов"),
        "{:?}",
        empty.warnings
    );

    let code = async |new: NewAuthority| engine.add_authority(new).await.unwrap_err().code();
    let nobody = NewAuthority {
        source: "  ".into(),
        ..wish(&seal)
    };
    assert_eq!(code(nobody).await, Code::SourceEmpty);
    let noise = NewAuthority {
        file: file("root.cer", b"noise"),
        ..wish(&seal)
    };
    assert_eq!(code(noise).await, Code::CertificateUnreadable);
    let owner = NewAuthority {
        file: file("voroncova.cer", seal.voroncova().certificate.der()),
        ..wish(&seal)
    };
    assert_eq!(code(owner).await, Code::NotAnAuthority);
    let mut forged = seal.certificate().der().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    let forged = NewAuthority {
        file: file("root.cer", &forged),
        ..wish(&seal)
    };
    assert_eq!(
        code(forged).await,
        Code::NotAnAuthority,
        "its own signature does not hold"
    );
    let other = Seal::new("Другой центр", 9)
        .certificate()
        .thumbprint()
        .to_string();
    let differs = NewAuthority {
        fingerprint: Some(other),
        ..wish(&seal)
    };
    assert_eq!(code(differs).await, Code::FingerprintDiffers);
    assert!(engine.trust().await.unwrap().certificates.is_empty());

    let spelled = seal.certificate().thumbprint().to_string().to_lowercase();
    let spelled: Vec<String> = spelled
        .as_bytes()
        .chunks(2)
        .map(|pair| String::from_utf8_lossy(pair).into_owned())
        .collect();
    let right = NewAuthority {
        fingerprint: Some(spelled.join(":")),
        ..wish(&seal)
    };
    let added = engine.add_authority(right).await.unwrap();
    assert_eq!((added.kind, added.is_valid_now), (TrustKind::Root, true));
    assert_eq!(added.name, "Учебный удостоверяющий центр");
    let by_sha256 = NewAuthority {
        fingerprint: Some(added.sha256.clone()),
        ..wish(&seal)
    };
    engine.add_authority(by_sha256).await.unwrap();
    assert_eq!(
        engine.trust().await.unwrap().certificates.len(),
        1,
        "twice is once"
    );
}

#[tokio::test]
async fn a_list_of_revoked_certificates_comes_from_a_known_authority_and_never_goes_back_in_time() {
    let world = World::new();
    let engine = world.open();
    let (seal, other) = (
        Seal::new("Учебный удостоверяющий центр", 7),
        Seal::new("Другой центр", 9),
    );
    let code = async |list| engine.add_revocation_list(list).await.unwrap_err().code();
    assert_eq!(
        code(seal.list("261120", "261220", &[])).await,
        Code::RevocationListOfUnknown
    );
    engine.add_authority(wish(&seal)).await.unwrap();
    assert_eq!(
        code(other.list("261120", "261220", &[])).await,
        Code::RevocationListOfUnknown
    );
    assert_eq!(
        code(file("list.crl", b"noise")).await,
        Code::RevocationListUnreadable
    );
    let mut forged = seal.list("261120", "261220", &[]);
    *forged.bytes.last_mut().unwrap() ^= 1;
    assert_eq!(code(forged).await, Code::RevocationListOfUnknown);

    let kept = engine
        .add_revocation_list(seal.list("261120", "261122", &[]))
        .await
        .unwrap();
    assert!(
        !kept.is_overdue && kept.issuer == "Учебный удостоверяющий центр",
        "{kept:?}"
    );
    assert_eq!(
        code(seal.list("261119", "261219", &[])).await,
        Code::RevocationListOlder
    );
    world.pass(SignedDuration::from_hours(48));
    let trust = engine.trust().await.unwrap();
    assert!(trust.lists[0].is_overdue && trust.lists[0].text.contains("устарел"));
    assert!(
        trust.warnings.iter().any(|text| text.contains("устарел")),
        "{:?}",
        trust.warnings
    );

    let thumbprint = trust.certificates[0].thumbprint.clone();
    engine.remove_authority(&thumbprint).await.unwrap();
    let trust = engine.trust().await.unwrap();
    assert!(
        trust.certificates.is_empty() && trust.lists.is_empty(),
        "the list went with its authority"
    );
    let gone = engine.remove_authority(&thumbprint).await.unwrap_err();
    assert_eq!(gone.code(), Code::AuthorityNotFound);
}
