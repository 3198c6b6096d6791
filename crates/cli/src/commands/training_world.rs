//! The training world, as its control address describes it.
//!
//! Only a sandbox on this computer is asked: what its description says is typed into a connection, so a foreign
//! address could lead a firm's documents anywhere.

use std::net::IpAddr;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Duration, timeout};
use url::{Host, Url};

use crate::fault::Fault;

const PATIENCE: Duration = Duration::from_secs(10);
/// A description has a few kilobytes; whatever is longer is none.
const LONGEST_BYTES: u64 = 1024 * 1024;

#[derive(Deserialize)]
struct World {
    connections: Vec<Connection>,
}

/// A firm of the training world with everything needed to connect it.
#[derive(Deserialize)]
struct Connection {
    operator: String,
    address: String,
    box_id: String,
    name: String,
    inn: String,
    credentials: Value,
}

/// The request that connects a firm of the sandbox at this address.
pub(crate) async fn connection(address: &str, inn: Option<&str>) -> Result<Value, Fault> {
    let url = checked(address)?;
    let text = timeout(PATIENCE, fetch(&url))
        .await
        .map_err(|_| silent(address))?
        .map_err(|error| {
            tracing::debug!(%error, "the sandbox did not answer");
            silent(address)
        })?;
    let world: World = serde_json::from_str(&text).map_err(|error| {
        tracing::debug!(%error, "not a description of a training world");
        not_a_sandbox(address)
    })?;
    let chosen = match inn {
        None => world.connections.first(),
        Some(inn) => world.connections.iter().find(|one| one.inn == inn),
    };
    let chosen = chosen.ok_or_else(|| no_such_firm(inn, &world))?;
    Ok(json!({
        "operator": chosen.operator,
        "address": chosen.address,
        "box_id": chosen.box_id,
        "credentials": chosen.credentials,
    }))
}

fn checked(address: &str) -> Result<Url, Fault> {
    let url = Url::parse(address).ok().filter(|url| url.scheme() == "http");
    let url = url.filter(|url| match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    });
    url.ok_or_else(|| {
        Fault::new(
            "bad_address",
            format!(
                "«{address}» — не адрес учебного режима на этом компьютере. Ничего не изменено. Скопируйте адрес из \
                 строки, которую напечатала команда surguch-cli sandbox."
            ),
        )
    })
}

/// Asks for the description. Plain HTTP/1.0 to this computer needs no client library.
async fn fetch(url: &Url) -> std::io::Result<String> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(80);
    let mut stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    let request = format!("GET /_sandbox/world HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(LONGEST_BYTES).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    match answer.split_once("\r\n\r\n") {
        Some((_, body)) => Ok(body.to_owned()),
        None => Err(std::io::ErrorKind::InvalidData.into()),
    }
}

fn silent(address: &str) -> Fault {
    Fault {
        retryable: true,
        ..Fault::new(
            "offline",
            format!(
                "Учебный режим по адресу {address} не отвечает. Ничего не изменено. Запустите его командой \
                 surguch-cli sandbox и возьмите адрес из напечатанной строки."
            ),
        )
    }
}

fn not_a_sandbox(address: &str) -> Fault {
    Fault::new(
        "bad_address",
        format!(
            "По адресу {address} отвечает не учебный режим. Ничего не изменено. Возьмите адрес из строки, которую \
             напечатала команда surguch-cli sandbox."
        ),
    )
}

fn no_such_firm(inn: Option<&str>, world: &World) -> Fault {
    let names: Vec<String> = world
        .connections
        .iter()
        .map(|one| format!("{} (ИНН {})", one.name, one.inn))
        .collect();
    Fault::new(
        "firm_not_found",
        format!(
            "Фирмы с ИНН {} в учебном режиме нет. Ничего не изменено. Есть: {}.",
            inn.unwrap_or("—"),
            names.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn only_addresses_of_this_computer_are_asked() {
        for address in [
            "http://127.0.0.1:8080",
            "http://localhost:1/_sandbox",
            "http://[::1]:9",
        ] {
            assert!(checked(address).is_ok(), "{address}");
        }
        for address in [
            "https://127.0.0.1",
            "http://10.0.0.1",
            "http://diadoc.example",
            "http://127.0.0.1.example",
            "localhost:80",
            "",
        ] {
            assert!(checked(address).is_err(), "{address}");
        }
    }
}
