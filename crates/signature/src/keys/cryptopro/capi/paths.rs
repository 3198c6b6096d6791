//! Where the library of CryptoAPI lies.

use std::path::PathBuf;

/// Places worth trying on this system.
pub(super) fn known() -> Vec<PathBuf> {
    let places: &[&str] = if cfg!(windows) {
        &["crypt32.dll"]
    } else if cfg!(target_os = "macos") {
        &[
            "/opt/cprocsp/lib/libcapi20.dylib",
            "/opt/cprocsp/lib/libcapi20.4.dylib",
        ]
    } else if cfg!(target_arch = "aarch64") {
        &[
            "/opt/cprocsp/lib/aarch64/libcapi20.so",
            "/opt/cprocsp/lib/aarch64/libcapi20.so.4",
        ]
    } else {
        &[
            "/opt/cprocsp/lib/amd64/libcapi20.so",
            "/opt/cprocsp/lib/amd64/libcapi20.so.4",
        ]
    };
    places.iter().map(PathBuf::from).collect()
}
