//! The shelf («полка»): where a caller lays large files, whole or in parts, before he names them in a posting.
//!
//! Every person has a shelf of his own. It lives in memory and forgets a file after seven days of the world's clock; a
//! sandbox that was started again has empty shelves, and a posting that names what is gone is refused.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use uuid::Uuid;

use super::call::Call;
use super::refusal::Refusal;
use super::requests::{MessagePatchToPost, MessageToPost, SignedContent};
use super::{Reply, auth};
use crate::clock::Ticks;
use crate::hub::Hub;

const LARGEST_PART_BYTES: usize = 3 * 1024 * 1024;
const LARGEST_FILE_BYTES: usize = 400 * 1024 * 1024;
/// All files of all people.
const LARGEST_SHELF_BYTES: usize = 1024 * 1024 * 1024;
/// The largest file in the smallest parts that the clients make.
const MOST_PARTS: u32 = 1_024;
const LIFE_MS: u64 = 7 * 24 * 60 * 60 * 1_000;
const LONGEST_NAME: usize = 200;
/// The caller's own space, literally so, in the older methods.
const OWN_SPACE: &str = "__userId__/";

/// A file in parts.
#[derive(Debug)]
struct File {
    parts: BTreeMap<u32, Vec<u8>>,
    last: Option<u32>,
    expires_at: Ticks,
}

impl File {
    fn size(&self) -> usize {
        self.parts.values().map(Vec::len).sum()
    }

    /// Numbers of parts that are not there; up to the last part, or up to the highest seen so far.
    fn missing(&self) -> Vec<u32> {
        let highest = self.parts.keys().next_back().copied();
        let until = self.last.max(highest).map_or(0, |last| last.saturating_add(1));
        (0..until)
            .filter(|number| !self.parts.contains_key(number))
            .collect()
    }
}

/// Part of a file as it comes.
struct Part {
    number: u32,
    is_last: bool,
    bytes: Vec<u8>,
}

/// The shelves of all people.
#[derive(Debug, Default)]
pub struct Shelf {
    files: HashMap<(Uuid, String), File>,
}

impl Shelf {
    /// Lays a part; gives the numbers of the parts that are missing.
    fn lay(&mut self, user: Uuid, name: &str, part: Part, now: Ticks) -> Result<Vec<u32>, Refusal> {
        if part.bytes.len() > LARGEST_PART_BYTES {
            return Err(Refusal::bad("A part of a file is larger than 3 MB"));
        }
        if part.number >= MOST_PARTS {
            return Err(Refusal::bad(format!("partIndex must be less than {MOST_PARTS}")));
        }
        self.files.retain(|_, file| file.expires_at > now);
        let taken: usize = self.files.values().map(File::size).sum();
        if taken.saturating_add(part.bytes.len()) > LARGEST_SHELF_BYTES {
            return Err(Refusal::bad(
                "Полка песочницы заполнена, новые файлы не помещаются",
            ));
        }
        let file = self.files.entry((user, name.to_owned())).or_insert_with(|| File {
            parts: BTreeMap::new(),
            last: None,
            expires_at: now.plus_ms(LIFE_MS),
        });
        if file.size().saturating_add(part.bytes.len()) > LARGEST_FILE_BYTES {
            return Err(Refusal::bad("A file is larger than 400 MB"));
        }
        file.parts.insert(part.number, part.bytes);
        if part.is_last {
            // Who sends a missing part again calls the last one of these the last.
            file.last = file.last.max(Some(part.number));
        }
        Ok(file.missing())
    }

    fn has(&self, user: Uuid, name: &str) -> bool {
        self.files.contains_key(&(user, name.to_owned()))
    }

    /// The whole file, if all of it is there.
    fn whole(&self, user: Uuid, name: &str, now: Ticks) -> Option<Vec<u8>> {
        let file = self.files.get(&(user, name.to_owned()))?;
        let is_whole = file.last.is_some() && file.missing().is_empty() && file.expires_at > now;
        is_whole.then(|| {
            file.parts
                .values()
                .map(Vec::as_slice)
                .collect::<Vec<_>>()
                .concat()
        })
    }
}

