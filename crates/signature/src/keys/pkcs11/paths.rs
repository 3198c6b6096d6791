//! Where makers of tokens put their modules.

use std::path::PathBuf;

/// Modules worth trying on this system, the token makers' own first. CryptoPro's own module is left out: its keys are
/// reached through CryptoAPI, with the provider's window and licence.
pub(super) fn known() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fixed().iter().map(PathBuf::from).collect();
    if cfg!(windows) {
        let system =
            std::env::var_os("SystemRoot").map_or_else(|| PathBuf::from(r"C:\Windows"), PathBuf::from);
        let names = [
            "rtPKCS11ECP.dll",
            "jcPKCS11-2.dll",
            "isbc_pkcs11_main.dll",
            "eTPKCS11.dll",
        ];
        paths.extend(names.iter().map(|name| system.join("System32").join(name)));
    }
    paths
}

fn fixed() -> &'static [&'static str] {
    if cfg!(target_os = "macos") {
        &[
            "/Library/Aktiv Co/Rutoken ECP/lib/librtpkcs11ecp.dylib",
            "/Library/Frameworks/rtpkcs11ecp.framework/rtpkcs11ecp",
            "/usr/local/lib/librtpkcs11ecp.dylib",
            "/usr/local/lib/libjcPKCS11-2.dylib",
        ]
    } else if cfg!(target_os = "linux") {
        &[
            "/usr/lib/librtpkcs11ecp.so",
            "/usr/lib64/librtpkcs11ecp.so",
            "/opt/aktivco/rutokenecp/amd64/librtpkcs11ecp.so",
            "/opt/aktivco/rutokenecp/x86_64/librtpkcs11ecp.so",
            "/opt/aktivco/rutokenecp/aarch64/librtpkcs11ecp.so",
            "/usr/lib/libjcPKCS11-2.so",
            "/usr/lib/x86_64-linux-gnu/libjcPKCS11-2.so",
            "/usr/lib64/libjcPKCS11-2.so",
            "/usr/lib64/libisbc_pkcs11_main.so",
            "/usr/lib/libisbc_pkcs11_main.so",
        ]
    } else {
        &[]
    }
}
