//! Doing one thing at a platform, with no transaction open.

use std::sync::Arc;
use std::time::Duration;

use crate::domain::message::StoredFile;
use crate::platform::{Messenger, Receipt, SendError, SendKey};
use crate::store::outbox::{Claimed, Task};
use crate::store::{Store, StoreError, files};

/// How long one send may take. Shorter than every lease (a setting with a lower bound): while a message is in flight,
/// nobody else may take it.
const SEND_LIMIT: Duration = Duration::from_secs(20);

/// How long the reading of a file may take that goes with a message.
const READING: Duration = Duration::from_secs(5);

/// The most bytes of a file that is brought.
const LARGEST: u64 = 8 * 1024 * 1024;

/// What was done at a platform.
pub(super) enum Done {
    /// A message is there, or says something else, or nothing any more.
    Said(Receipt),
    /// A file was brought.
    Brought(Vec<u8>),
}

/// What a send came to.
pub(super) type Outcome = Result<Done, SendError>;

/// A message that came back from the platform: what it came to is not written down yet.
pub(super) struct Landed {
    pub row: Claimed,
    pub outcome: Outcome,
}

/// Does what a row says; what has no answer within the limit has perhaps been done.
pub(super) async fn perform<M: Messenger>(
    store: Store,
    messenger: Arc<M>,
    row: Claimed,
) -> Outcome {
    let done = async {
        let (to, message) = (&row.to, &row.message);
        match &row.task {
            Task::Send => send(&store, messenger.as_ref(), &row).await.map(Done::Said),
            Task::Edit(target) => {
                messenger.edit(to, target, message).await?;
                Ok(Done::Said(Receipt::of(target)))
            }
            Task::Withdraw(target) => {
                messenger.withdraw(to, target, message).await?;
                Ok(Done::Said(Receipt::of(target)))
            }
            Task::Fetch(remote) => Ok(Done::Brought(messenger.fetch(remote, LARGEST).await?)),
        }
    };
    tokio::time::timeout(SEND_LIMIT, done)
        .await
        .unwrap_or_else(|_| Err(SendError::Uncertain("no answer in time".to_owned())))
}

async fn send<M: Messenger>(
    store: &Store,
    messenger: &M,
    row: &Claimed,
) -> Result<Receipt, SendError> {
    let file = match &row.message.file {
        None => None,
        Some(file) => Some(read(store, row, &file.id).await?),
    };
    let key = SendKey {
        row: row.claim.id,
        since: row.created_at,
        repeated: row.doubts > 0,
    };
    messenger
        .send(&row.to, &row.message, file.as_ref(), key)
        .await
}

/// The file that goes with a message.
async fn read(store: &Store, row: &Claimed, id: &str) -> Result<StoredFile, SendError> {
    let found = async {
        let mut db = store.read().await?;
        files::get(&mut db, row.to.platform, id).await
    };
    let found = tokio::time::timeout(READING, found).await;
    match found.unwrap_or(Err(StoreError::Locked)) {
        Ok(Some(file)) => Ok(file),
        Ok(None) => Err(SendError::Rejected("its file is missing".to_owned())),
        Err(error) => Err(SendError::Retry {
            not_before: None,
            cause: error.to_string(),
        }),
    }
}