fn caller(hub: &Hub, call: &Call) -> Result<(Uuid, Ticks), Refusal> {
    hub.with(|books| Ok((auth::caller(&books.state, &call.headers)?, books.state.now())))
}

/// A name that nobody else has, with the ending that the caller asked for.
fn new_name(call: &Call) -> Result<String, Refusal> {
    let ending = call
        .text("fileextension")
        .unwrap_or_default()
        .trim_start_matches('.');
    if ending.len() > 16 || !ending.chars().all(|letter| letter.is_ascii_alphanumeric()) {
        return Err(Refusal::bad(format!(
            "Could not parse fileExtension query param: {ending}"
        )));
    }
    let name = Uuid::new_v4();
    Ok(match ending {
        "" => name.to_string(),
        ending => format!("{name}.{ending}"),
    })
}

fn own_name(call: &Call) -> Result<&str, Refusal> {
    let name = call.required("nameonshelf")?;
    let own = name.strip_prefix(OWN_SPACE).filter(|name| is_name(name));
    own.ok_or_else(|| Refusal::bad(format!("Could not parse nameOnShelf query param: {name}")))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= LONGEST_NAME
}

fn part(call: &Call) -> Result<Part, Refusal> {
    let text = call.required("partindex")?;
    let number = text.parse();
    Ok(Part {
        number: number.map_err(|_| Refusal::bad(format!("Could not parse partIndex query param: {text}")))?,
        is_last: call.has_flag("islastpart"),
        bytes: call.body.to_vec(),
    })
}

fn missing_parts(missing: &[u32]) -> Reply {
    let numbers: Vec<_> = missing.iter().map(ToString::to_string).collect();
    let text = format!("[{}]", numbers.join(","));
    Reply::bytes(text.into_bytes(), "application/json; charset=utf-8")
}

fn name_of(name: String) -> Reply {
    Reply::bytes(name.into_bytes(), "text/plain; charset=utf-8")
}

/// `POST /V2/ShelfUpload`: a file in one piece, and its name in answer. `POST /ShelfUpload`, older: a part of a file
/// that the caller has named himself.
pub fn upload(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (user, now) = caller(hub, call)?;
    if call.version == 0 {
        let (name, part) = (own_name(call)?, part(call)?);
        let missing = hub.shelf(|shelf| shelf.lay(user, name, part, now))?;
        return Ok(missing_parts(&missing));
    }
    first_part(hub, call, user, now, End::Here)
}

/// `POST /ShelfUploadPartInit`: the first part of a file, and its name in answer.
pub fn upload_first_part(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (user, now) = caller(hub, call)?;
    let end = if call.has_flag("islastpart") {
        End::Here
    } else {
        End::Open
    };
    first_part(hub, call, user, now, end)
}

/// Lays a file that the service made on this person's shelf; gives its name.
pub fn lay_whole(hub: &Hub, user: Uuid, ending: &str, bytes: &[u8]) -> Result<String, Refusal> {
    let now = hub.with(|books| Ok(books.state.now()))?;
    let name = format!("{}.{ending}", Uuid::new_v4());
    let parts: Vec<&[u8]> = bytes.chunks(LARGEST_PART_BYTES).collect();
    hub.shelf(|shelf| {
        for (number, part) in (0_u32..).zip(&parts) {
            let part = Part {
                number,
                is_last: usize::try_from(number).is_ok_and(|number| number + 1 == parts.len()),
                bytes: part.to_vec(),
            };
            shelf.lay(user, &name, part, now)?;
        }
        Ok::<(), Refusal>(())
    })?;
    Ok(name)
}

/// Does the file end with this part?
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Here,
    Open,
}

fn first_part(hub: &Hub, call: &Call, user: Uuid, now: Ticks, end: End) -> Result<Reply, Refusal> {
    let name = new_name(call)?;
    let part = Part {
        number: 0,
        is_last: end == End::Here,
        bytes: call.body.to_vec(),
    };
    hub.shelf(|shelf| shelf.lay(user, &name, part, now))?;
    Ok(name_of(name))
}

/// `POST /ShelfUploadPart`: one more part; the answer lists what is missing.
pub fn upload_part(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (user, now) = caller(hub, call)?;
    let (name, part) = (call.required("filename")?, part(call)?);
    let missing = hub.shelf(|shelf| {
        if !shelf.has(user, name) {
            return Err(no_file(name));
        }
        shelf.lay(user, name, part, now)
    })?;
    Ok(missing_parts(&missing))
}

