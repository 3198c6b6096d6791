//! Where a service lives: https anywhere, plain http on this computer only.

use std::net::IpAddr;

use url::{Host, Url};

use crate::Error;

/// A checked address of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address(Url);

impl Address {
    /// Reads an address. [`Error::Malformed`] with a sentence for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Error::Malformed(format!("Адрес сервиса не подходит: {why}"));
        let url = Url::parse(text.trim()).map_err(|_| refuse("нужен адрес вида https://example.ru."))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("логин и пароль в адресе не допускаются."));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("знаки «?» и «#» в нём не допускаются."));
        }
        let address = Self(url);
        match address.0.scheme() {
            "https" if address.0.host().is_some() => Ok(address),
            "http" if address.is_loopback() => Ok(address),
            _ => Err(refuse(
                "вне этого компьютера допускается только защищённая связь, https://.",
            )),
        }
    }

    /// Host and port, for people and the log.
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> url::Origin {
        self.0.origin()
    }

    /// True when it cannot leave this computer.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
            None => false,
        }
    }

    /// The full address of a method.
    pub fn join(&self, path: &str, query: &[(&'static str, String)]) -> Url {
        let mut url = self.0.clone();
        let base = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{base}/{path}"));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn plain_http_is_for_this_computer_only() {
        for good in [
            "https://diadoc-api.kontur.ru",
            " https://diadoc-api.kontur.ru/ ",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "http://localhost:1",
        ] {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://diadoc-api.kontur.ru",
            "http://127.0.0.1.evil.ru",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "diadoc-api.kontur.ru",
            "https://clerk:secret@diadoc-api.kontur.ru",
            "https://diadoc-api.kontur.ru?key=1",
            "",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn keys_of_pages_are_percent_encoded() {
        let address = Address::parse("https://diadoc-api.kontur.ru/").unwrap();
        let url = address.join("V8/GetNewEvents", &[("afterIndexKey", "a+b/c==".to_owned())]);
        assert_eq!(
            url.as_str(),
            "https://diadoc-api.kontur.ru/V8/GetNewEvents?afterIndexKey=a%2Bb%2Fc%3D%3D"
        );
    }
}
