//! Objects written behind the end of a PDF, and the table that finds them.

/// How the new objects are found: the same way as those before them (ISO 32000-1, 7.5.8.4 allows no other mixture).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A table in plain text.
    Table {
        /// Where the table before it lies; none for a file of its own.
        previous: Option<usize>,
    },
    /// A stream.
    Stream {
        /// Where the one before it lies.
        previous: usize,
    },
}

/// A PDF that grows at its end.
#[derive(Debug)]
pub struct Paper {
    bytes: Vec<u8>,
    next: u32,
    written: Vec<(u32, i32, usize)>,
}

impl Paper {
    /// Nothing but a head.
    pub fn new() -> Self {
        Self {
            bytes: b"%PDF-1.7\n%\xc3\xa9\xc3\xa8\n".to_vec(),
            next: 1,
            written: Vec::new(),
        }
    }

    /// Behind these bytes; new objects are numbered from `first_free` on.
    pub fn upon(source: &[u8], first_free: u32) -> Self {
        let mut bytes = source.to_vec();
        if !source.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        Self {
            bytes,
            next: first_free,
            written: Vec::new(),
        }
    }

    /// A number for an object that is written later.
    pub fn place(&mut self) -> u32 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        number
    }

    /// Writes an object under its number.
    pub fn put(&mut self, number: u32, generation: i32, body: &str) {
        self.put_bytes(number, generation, body.as_bytes());
    }

    fn put_bytes(&mut self, number: u32, generation: i32, body: &[u8]) {
        self.written.push((number, generation, self.bytes.len()));
        self.bytes
            .extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// Writes a new object.
    pub fn add(&mut self, body: &str) -> u32 {
        let number = self.place();
        self.put(number, 0, body);
        number
    }

    /// Writes a new stream; `entries` stand in its dictionary beside the length.
    pub fn stream(&mut self, entries: &str, content: &[u8]) -> u32 {
        let number = self.place();
        let mut body = format!("<< {entries} /Length {} >>\nstream\n", content.len()).into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\nendstream");
        self.put_bytes(number, 0, &body);
        number
    }

    /// Ends the file; `root` is a reference to the catalogue.
    pub fn end(mut self, root: &str, ending: Ending) -> Vec<u8> {
        match ending {
            Ending::Table { previous } => self.end_with_table(root, previous),
            Ending::Stream { previous } => self.end_with_stream(root, previous),
        }
        self.bytes
    }

    fn end_with_table(&mut self, root: &str, previous: Option<usize>) {
        let start = self.bytes.len();
        let mut table = String::from("xref\n");
        if previous.is_none() {
            table.push_str("0 1\n0000000000 65535 f \n");
        }
        self.written.sort_unstable();
        for (number, generation, offset) in &self.written {
            table.push_str(&format!("{number} 1\n{offset:010} {generation:05} n \n"));
        }
        let previous = previous
            .map(|offset| format!(" /Prev {offset}"))
            .unwrap_or_default();
        table.push_str(&format!(
            "trailer\n<< /Size {} /Root {root}{previous} >>\nstartxref\n{start}\n%%EOF\n",
            self.next
        ));
        self.bytes.extend_from_slice(table.as_bytes());
    }

    fn end_with_stream(&mut self, root: &str, previous: usize) {
        let number = self.place();
        let start = self.bytes.len();
        self.written.push((number, 0, start));
        self.written.sort_unstable();
        let mut index = String::new();
        let mut rows = Vec::new();
        for (number, generation, offset) in &self.written {
            index.push_str(&format!("{number} 1 "));
            rows.push(1);
            rows.extend_from_slice(&u32::try_from(*offset).unwrap_or(u32::MAX).to_be_bytes());
            rows.extend_from_slice(&u16::try_from(*generation).unwrap_or(0).to_be_bytes());
        }
        let head = format!(
            "{number} 0 obj\n<< /Type /XRef /Size {} /Root {root} /Prev {previous} /W [1 4 2] /Index [{}] /Length {} >>\nstream\n",
            self.next,
            index.trim_end(),
            rows.len()
        );
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend_from_slice(&rows);
        self.bytes
            .extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    }
}
