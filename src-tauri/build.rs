//! Declares the program's one command, so that a window without the permission is refused, and points Tauri to the
//! folders below `src-tauri/` (its application folder is the root, where `tauri.conf.json` lies).

fn main() {
    if !std::path::Path::new("ui/dist/index.html").exists() {
        println!(
            "cargo::error=The window is not built yet: run `cargo xtask demo`, or `npm ci && npm run build` in ui/."
        );
        return;
    }
    let commands =
        tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*.toml");
    let attributes = tauri_build::Attributes::new()
        .app_manifest(commands)
        .capabilities_path_pattern("./src-tauri/capabilities/**/*.json");
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
