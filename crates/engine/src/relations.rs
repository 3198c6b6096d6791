//! Relations with counterparties at operators («Обмен с ЭДО»): who invites us, whom we may invite, which box is used.
//!
//! What an operator says is read in `follow` and `search`; what we do goes through the outbox of `acts` and leaves in
//! `deliver`; `exchange` runs all of it at the press of a button and tells how far it is; `availability` says in sentences
//! whether documents can be exchanged. Nothing is accepted or sent here without a person having chosen it.

mod acts;
mod availability;
mod deliver;
mod exchange;
mod follow;
mod look;
mod search;

pub(crate) use acts::doubt_restored;
pub use acts::{InvitationFile, RelationActRequest, RelationActView};
pub(crate) use availability::why;
pub(crate) use exchange::Exchanges;
pub use exchange::{ExchangeConnection, ExchangePhase, ExchangePhaseState, ExchangePhaseView, ExchangeView};
pub(crate) use follow::{Begin, save_told};
pub use look::RelationView;

use connect::edo::EdoProvider;
use connect::edo::relations::Relations;
use store::Connection;

use crate::Result;
use crate::error::{Code, Error};

/// What the client of a connection can do with relations, or a refusal in words.
fn of<'a>(provider: &'a dyn EdoProvider, connection: &Connection) -> Result<&'a dyn Relations> {
    provider.relations().ok_or_else(|| {
        Error::new(
            Code::RelationsNotSupported,
            format!(
                "Приглашениями по подключению «{}» программа не управляет. Ничего не изменено. Примите или отправьте \
                 приглашение в кабинете оператора.",
                connection.edo_box.name
            ),
        )
    })
}
