//! `multipart/form-data` (RFC 7578), as little of it as a form with a file needs.

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Name of the field.
    pub name: String,
    /// Name of the file; empty for other fields.
    pub file_name: String,
    /// Kind of the bytes, if the part tells it.
    pub media_type: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// All parts of the body; `None` where it is no such form.
pub fn read(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = parameter(content_type, "boundary")?;
    let opening = format!("--{boundary}");
    let delimiter = format!("\r\n--{boundary}");
    let mut rest = body.get(find(body, opening.as_bytes())? + opening.len()..)?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        rest = rest.strip_prefix(b"\r\n")?;
        let end = find(rest, delimiter.as_bytes())?;
        parts.push(part(rest.get(..end)?)?);
        rest = rest.get(end + delimiter.len()..)?;
    }
}

fn part(bytes: &[u8]) -> Option<Part> {
    let end = find(bytes, b"\r\n\r\n")?;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let mut part = Part {
        bytes: bytes.get(end + 4..)?.to_vec(),
        ..Part::default()
    };
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(':')?;
        match name.trim().to_ascii_lowercase().as_str() {
            "content-disposition" => {
                part.name = parameter(value, "name")?;
                part.file_name = parameter(value, "filename").unwrap_or_default();
            }
            "content-type" => part.media_type = Some(value.trim().to_ascii_lowercase()),
            _ => {}
        }
    }
    Some(part)
}

/// `name="value"` or `name=value` of a header. RFC 7578 leaves names of files in UTF-8 as they are.
fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|pair| {
        let (one, value) = pair.split_once('=')?;
        one.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

#[cfg(test)]
mod tests {
    use super::read;

    const FORM: &str = "--b1\r\nContent-Disposition: form-data; name=\"document\"\r\n\r\n{}\r\n--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Акт 7.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--x\r\n--b1--\r\n";

    #[test]
    fn fields_and_files_come_apart_and_bytes_stay_as_they_are() {
        let parts = read("multipart/form-data; boundary=b1", FORM.as_bytes()).unwrap();
        assert_eq!(
            (parts[0].name.as_str(), parts[0].bytes.as_slice()),
            ("document", b"{}".as_slice())
        );
        assert_eq!(parts[1].file_name, "Акт 7.pdf");
        assert_eq!(parts[1].media_type.as_deref(), Some("application/pdf"));
        assert_eq!(parts[1].bytes, b"%PDF-1.4\r\n--x");
    }

    #[test]
    fn a_form_cut_short_is_no_form() {
        assert_eq!(
            read("multipart/form-data; boundary=b1", &FORM.as_bytes()[..120]),
            None
        );
        assert_eq!(read("multipart/form-data", FORM.as_bytes()), None);
    }
}
