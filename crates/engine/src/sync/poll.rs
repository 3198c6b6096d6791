//! Reading the feed until nothing more is waiting, be it half a minute or sixty days.

use domain::ConnectionId;
use store::Connection;

use super::Stop;
use crate::error::Error;
use crate::{Engine, Result};

impl Engine {
    /// Reads pages until caught up. Gives the number of new events together with the trouble that ended it, because
    /// pages read before the trouble are kept. What it means for a person is shown once, behind the last page: after weeks
    /// away there are many pages, and a handful of windows for each of them would be a flood.
    pub(crate) async fn poll(&self, connection: &Connection, stop: &Stop) -> (u64, Result<()>) {
        let lane = self.inner.lanes.of(connection.id);
        let _held = lane.feed.lock().await;
        let mut events_new = 0;
        let result = self.poll_pages(connection, stop, &mut events_new).await;
        let shown = self.show_notices().await;
        (events_new, result.and(shown))
    }

    async fn poll_pages(&self, connection: &Connection, stop: &Stop, events_new: &mut u64) -> Result<()> {
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        while !stop.is_asked() {
            let cursor = self.cursor(connection.id).await?;
            let mut page = provider
                .feed(&connection.edo_box.box_id, cursor.as_deref())
                .await?;
            let has_more = page.has_more;
            let moved = page.cursor.is_some() && page.cursor != cursor;
            self.read_signed_words(connection, &*provider, &mut page).await?;
            self.meet_senders(connection, &*provider, &page.arrivals).await?;
            let id = connection.id;
            let applied = self.blocking(move |inner| inner.apply_page(id, &page)).await?;
            *events_new += applied.events_new;
            if !has_more {
                break;
            }
            // A feed that promises more and stands still would be read for ever.
            if !moved && applied.events_new == 0 {
                return Err(Error::from(connect::Error::Malformed(
                    "the feed promises more and does not move".to_owned(),
                )));
            }
        }
        Ok(())
    }

    async fn cursor(&self, connection: ConnectionId) -> Result<Option<String>> {
        self.read(move |r| Ok(r.feed_cursor(connection)?)).await
    }
}
