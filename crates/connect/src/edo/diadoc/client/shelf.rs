//! The shelf («полка»): large files are laid there in parts before a request names them (QUIRKS 55).

use super::Client;
use crate::Error;
use crate::http::Call;

/// The operator takes no larger part.
const PART_BYTES: usize = 3_000_000;
/// So often what did not arrive is sent again.
const ROUNDS: usize = 3;
const BYTES: &str = "application/octet-stream";

impl Client {
    /// Lays a file on the shelf and gives its name. Parts that did not arrive are sent again; nothing is kept there for
    /// longer than seven days.
    pub async fn upload_to_shelf(&self, content: &[u8]) -> Result<String, Error> {
        let parts: Vec<&[u8]> = content.chunks(PART_BYTES).collect();
        let (Some(first), rest) = (parts.first(), parts.get(1..).unwrap_or_default()) else {
            return Err(Error::Malformed("an empty file for the shelf".into()));
        };
        let call = Call::post("ShelfUploadPartInit", BYTES, first.to_vec())
            .query("isLastPart", if rest.is_empty() { "true" } else { "false" });
        let name = text(self.with_patience(call).await?)?;
        if rest.is_empty() {
            return Ok(name);
        }
        let mut missing: Vec<usize> = (1..parts.len()).collect();
        for _ in 0..ROUNDS {
            missing = self.lay(&name, &parts, &missing).await?;
            if missing.is_empty() {
                return Ok(name);
            }
        }
        Err(Error::Broken(format!(
            "Сервис не принял {} из {} частей файла.",
            missing.len(),
            parts.len()
        )))
    }

    /// Sends these parts, the last of them as the last; gives the numbers that the operator still misses.
    async fn lay(&self, name: &str, parts: &[&[u8]], wanted: &[usize]) -> Result<Vec<usize>, Error> {
        let mut missing = Vec::new();
        for (place, number) in wanted.iter().enumerate() {
            let part = parts.get(*number).copied().unwrap_or_default();
            let is_last = place + 1 == wanted.len();
            let call = Call::post("ShelfUploadPart", BYTES, part.to_vec())
                .query("fileName", name)
                .query("partIndex", number.to_string())
                .query("isLastPart", if is_last { "true" } else { "false" });
            let answer = self.with_patience(call).await?;
            if is_last {
                missing = numbers(&answer)?;
            }
        }
        missing.retain(|number| *number < parts.len());
        Ok(missing)
    }

    /// A part laid twice is one part, so a broken line costs a repeat and no more.
    async fn with_patience(&self, call: Call) -> Result<Vec<u8>, Error> {
        let mut last = Error::Timeout(String::new());
        for _ in 0..ROUNDS {
            match self
                .send(call.clone())
                .await
                .and_then(crate::http::Answer::accepted)
            {
                Ok(answer) => return Ok(answer.body),
                Err(error @ (Error::Timeout(_) | Error::Broken(_))) => last = error,
                Err(error) => return Err(error),
            }
        }
        // Nothing was sent yet: whatever became of the part, there is no document.
        Err(Error::Offline(format!(
            "Файл не удалось положить на полку: {last}"
        )))
    }
}

fn text(body: Vec<u8>) -> Result<String, Error> {
    let name = String::from_utf8(body).unwrap_or_default();
    let name = name.trim().trim_matches('"');
    if name.is_empty() {
        return Err(Error::Malformed("ShelfUploadPartInit: нет имени файла".into()));
    }
    Ok(name.to_owned())
}

fn numbers(body: &[u8]) -> Result<Vec<usize>, Error> {
    serde_json::from_slice(body).map_err(|error| Error::Malformed(format!("ShelfUploadPart: {error}")))
}
