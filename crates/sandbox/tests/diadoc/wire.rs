//! Requests byte by byte, as the official libraries put them on the wire, and a reader of protobuf that shares nothing
//! with the one under test.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Stage, Who};

/// One kept-alive connection.
pub struct Wire(TcpStream);

pub struct Answer {
    pub status: u16,
    /// Status line and headers as they came.
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

impl Wire {
    pub async fn to(stage: &Stage) -> Self {
        Self(TcpStream::connect(stage.sandbox.address()).await.unwrap())
    }

    /// `head` without its last empty line and without `Host`, lines divided by `\n`.
    pub async fn send(&mut self, head: &str, body: &[u8]) -> Answer {
        let port = self.0.peer_addr().unwrap().port();
        let mut bytes = format!("{head}\nHost: 127.0.0.1:{port}\n\n")
            .replace('\n', "\r\n")
            .into_bytes();
        bytes.extend_from_slice(body);
        self.0.write_all(&bytes).await.unwrap();
        loop {
            let answer = self.answer().await;
            if answer.status != 100 {
                return answer;
            }
        }
    }

    async fn answer(&mut self) -> Answer {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut answer = Answer {
            status,
            head,
            body: Vec::new(),
        };
        let length = answer
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        answer.body = vec![0; length];
        self.0.read_exact(&mut answer.body).await.unwrap();
        answer
    }

    /// As the C# library sends it: no `Accept`, no `Content-Type`, `Expect` before a body.
    pub async fn csharp(&mut self, method: &str, path: &str, authorization: &str, body: &[u8]) -> Answer {
        let expect = if body.is_empty() {
            ""
        } else {
            "\nExpect: 100-continue"
        };
        let head = format!(
            "{method} {path} HTTP/1.1\nAuthorization: {authorization}\nUser-Agent: Diadoc C# SDK=3.4.0\nContent-Length: {}{expect}\nAccept-Encoding: gzip, deflate",
            body.len()
        );
        self.send(&head, body).await
    }

    /// As the Java library sends it: `Content-Length: 0` even on GET, pairs of the credentials without a space.
    pub async fn java(&mut self, method: &str, path: &str, authorization: &str, body: &[u8]) -> Answer {
        let authorization = authorization.replace(", ", ",");
        let head = format!(
            "{method} {path} HTTP/1.1\nAuthorization: {authorization}\nContent-Length: {}\nConnection: Keep-Alive\nUser-Agent: Diadoc Java SDK=5.12.0",
            body.len()
        );
        self.send(&head, body).await
    }
}

/// The stage with a connection and Anna's credentials.
pub async fn begin() -> (Stage, Wire, String) {
    let stage = Stage::new().await;
    let wire = Wire::to(&stage).await;
    let authorization = stage.authorization(Who::Anna);
    (stage, wire, authorization)
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 127 {
        bytes.push(u8::try_from(value & 127).unwrap() | 128);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).unwrap());
    bytes
}

/// A field with text, bytes or a structure.
pub fn bytes(number: u64, value: impl AsRef<[u8]>) -> Vec<u8> {
    let value = value.as_ref();
    let length = u64::try_from(value.len()).unwrap();
    [varint(number << 3 | 2), varint(length), value.to_vec()].concat()
}

/// A field with a flag or a number.
pub fn number(number: u64, value: u64) -> Vec<u8> {
    [varint(number << 3), varint(value)].concat()
}

/// A value as it stands on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Varint(u64),
    Fixed64(u64),
    Fixed32(u32),
    Bytes(Vec<u8>),
}

/// Takes a structure apart.
pub struct Fields(Vec<(u64, Found)>);

impl Fields {
    pub fn of(mut bytes: &[u8]) -> Self {
        let mut fields = Vec::new();
        while !bytes.is_empty() {
            let tag = take_varint(&mut bytes);
            let found = match tag & 7 {
                0 => Found::Varint(take_varint(&mut bytes)),
                1 => Found::Fixed64(u64::from_le_bytes(take(&mut bytes, 8).try_into().unwrap())),
                2 => {
                    let length = take_varint(&mut bytes);
                    Found::Bytes(take(&mut bytes, usize::try_from(length).unwrap()).to_vec())
                }
                5 => Found::Fixed32(u32::from_le_bytes(take(&mut bytes, 4).try_into().unwrap())),
                other => panic!("wire type {other}"),
            };
            fields.push((tag >> 3, found));
        }
        Self(fields)
    }

    pub fn all(&self, number: u64) -> impl Iterator<Item = &Found> {
        self.0
            .iter()
            .filter(move |(one, _)| *one == number)
            .map(|(_, found)| found)
    }

    pub fn has(&self, number: u64) -> bool {
        self.all(number).next().is_some()
    }

    pub fn inner(&self, number: u64) -> Self {
        self.inners(number).remove(0)
    }

    pub fn inners(&self, number: u64) -> Vec<Self> {
        self.all(number)
            .map(|found| match found {
                Found::Bytes(bytes) => Self::of(bytes),
                other => panic!("{number}: {other:?}"),
            })
            .collect()
    }

    pub fn text(&self, number: u64) -> String {
        match self.all(number).next() {
            Some(Found::Bytes(bytes)) => String::from_utf8(bytes.clone()).unwrap(),
            other => panic!("{number}: {other:?}"),
        }
    }

    pub fn varint(&self, number: u64) -> u64 {
        match self.all(number).next() {
            Some(Found::Varint(value)) => *value,
            other => panic!("{number}: {other:?}"),
        }
    }
}

fn take_varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(bytes, 1)[0];
        value |= u64::from(byte & 127) << shift;
        if byte < 128 {
            break;
        }
    }
    value
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, rest) = bytes.split_at(length);
    *bytes = rest;
    taken
}

/// `MessageToPost` with one document whose file is signed by the operator's test certificate.
pub fn posting(from: &str, to: &str, file_name: &str, content: &str) -> Vec<u8> {
    let signed = [bytes(1, content), number(5, 1)].concat();
    let metadata = [bytes(1, "FileName"), bytes(2, file_name)].concat();
    let attachment = [
        bytes(1, signed),
        number(4, 1),
        bytes(12, "Nonformalized"),
        bytes(15, metadata),
    ]
    .concat();
    [bytes(1, from), bytes(2, to), bytes(34, attachment)].concat()
}
