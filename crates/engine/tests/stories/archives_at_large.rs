//! Archives that are larger than any memory, and the wait for them.

use std::fs::File;
use std::io::{self, BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::BlobId;
use engine::{Code, Engine, FileState};
use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::world::World;

const MIB: usize = 1024 * 1024;

/// Bytes that do not pack.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

/// An archive of so many documents, each with this one file, as this program writes them.
fn packed(into: impl Write + Seek, documents: usize, files: usize, original: &[u8]) {
    let mut zip = ZipWriter::new(into);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let sha256 = BlobId::of(original).to_string();
    let mut entries = Vec::with_capacity(documents);
    for document in 1..=documents {
        let folder = format!("{document:04} Акт № {document}");
        let mut named = Vec::with_capacity(files);
        for file in 1..=files {
            let path = format!("{folder}/Акт {file}.pdf");
            zip.start_file(path.as_str(), stored).unwrap();
            zip.write_all(original).unwrap();
            named.push(json!({ "path": path, "role": "original", "sha256": sha256, "size": original.len() }));
        }
        entries.push(json!({
            "folder": folder, "label": format!("Акт № {document}"), "number": document.to_string(),
            "issued_on": null, "firm": null, "other_side": null, "total": null, "currency": "643",
            "status": "Нет в ЭДО", "files": named, "gaps": [],
        }));
    }
    let inventory = json!({
        "format": "surguch-archive", "version": 1, "made_at": "2026-11-22T09:00:00Z", "documents": entries,
    });
    zip.start_file("опись.txt", SimpleFileOptions::default()).unwrap();
    zip.start_file("опись.json", SimpleFileOptions::default())
        .unwrap();
    serde_json::to_writer(BufWriter::new(&mut zip), &inventory).unwrap();
    zip.finish().unwrap().flush().unwrap();
}

/// The most memory that this program ever had, in bytes; nothing on systems that do not tell.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// Forgets the peak so far.
fn forget_peak() {
    drop(std::fs::write("/proc/self/clear_refs", "5"));
}

#[tokio::test]
async fn an_archive_larger_than_the_memory_that_it_may_take_is_checked_from_the_disk() {
    let world = World::new();
    let engine = world.open();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Архив.zip");
    // More than the 256 MB that an archive was once limited to.
    packed(File::create(&path).unwrap(), 20, 1, &noise(15 * MIB, 7));
    assert!(std::fs::metadata(&path).unwrap().len() > 290 * MIB as u64);

    forget_peak();
    let before = peak_bytes();
    let found = engine.check_archive(File::open(&path).unwrap()).await.unwrap();
    assert!(found.is_ok, "{:?}", found.texts);
    assert_eq!(found.documents.len(), 20);
    if let (Some(before), Some(after)) = (before, peak_bytes()) {
        let grown = after.saturating_sub(before);
        assert!(grown < 120 * MIB as u64, "{} MB", grown / MIB as u64);
    }

    // One turned byte in its middle is found.
    let mut file = File::options().read(true).write(true).open(&path).unwrap();
    let mut byte = [0];
    file.seek(SeekFrom::Start(150 * MIB as u64)).unwrap();
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Current(-1)).unwrap();
    file.write_all(&[byte[0] ^ 1]).unwrap();
    let found = engine.check_archive(file).await.unwrap();
    assert!(!found.is_ok);
    let states = found.documents.iter().flat_map(|document| &document.files);
    assert_eq!(states.filter(|file| file.state != FileState::Intact).count(), 1);
}

#[tokio::test]
async fn an_archive_with_more_files_than_an_old_zip_can_count_is_checked() {
    let world = World::new();
    let engine = world.open();
    let mut zip = Cursor::new(Vec::new());
    packed(&mut zip, 7_000, 10, b"%PDF-1.7");
    let bytes = zip.into_inner();
    assert!(
        bytes.windows(4).rev().take(100).any(|end| end == b"PK\x06\x07"),
        "ZIP64"
    );
    let found = engine.check_archive(Cursor::new(bytes)).await.unwrap();
    assert!(found.is_ok, "{:?}", found.texts);
    assert_eq!(
        found
            .documents
            .iter()
            .map(|document| document.files.len())
            .sum::<usize>(),
        70_000
    );
}

