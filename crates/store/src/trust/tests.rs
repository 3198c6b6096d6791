use super::{KeptRevocationList, TrustKind, TrustedCertificate};
use crate::Error;
use crate::testing::{at, office};

fn root(source: &str) -> TrustedCertificate {
    TrustedCertificate {
        thumbprint: [7; 20],
        der: b"certificate".to_vec(),
        kind: TrustKind::Root,
        source: source.to_owned(),
        added_at: at(3),
    }
}

#[test]
fn certificates_of_authorities_are_kept_with_their_source_until_they_are_removed() {
    let office = office();
    office
        .store
        .write(|w| {
            w.save_trusted_certificate(&root("сайт удостоверяющего центра"))?;
            let below = TrustedCertificate {
                thumbprint: [8; 20],
                kind: TrustKind::Intermediate,
                added_at: at(4),
                ..root("из подписи контрагента")
            };
            w.save_trusted_certificate(&below)?;
            w.save_trusted_certificate(&root("сверено по телефону"))?;
            assert_eq!(w.trusted_certificates()?, [root("сверено по телефону"), below]);
            w.remove_trusted_certificate(&[7; 20])?;
            assert_eq!(w.trusted_certificates()?.len(), 1);
            assert!(matches!(
                w.remove_trusted_certificate(&[7; 20]),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_key_has_one_list_and_the_bytes_of_the_one_before_are_swept() {
    let office = office();
    let (old, new) = (
        office.store.put_blob(b"old").unwrap(),
        office.store.put_blob(b"new").unwrap(),
    );
    let list = |blob, made| KeptRevocationList {
        issuer_key: vec![1, 2, 3],
        blob,
        this_update: at(made),
        next_update: Some(at(made + 100)),
        added_at: at(50),
    };
    office
        .store
        .write(|w| w.save_revocation_list(&list(old, 1)))
        .unwrap();
    assert_eq!(
        office.store.sweep_blobs_older_than(-1).unwrap(),
        1,
        "only the unnamed one"
    );
    assert_eq!(office.store.put_blob(b"new").unwrap(), new);
    let new = list(new, 2);
    office
        .store
        .write(|w| {
            w.save_revocation_list(&new)?;
            assert_eq!(w.revocation_lists()?, std::slice::from_ref(&new));
            assert_eq!(w.revocation_list(&[1, 2, 3])?, Some(new.clone()));
            Ok(())
        })
        .unwrap();
    assert_eq!(office.store.sweep_blobs_older_than(-1).unwrap(), 1);
    office
        .store
        .write(|w| {
            w.remove_revocation_list(&[1, 2, 3])?;
            assert_eq!(w.revocation_list(&[1, 2, 3])?, None);
            Ok(())
        })
        .unwrap();
}
