//! Certificates as Russian authorities fill them, their chains and the lists of revoked ones.

use jiff::{SignedDuration, Timestamp};
use signature::certificate::chain::{self, ChainProblem};
use signature::certificate::crl::{self, NotChecked, Revocation, RevocationReason};
use signature::certificate::{BasicConstraints, ProtectionClass, Thumbprint};

use crate::pki::{self, KINDS, Wanted, issue, now, pki, root};

#[test]
fn the_owner_of_a_certificate_is_read_whole() {
    let certificate = pki().certificate("256-A");
    let owner = certificate.owner();
    assert_eq!(owner.common_name.as_deref(), Some("ООО «Ромашка»"));
    assert_eq!(owner.person().as_deref(), Some("Синица Анна Петровна"));
    assert_eq!(owner.organisation.as_deref(), Some("ООО «Ромашка»"));
    assert_eq!(owner.position.as_deref(), Some("Директор"));
    assert_eq!(owner.company_inn(), Some("7707083893"));
    assert_eq!(owner.personal_inn(), Some("500100732259"));
    assert_eq!(owner.ogrn.as_deref(), Some("1027700132195"));
    assert_eq!(owner.snils.as_deref(), Some("11223344595"));
    assert_eq!(owner.email.as_deref(), Some("anna@romashka.example.test"));
    assert_eq!(certificate.issuer_name(), "Выдающий УЦ");
    assert_eq!(
        certificate.protection_classes(),
        [ProtectionClass::Ks1, ProtectionClass::Ks2]
    );
    assert_eq!(certificate.signing_tool(), Some("КриптоПро CSP 5.0"));
    assert_eq!(
        certificate.issuer_addresses(),
        ["http://ca.example.test/issuing.cer"]
    );
    assert_eq!(certificate.ocsp_addresses(), ["http://ocsp.example.test/"]);
    assert_eq!(
        certificate.crl_addresses(),
        ["http://ca.example.test/issuing.crl"]
    );
    assert!(certificate.may_sign() && certificate.key_usage().unwrap().key_agreement);
    assert!(certificate.validity().contains(now()));
    let issuing = pki().certificate("issuing").basic_constraints();
    assert_eq!(
        issuing,
        Some(BasicConstraints {
            is_authority: true,
            path_length: Some(0)
        })
    );
}

#[test]
fn openssl_names_the_same_thumbprint_number_and_keys() {
    let pki = pki();
    for kind in KINDS {
        let name = pki::name(kind);
        let certificate = pki.certificate(&name);
        let file = format!("{name}.pem");
        let said = pki.run(&["x509", "-in", &file, "-noout", "-fingerprint", "-sha1", "-serial"]);
        let said = String::from_utf8(said).unwrap();
        let thumbprint = said
            .lines()
            .find_map(|line| line.split_once("ingerprint="))
            .unwrap()
            .1;
        assert_eq!(Thumbprint::parse(thumbprint), Ok(certificate.thumbprint()));
        assert!(said.contains(&format!("serial={}", certificate.serial_hex())));
        assert_eq!(
            certificate.public_key().unwrap().to_spki(),
            certificate.public_key_der()
        );
        assert_eq!(
            certificate.authority_key_id(),
            pki.certificate("issuing").subject_key_id()
        );
    }
}

#[test]
fn every_owner_is_followed_up_to_the_trusted_root() {
    let pki = pki();
    let (root, issuing) = (pki.certificate("root"), pki.certificate("issuing"));
    for kind in KINDS {
        let leaf = pki.certificate(&pki::name(kind));
        let verdict = chain::check(
            &leaf,
            std::slice::from_ref(&issuing),
            std::slice::from_ref(&root),
            now(),
        );
        assert!(verdict.is_good(), "{kind:?} {:?}", verdict.problems);
        assert_eq!(verdict.path, [leaf, issuing.clone(), root.clone()]);
    }
}

#[test]
fn a_root_of_the_same_name_with_another_key_is_not_the_root() {
    let pki = pki();
    root(&pki.folder, "false-root", "Головной удостоверяющий центр");
    let (leaf, issuing) = (pki.certificate("256-A"), pki.certificate("issuing"));
    let other = [pki.certificate("false-root")];
    let verdict = chain::check(&leaf, std::slice::from_ref(&issuing), &other, now());
    assert_eq!(
        verdict.problems,
        [ChainProblem::NoIssuer { place: 1 }],
        "the identifiers of the keys differ"
    );
    let verdict = chain::check(&leaf, &[issuing, pki.certificate("root")], &other, now());
    assert_eq!(verdict.problems, [ChainProblem::UntrustedRoot]);
    assert_eq!(verdict.path.len(), 3);
    let verdict = chain::check(&leaf, &[], &other, now());
    assert_eq!(verdict.problems, [ChainProblem::NoIssuer { place: 0 }]);
}

