//! Work-arounds for Linux desktops: blank windows on NVIDIA, desktops without a place for tray icons, a page whose
//! process has ended.
//!
//! Each is set only where it is needed and never over a choice of the user.

#[cfg(target_os = "linux")]
mod here {
    use std::cell::Cell;
    use std::path::Path;
    use std::time::{Duration, Instant};

    use tauri::WebviewWindow;
    use webkit2gtk::WebViewExt;

    /// WebKitGTK shows a blank window, or ends with «Error 71», on NVIDIA's driver (tauri issue 9304). Under Wayland
    /// it is enough to switch off explicit sync, which keeps the graphics card in use; elsewhere the DMABUF renderer
    /// has to go. Must be called before any thread starts.
    pub fn prepare_graphics() {
        let nvidia = Path::new("/sys/module/nvidia").exists();
        let safe = std::env::args().any(|argument| argument == "--safe-graphics");
        if safe {
            set_if_absent("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        }
        if nvidia && std::env::var_os("WAYLAND_DISPLAY").is_some() {
            set_if_absent("__NV_DISABLE_EXPLICIT_SYNC", "1");
        } else if nvidia || safe {
            set_if_absent("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        }
    }

    #[expect(
        unsafe_code,
        reason = "the environment of the web view's processes can be set in no other way"
    )]
    fn set_if_absent(name: &str, value: &str) {
        if std::env::var_os(name).is_none() {
            // SAFETY: called from `main` before any other thread exists.
            unsafe { std::env::set_var(name, value) };
        }
    }

    /// True when a tray icon can be made and somebody would show it. Without the library the tray crate panics;
    /// without a watcher on the bus (plain GNOME) a window hidden to the tray could not be found again.
    pub fn has_tray() -> bool {
        has_tray_library() && has_tray_watcher()
    }

    fn has_tray_library() -> bool {
        const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
        NAMES.iter().any(|name| is_loadable(name))
    }

    #[expect(
        unsafe_code,
        reason = "asking the loader is the only way to know whether a library is there"
    )]
    fn is_loadable(name: &str) -> bool {
        // SAFETY: the tray crate loads the same library a moment later; its initialisers run in any case.
        unsafe { libloading::Library::new(name) }
            .map(std::mem::forget)
            .is_ok()
    }

    fn has_tray_watcher() -> bool {
        let asked = zbus::blocking::Connection::session().and_then(|bus| {
            let reply = bus.call_method(
                Some("org.freedesktop.DBus"),
                "/org/freedesktop/DBus",
                Some("org.freedesktop.DBus"),
                "NameHasOwner",
                &"org.kde.StatusNotifierWatcher",
            )?;
            reply.body().deserialize::<bool>()
        });
        asked.unwrap_or(false)
    }

    /// WebKitGTK leaves the window blank when the process of its page ends (out of memory, a fault in a driver): the
    /// page is loaded anew. Nothing is lost, the program itself lives in another process. A page that ends again at
    /// once is left alone: loading it for ever would only keep the computer busy.
    pub fn revive_page(window: &WebviewWindow) {
        const SOON: Duration = Duration::from_secs(10);
        let watched = window.with_webview(|view| {
            let last = Cell::new(None::<Instant>);
            view.inner().connect_web_process_terminated(move |page, reason| {
                let is_again = last
                    .replace(Some(Instant::now()))
                    .is_some_and(|at| at.elapsed() < SOON);
                tracing::error!(?reason, is_again, "the process of the page has ended");
                if !is_again {
                    page.reload();
                }
            });
        });
        if let Err(error) = watched {
            tracing::warn!(%error, "nobody watches over the process of the page");
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod here {
    /// Nothing to prepare on this system.
    pub fn prepare_graphics() {}

    /// This system always has a place for the icon.
    pub fn has_tray() -> bool {
        true
    }

    /// Here the system's own view comes back by itself or says what happened.
    pub fn revive_page(_window: &tauri::WebviewWindow) {}
}

pub use here::{has_tray, prepare_graphics, revive_page};