/// Counts what was read, and does something of the test's at a certain place.
struct Watched<F> {
    archive: Cursor<Vec<u8>>,
    read: Arc<AtomicU64>,
    at: u64,
    then: Option<F>,
}

impl<F: FnOnce()> Read for Watched<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.archive.read(into)?;
        let read = self.read.fetch_add(length as u64, Ordering::Relaxed);
        if read >= self.at
            && let Some(then) = self.then.take()
        {
            then();
        }
        Ok(length)
    }
}

impl<F> Seek for Watched<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.archive.seek(to)
    }
}

#[tokio::test]
async fn a_check_tells_how_far_it_is_and_ends_when_a_person_asks() {
    let world = World::new();
    let engine = world.open();
    let mut zip = Cursor::new(Vec::new());
    packed(&mut zip, 40, 1, &noise(MIB, 3));
    let bytes = zip.into_inner();
    let length = bytes.len() as u64;
    let read = Arc::new(AtomicU64::new(0));
    let (told, ending) = (Arc::new(std::sync::Mutex::new(Vec::new())), engine.clone());
    let seen = Arc::clone(&told);
    let watched = Watched {
        archive: Cursor::new(bytes),
        read: Arc::clone(&read),
        // Measured once, then some ten documents.
        at: length + length / 4,
        then: Some(move || {
            *seen.lock().unwrap() = ending.works();
            ending.works().iter().for_each(|work| ending.cancel_work(work.id));
        }),
    };
    let stopped = engine.check_archive(watched).await.unwrap_err();
    assert_eq!(stopped.code(), Code::WorkCancelled);
    let [work] = told.lock().unwrap()[..] else {
        panic!("one work is under way");
    };
    assert_eq!(
        (work.total, work.done > 5, work.done < 15),
        (40, true, true),
        "{work:?}"
    );
    assert!(
        read.load(Ordering::Relaxed) < 2 * length,
        "it did not go on to the end"
    );
    assert!(engine.works().is_empty());
}

#[tokio::test]
async fn an_archive_comes_in_pieces_and_leaves_nothing_behind() {
    let world = World::new();
    let engine = world.open();
    let mut zip = Cursor::new(Vec::new());
    packed(&mut zip, 3, 1, &noise(3 * MIB, 5));
    let bytes = zip.into_inner();
    let token = engine.begin_archive_upload(bytes.len() as u64).await.unwrap();
    let mut there = 0;
    for piece in bytes.chunks(2 * MIB + 11) {
        there = engine
            .take_archive_piece(token.clone(), piece.to_vec())
            .await
            .unwrap();
    }
    assert_eq!(there, bytes.len() as u64);
    let found = engine.check_uploaded_archive(token.clone()).await.unwrap();
    assert!(found.is_ok, "{:?}", found.texts);
    assert_eq!(found.sha256, BlobId::of(&bytes));
    assert_eq!(long_files(&engine), 0);

    // What was given up is gone too, and a newer one takes the place of an older one.
    let gone = engine.check_uploaded_archive(token).await.unwrap_err();
    assert_eq!(gone.code(), Code::StagingGone);
    let [older, newer] = [
        engine.begin_archive_upload(9).await.unwrap(),
        engine.begin_archive_upload(9).await.unwrap(),
    ];
    let lost = engine.take_archive_piece(older, vec![1]).await.unwrap_err();
    assert_eq!(lost.code(), Code::StagingGone);
    engine.take_archive_piece(newer.clone(), vec![1]).await.unwrap();
    assert_eq!(long_files(&engine), 1);
    engine.forget_archive_upload(&newer);
    assert_eq!(long_files(&engine), 0);
    let no_room = engine.begin_archive_upload(u64::MAX / 2).await.unwrap_err();
    assert_eq!(no_room.code(), Code::DiskFull);
}

fn long_files(engine: &Engine) -> usize {
    std::fs::read_dir(engine.folder().join("long")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_packed_bomb_is_refused_whatever_its_headers_say() {
    let world = World::new();
    let engine = world.open();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in 0..5 {
        zip.start_file(format!("{file}.bin"), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&vec![0; 20 * MIB]).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < MIB);
    let refused = engine.check_archive(Cursor::new(bytes)).await.unwrap_err();
    assert_eq!(refused.code(), Code::ArchiveUnsafe);
}
