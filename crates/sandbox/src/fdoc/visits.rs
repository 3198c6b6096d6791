//! Browsers at the pages: tickets that open a document's page once, and who has come in. Lives in memory only: after a
//! restart a page is opened anew from the program, and a client enters the code again.

use std::collections::HashMap;

use uuid::Uuid;

use crate::clock::Ticks;

/// How long a ticket waits for its browser.
pub const TICKET_LIFE_MS: u64 = 15 * 60 * 1_000;
/// How long a browser stays in.
const VISIT_LIFE_MS: u64 = 8 * 60 * 60 * 1_000;

/// Into which page a browser may look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visit {
    /// An employee at the page of one document.
    Document {
        /// Which.
        document: String,
        /// Who.
        employee: String,
    },
    /// A client at their page.
    Client {
        /// Its address.
        path_token: String,
    },
    /// Somebody who has named the key of an organization, to register an employee.
    Registration {
        /// Which.
        organization: String,
    },
}

#[derive(Debug)]
struct Ticket {
    document: String,
    employee: String,
    expires_at: Ticks,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Visits {
    tickets: HashMap<String, Ticket>,
    open: HashMap<String, (Visit, Ticks)>,
}

impl Visits {
    /// This ticket will open the page of this document, once.
    pub fn expect(&mut self, ticket: String, document: &str, employee: &str, now: Ticks) {
        self.tickets.retain(|_, known| now < known.expires_at);
        let expires_at = now.plus_ms(TICKET_LIFE_MS);
        let (document, employee) = (document.to_owned(), employee.to_owned());
        self.tickets.insert(
            ticket,
            Ticket {
                document,
                employee,
                expires_at,
            },
        );
    }

    /// Takes a ticket for this document and lets its browser in.
    pub fn admit(&mut self, ticket: &str, document: &str, now: Ticks) -> Option<String> {
        let known = self.tickets.get(ticket)?;
        if known.document != document || known.expires_at <= now {
            return None;
        }
        let known = self.tickets.remove(ticket)?;
        let visit = Visit::Document {
            document: known.document,
            employee: known.employee,
        };
        Some(self.begin(visit, now))
    }

    /// Lets a browser in; what it has to show from now on.
    pub fn begin(&mut self, visit: Visit, now: Ticks) -> String {
        self.open.retain(|_, (_, until)| now < *until);
        let pass = Uuid::new_v4().simple().to_string();
        self.open
            .insert(pass.clone(), (visit, now.plus_ms(VISIT_LIFE_MS)));
        pass
    }

    /// Who shows this.
    pub fn known(&self, pass: &str, now: Ticks) -> Option<&Visit> {
        let (visit, until) = self.open.get(pass)?;
        (now < *until).then_some(visit)
    }

    /// A browser is done.
    pub fn end(&mut self, pass: &str) {
        self.open.remove(pass);
    }
}

#[cfg(test)]
mod tests {
    use super::{TICKET_LIFE_MS, Ticks, Visits};

    #[test]
    fn a_ticket_opens_its_own_page_once_and_in_time() {
        let mut visits = Visits::default();
        let now = Ticks(639_000_000_000_000_000);
        visits.expect("one".into(), "doc-000001", "emp-1", now);
        assert_eq!(visits.admit("one", "doc-000002", now), None);
        let pass = visits.admit("one", "doc-000001", now).unwrap();
        assert!(visits.known(&pass, now).is_some());
        assert_eq!(visits.admit("one", "doc-000001", now), None);
        visits.expect("two".into(), "doc-000001", "emp-1", now);
        assert_eq!(
            visits.admit("two", "doc-000001", now.plus_ms(TICKET_LIFE_MS)),
            None
        );
    }
}
