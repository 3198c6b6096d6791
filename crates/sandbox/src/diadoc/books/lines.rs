//! The whole state as lines of a journal, for the start of a new one.

use super::{BoxLog, Record, State};
use crate::diadoc::model::Operation;
use crate::world::BoxId;

impl State {
    fn operation_line(&self, operation: &Operation) -> Record {
        let operation = Box::new(operation.clone());
        if operation.event == operation.message {
            Record::Operation(operation)
        } else {
            Record::PatchOperation(operation)
        }
    }

    /// The whole state as lines of a journal.
    pub(super) fn lines(&self) -> impl Iterator<Item = Vec<Record>> + '_ {
        let now = self.now();
        let head = vec![
            Record::World(Box::new(self.world.clone())),
            Record::Clock {
                offset_ms: self.offset_ms,
            },
            Record::Delays(self.delays),
        ];
        let tokens = self.tokens.values().filter(move |token| token.expires_at > now);
        let messages = self.order.iter().filter_map(|id| self.messages.get(id));
        let plans = self.plans.iter().map(|((due, number), effect)| Record::Planned {
            due: *due,
            number: *number,
            effect: effect.clone(),
        });
        std::iter::once(head)
            .chain(tokens.map(|token| vec![Record::Token(token.clone())]))
            .chain(
                self.refresh_tokens
                    .values()
                    .map(|token| vec![Record::RefreshToken(token.clone())]),
            )
            .chain(self.relation_lines())
            .chain(messages.map(|message| vec![Record::Message(Box::new(message.clone()))]))
            .chain(
                self.boxes
                    .iter()
                    .flat_map(|(box_id, log)| log_lines(*box_id, log)),
            )
            .chain(self.operations.values().map(|one| vec![self.operation_line(one)]))
            .chain(plans.map(|plan| vec![plan]))
    }
}

fn log_lines(box_id: BoxId, log: &BoxLog) -> impl Iterator<Item = Vec<Record>> + '_ {
    let events = log.events.iter().map(move |event| Record::Event {
        box_id,
        event: Box::new(event.clone()),
    });
    let shared = log.steps_over.iter().map(move |(edge, last)| Record::Shared {
        box_id,
        edge: *edge,
        last: *last,
    });
    let read = log.read.iter().map(move |message| Record::Read {
        box_id,
        message: *message,
    });
    events.chain(shared).chain(read).map(|record| vec![record])
}