/// `GET /V2/ShelfDownload`, `GET /ShelfDownload`
pub fn download(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (user, now) = caller(hub, call)?;
    let name = if call.version == 0 {
        own_name(call)?
    } else {
        call.required("filename")?
    };
    let whole = hub.shelf(|shelf| shelf.whole(user, name, now));
    Ok(Reply::bytes(
        whole.ok_or_else(|| no_file(name))?,
        "application/octet-stream",
    ))
}

fn no_file(name: &str) -> Refusal {
    Refusal::not_found(format!("File {name} is not found on the shelf"))
}

/// Puts the files that a message names in the place of their names.
pub fn fetch_for_message(hub: &Hub, user: Uuid, given: &mut MessageToPost) -> Result<(), Refusal> {
    let fetch = Fetch::new(hub, user)?;
    for (index, document) in given.document_attachments.iter_mut().enumerate() {
        let place = format!("MessageToPost.DocumentAttachments[{index}]");
        if let Some(content) = &mut document.signed_content {
            fetch.signed_content(content, &place)?;
        }
    }
    Ok(())
}

/// Puts the files that a patch names in the place of their names.
pub fn fetch_for_patch(hub: &Hub, user: Uuid, given: &mut MessagePatchToPost) -> Result<(), Refusal> {
    let fetch = Fetch::new(hub, user)?;
    for (index, one) in given.signatures.iter_mut().enumerate() {
        let place = format!("MessagePatchToPost.Signatures[{index}]");
        fetch.take_down(&mut one.signature_name_on_shelf, &mut one.signature, &place)?;
    }
    let lists = [
        ("Receipts", &mut given.receipts),
        ("RecipientTitles", &mut given.recipient_titles),
        ("XmlSignatureRejections", &mut given.xml_signature_rejections),
        ("CorrectionRequests", &mut given.correction_requests),
        ("RevocationRequests", &mut given.revocation_requests),
        (
            "TtGisFixationCancellationRequests",
            &mut given.fixation_cancellations,
        ),
    ];
    for (list, replies) in lists {
        for (index, reply) in replies.iter_mut().enumerate() {
            if let Some(content) = &mut reply.signed_content {
                fetch.signed_content(content, &format!("MessagePatchToPost.{list}[{index}]"))?;
            }
        }
    }
    for (index, one) in given.universal_messages.iter_mut().enumerate() {
        if let Some(content) = &mut one.content {
            let place = format!("MessagePatchToPost.UniversalMessages[{index}]");
            fetch.signed_content(content, &place)?;
        }
    }
    Ok(())
}

struct Fetch<'a> {
    hub: &'a Hub,
    user: Uuid,
    now: Ticks,
}

impl<'a> Fetch<'a> {
    fn new(hub: &'a Hub, user: Uuid) -> Result<Self, Refusal> {
        let now = hub.with(|books| Ok(books.state.now()))?;
        Ok(Self { hub, user, now })
    }

    fn signed_content(&self, content: &mut SignedContent, place: &str) -> Result<(), Refusal> {
        self.take_down(&mut content.name_on_shelf, &mut content.content, place)?;
        self.take_down(
            &mut content.signature_name_on_shelf,
            &mut content.signature,
            place,
        )
    }

    /// Puts the file of this name into `bytes`, base64 as everywhere in requests, and forgets the name.
    fn take_down(&self, name: &mut String, bytes: &mut String, place: &str) -> Result<(), Refusal> {
        if name.is_empty() {
            return Ok(());
        }
        if !bytes.is_empty() {
            return Err(Refusal::bad(format!(
                "{place}: SignedContent must have either bytes or a name on the shelf"
            )));
        }
        let bare = name.strip_prefix(OWN_SPACE).unwrap_or(name);
        let whole = self.hub.shelf(|shelf| shelf.whole(self.user, bare, self.now));
        let missing = || Refusal::bad(format!("{place}: File {bare} is not found on the shelf"));
        *bytes = BASE64.encode(whole.ok_or_else(missing)?);
        name.clear();
        Ok(())
    }
}
