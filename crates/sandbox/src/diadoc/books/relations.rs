//! Relations in the books.

use super::{Record, State};

impl State {
    /// What happened to relations; everything else goes on to the messages.
    pub(super) fn apply_to_relations(&mut self, record: Record) {
        match record {
            Record::Relation(relation) => {
                let mut known = self.world.relations.iter_mut();
                match known.find(|one| one.joins(relation.one, relation.other)) {
                    Some(known) => *known = *relation,
                    None => self.world.relations.push(*relation),
                }
            }
            Record::RelationEvent { box_id, event } => {
                self.last_instant = self.last_instant.max(event.at);
                self.relation_events.entry(box_id).or_default().push(*event);
            }
            Record::AcquireTask(task) => drop(self.tasks.insert(task.id, *task)),
            Record::Manner { box_id, manner } => {
                let mut all = self.world.organizations.iter_mut();
                if let Some(organization) = all.find(|one| one.box_id == box_id) {
                    organization.manner = manner;
                }
            }
            Record::Answering { box_id, answering } => {
                let mut all = self.world.organizations.iter_mut();
                if let Some(organization) = all.find(|one| one.box_id == box_id) {
                    organization.answering = answering;
                }
            }
            other => self.apply_to_messages(other),
        }
    }

    /// Logs of relations and tasks, as lines of a journal.
    pub(super) fn relation_lines(&self) -> impl Iterator<Item = Vec<Record>> + '_ {
        let events = self.relation_events.iter().flat_map(|(box_id, events)| {
            events.iter().map(|event| Record::RelationEvent {
                box_id: *box_id,
                event: Box::new(event.clone()),
            })
        });
        let tasks = self.tasks.values();
        let tasks = tasks.map(|task| Record::AcquireTask(Box::new(task.clone())));
        events.chain(tasks).map(|record| vec![record])
    }
}
