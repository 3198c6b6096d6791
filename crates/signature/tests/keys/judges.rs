//! What OpenSSL says of a signature, and what it seals.

use std::path::Path;

use crate::pki::pki;

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// OpenSSL believes the detached CAdES-BES message up to the root.
pub fn openssl_accepts(message: &[u8], content: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let (message_file, content_file) = (folder.path().join("message"), folder.path().join("content"));
    std::fs::write(&message_file, message).unwrap();
    std::fs::write(&content_file, content).unwrap();
    let verified = folder.path().join("verified");
    pki().run(&[
        "cms",
        "-verify",
        "-cades",
        "-binary",
        "-inform",
        "DER",
        "-in",
        text(&message_file),
        "-content",
        text(&content_file),
        "-CAfile",
        "chain.pem",
        "-purpose",
        "any",
        "-out",
        text(&verified),
    ]);
    assert_eq!(std::fs::read(verified).unwrap(), content);
}

/// OpenSSL believes a bare signature.
pub fn openssl_accepts_raw(signature: &[u8], content: &[u8], certificate: &[u8], digest: &str) {
    let folder = tempfile::tempdir().unwrap();
    let [signature_file, content_file, certificate_file, key] =
        ["signature", "content", "certificate", "key"].map(|name| folder.path().join(name));
    std::fs::write(&signature_file, signature).unwrap();
    std::fs::write(&content_file, content).unwrap();
    std::fs::write(&certificate_file, certificate).unwrap();
    let public = pki().run(&["x509", "-in", text(&certificate_file), "-noout", "-pubkey"]);
    std::fs::write(&key, public).unwrap();
    let digest = format!("-{digest}");
    let (key, signature, content) = (text(&key), text(&signature_file), text(&content_file));
    pki().run(&["dgst", &digest, "-verify", key, "-signature", signature, content]);
}

/// A message sealed by OpenSSL for this certificate (DER).
pub fn openssl_seals(plain: &[u8], certificate: &[u8], cipher: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let [plain_file, certificate_file, sealed] =
        ["plain", "certificate", "sealed"].map(|name| folder.path().join(name));
    std::fs::write(&plain_file, plain).unwrap();
    std::fs::write(&certificate_file, certificate).unwrap();
    let pem = folder.path().join("certificate.pem");
    pki().run(&[
        "x509",
        "-inform",
        "DER",
        "-in",
        text(&certificate_file),
        "-out",
        text(&pem),
    ]);
    let cipher = format!("-{cipher}");
    let what = ["cms", "-encrypt", "-binary", "-in", text(&plain_file), &cipher];
    let where_to = ["-outform", "DER", "-out", text(&sealed), text(&pem)];
    pki().run(&[&what[..], &where_to].concat());
    std::fs::read(sealed).unwrap()
}

/// The configuration with the engine, for programs that are not started here.
pub fn configuration() -> Vec<u8> {
    pki().read("gost.cnf")
}

/// OpenSC's client, which knows nothing of this crate.
pub fn opensc(module: &Path, token: &Path, arguments: &[&str]) -> String {
    const HOW_TO_INSTALL: &str = "the judge is missing: OpenSC's pkcs11-tool. On Debian and Ubuntu run: \
        apt-get install --yes --no-install-recommends opensc";
    let mut command = std::process::Command::new("pkcs11-tool");
    command
        .arg("--module")
        .arg(module)
        .args(arguments)
        .env("TEST_TOKEN_FOLDER", token);
    let output = command.output().expect(HOW_TO_INSTALL);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "pkcs11-tool {arguments:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A key (PKCS#8) and its certificate, both PEM, made by OpenSSL.
pub fn key_file(name: &str) -> (Vec<u8>, Vec<u8>) {
    (
        pki().read(&format!("{name}.key")),
        pki().read(&format!("{name}.pem")),
    )
}
