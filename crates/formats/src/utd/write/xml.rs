//! Writes elements and attributes.

/// A document being written.
pub struct Xml(String);

impl Xml {
    /// The head of a file in windows-1251.
    pub fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n".to_owned())
    }

    /// Opens an element; attributes without a value are left out.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.0.push_str(">\n");
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.0.push_str("/>\n");
    }

    /// An element with a text.
    pub fn leaf(&mut self, name: &str, text: &str) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push('>');
        self.escaped(text);
        self.close(name);
    }

    /// Closes an element.
    pub fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push_str(">\n");
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.0
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            self.escaped(value);
            self.0.push('"');
        }
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                _ => self.0.push(letter),
            }
        }
    }
}

/// A text as it may stand in an attribute: no control signs, no line ends, no blanks around it. What XML does not know
/// or windows-1251 cannot hold in any way becomes a blank.
pub fn clean(text: &str) -> String {
    let is_allowed = |letter: char| !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}');
    let text: String = text
        .chars()
        .map(|letter| if is_allowed(letter) { letter } else { ' ' })
        .collect();
    text.trim().to_owned()
}
