//! `check-signature`: what a signature says and what of it holds.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::CheckSignature;
use crate::fault::{Done, Fault};
use crate::session::{Session, read};

#[derive(Deserialize)]
struct Checked {
    signers: Vec<Signer>,
}

#[derive(Deserialize)]
pub(super) struct Signer {
    pub standing: String,
    pub texts: Vec<String>,
}

pub(crate) async fn run(session: &Session, wanted: &CheckSignature) -> Result<Done, Fault> {
    let request = match &wanted.signature {
        Some(signature) => json!({ "content": file(&wanted.file)?, "signature": file(signature)? }),
        None => json!({ "signature": file(&wanted.file)? }),
    };
    let answer = session.call("signatures.check", request).await?;
    let checked: Checked = read(answer.clone())?;
    if session.output.is_for_program() {
        session.output.json(&answer);
    } else {
        for (number, signer) in (1..).zip(&checked.signers) {
            session
                .output
                .line(&format!("Подпись {number} из {}", checked.signers.len()));
            for text in &signer.texts {
                session.output.line(&format!("  {text}"));
            }
        }
    }
    Ok(worst(
        checked.signers.iter().map(|signer| signer.standing.as_str()),
    ))
}

/// The worst of all: broken, then unproven, then whole.
pub(super) fn worst<'a>(standings: impl Iterator<Item = &'a str>) -> Done {
    let mut done = Done::Whole;
    for standing in standings {
        match standing {
            "holds" => {}
            "unproven" => done = Done::Partly,
            _ => return Done::Nothing,
        }
    }
    done
}

/// A file of the disk that cannot be read.
pub(crate) fn not_read(path: &Path, error: &std::io::Error) -> Fault {
    Fault::new(
        "file_unreadable",
        format!(
            "Файл {} не прочитан: {error}. Ничего не изменено. Проверьте путь и права.",
            path.display()
        ),
    )
}

/// A file of the disk, as the contract takes it.
pub(super) fn file(path: &Path) -> Result<Value, Fault> {
    let bytes = std::fs::read(path).map_err(|error| not_read(path, &error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(json!({ "name": name, "content_base64": STANDARD.encode(bytes) }))
}

#[cfg(test)]
mod tests {
    use super::worst;
    use crate::fault::Done;

    #[test]
    fn one_broken_signature_outweighs_all_good_ones() {
        let of = |standings: &[&str]| worst(standings.iter().copied());
        assert_eq!(of(&["holds", "holds"]), Done::Whole);
        assert_eq!(of(&["unproven", "holds"]), Done::Partly);
        assert_eq!(of(&["unproven", "broken", "holds"]), Done::Nothing);
    }
}