#[test]
fn time_usage_and_depth_speak_against_a_chain() {
    let pki = pki();
    let (root, issuing) = ([pki.certificate("root")], [pki.certificate("issuing")]);
    let leaf = pki.certificate("512-B");
    let year = SignedDuration::from_hours(24 * 366);
    let late = chain::check(&leaf, &issuing, &root, now() + year);
    assert_eq!(
        late.problems,
        [
            ChainProblem::Expired { place: 0 },
            ChainProblem::Expired { place: 1 }
        ]
    );
    let early = chain::check(&leaf, &issuing, &root, now() - year);
    assert_eq!(
        early.problems.first(),
        Some(&ChainProblem::NotYetValid { place: 0 })
    );

    // An owner who issues for another: neither an authority, nor deep enough below the issuing one.
    issue(
        &pki.folder,
        &Wanted::new(
            "below",
            (256, "A"),
            "/CN=Под владельцем",
            "owner",
            "512-B",
            "0x77",
        ),
    );
    let below = chain::check(
        &pki.certificate("below"),
        &[issuing[0].clone(), leaf],
        &root,
        now(),
    );
    assert_eq!(
        below.problems,
        [
            ChainProblem::NotAnAuthority { place: 1 },
            ChainProblem::TooLong { place: 2 }
        ]
    );

    let sealing = Wanted::new(
        "sealing",
        (256, "A"),
        "/CN=Только для шифрования",
        "encryption_only",
        "issuing",
        "0x78",
    );
    issue(&pki.folder, &sealing);
    let sealing = chain::check(&pki.certificate("sealing"), &issuing, &root, now());
    assert_eq!(sealing.problems, [ChainProblem::MayNotSign]);
}

#[test]
fn a_certificate_with_one_bit_changed_has_no_good_chain() {
    let pki = pki();
    let (root, issuing) = ([pki.certificate("root")], [pki.certificate("issuing")]);
    let mut der = pki.certificate("256-XA").der().to_vec();
    let at = der
        .windows(10)
        .position(|window| window == b"7707083893")
        .unwrap();
    der[at] ^= 1;
    let forged = signature::certificate::Certificate::from_der(&der).unwrap();
    let verdict = chain::check(&forged, &issuing, &root, now());
    assert_eq!(verdict.problems, [ChainProblem::BadSignature { place: 0 }]);
}

#[test]
fn a_list_answers_in_three_values() {
    let pki = pki();
    let issuing = pki.certificate("issuing");
    let (revoked, free) = (pki.certificate("256-B"), pki.certificate("256-C"));
    let list = pki.list("one-revoked", &[&revoked.serial_hex()]);
    assert_eq!(list.count(), Ok(1));
    let ask =
        |certificate, lists: &[crl::RevocationList], at| crl::is_revoked(certificate, &issuing, lists, at);
    let since: Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
    let reason = Some(RevocationReason::KeyCompromise);
    let lists = [list.clone()];
    assert_eq!(
        ask(&revoked, &lists, now()),
        Revocation::RevokedSince { since, reason }
    );
    assert_eq!(
        ask(&free, &lists, now()),
        Revocation::NotRevoked {
            as_of: list.this_update()
        }
    );
    assert_eq!(ask(&free, &[], now()), Revocation::NotChecked(NotChecked::NoList));
    let much_later = now() + SignedDuration::from_hours(24 * 60);
    assert_eq!(
        ask(&free, &lists, much_later),
        Revocation::NotChecked(NotChecked::Outdated)
    );
    assert_eq!(
        ask(&revoked, &lists, much_later),
        Revocation::RevokedSince { since, reason }
    );
    // A list of another issuer says nothing.
    let root = pki.certificate("root");
    assert_eq!(
        crl::is_revoked(&free, &root, &lists, now()),
        Revocation::NotChecked(NotChecked::NoList)
    );
}

#[test]
fn a_list_with_a_changed_entry_is_not_believed() {
    let pki = pki();
    let issuing = pki.certificate("issuing");
    let revoked = pki.certificate("256-TCB");
    pki.list("changed-list", &[&revoked.serial_hex()]);
    let der = pki.run(&["crl", "-in", "changed-list.crl", "-outform", "DER"]);
    let serial = [&[0x02, revoked.serial().len() as u8], revoked.serial()].concat();
    let at = der
        .windows(serial.len())
        .position(|window| window == serial)
        .unwrap();
    let mut changed = der;
    changed[at + serial.len() - 1] ^= 1;
    let list = crl::parse(&changed).unwrap();
    let answer = crl::is_revoked(&revoked, &issuing, &[list], now());
    assert_eq!(answer, Revocation::NotChecked(NotChecked::BadSignature));
}
