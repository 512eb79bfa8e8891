//! Copies of the database, particular to SQLite: how one is made while the bot goes on, and how one takes the place of the
//! database. Each is marked, so that whoever starts on it knows that it does not know what happened after it was made.

use chrono::{DateTime, Utc};
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnectOptions;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::engine::create_private;
use super::{Connection, Result, Store, StoreError, marks};
use crate::domain::hours;

/// What SQLite writes beside a database, by what stands behind the name.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

impl Store {
    /// Writes a consistent copy to `target`, which must not exist, while the bot goes on, and marks it as a copy of `now`.
    /// Until it is whole and on the disk it has `.part` after its name.
    ///
    /// # Errors
    /// [`StoreError::CannotOpen`] for a path that is not UTF-8, or a file that cannot be made or is there already;
    /// otherwise as SQLite reports them. No copy is left then.
    pub async fn backup(&self, target: &Path, now: DateTime<Utc>) -> Result<()> {
        let part = target.with_added_extension("part");
        let file = create_private(&part)?;
        let copied = async {
            copy_into(&mut *self.read().await?, &part).await?;
            mark(&part, now).await?;
            file.sync_all()?;
            if target.exists() {
                return Err(StoreError::CannotOpen); // somebody was faster
            }
            Ok(std::fs::rename(&part, target)?)
        };
        let done = copied.await;
        if done.is_err() {
            drop(std::fs::remove_file(&part));
        }
        done?;
        sync_folder(target);
        Ok(())
    }
}

/// Lets a copy take the place of a database, which is kept beside it under a name with the date and time; returns where.
/// Nobody may be at work on the database. The copy itself stays as it is.
///
/// # Errors
/// [`StoreError::Foreign`] for a file that is no database of ours, [`StoreError::Newer`] for one of a newer version,
/// [`StoreError::Damaged`]; otherwise as SQLite and the system report them. The database is as before then.
pub async fn restore(
    copy: &Path,
    database: &Path,
    busy_timeout: Duration,
    now: DateTime<Utc>,
) -> Result<Option<PathBuf>> {
    let part = database.with_added_extension("restored.part");
    remove(&part);
    let done = match prepare(copy, &part, busy_timeout, now).await {
        Ok(()) => take_place(&part, database, busy_timeout, now).await,
        Err(error) => Err(error),
    };
    if done.is_err() {
        remove(&part);
    }
    done
}

/// Makes a database of a copy: checked, up to date and marked.
async fn prepare(
    copy: &Path,
    part: &Path,
    busy_timeout: Duration,
    now: DateTime<Utc>,
) -> Result<()> {
    const IS_OURS: &str =
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";
    let file = create_private(part)?;
    let options = SqliteConnectOptions::new().filename(copy).read_only(true);
    let mut db = Connection::connect_with(&options).await?;
    let ours: i64 = sqlx::query_scalar(IS_OURS).fetch_one(&mut db).await?;
    if ours == 0 {
        return Err(StoreError::Foreign);
    }
    copy_into(&mut db, part).await?;
    db.close().await?;
    let store = Store::open(part, busy_timeout).await?;
    let checked = async {
        if !store.integrity().await?.is_empty() {
            return Err(StoreError::Damaged);
        }
        let mut tx = store.begin().await?;
        marks::set_copied(&mut tx, now).await?;
        Ok(tx.commit().await?)
    };
    let checked = checked.await;
    store.close().await;
    checked?;
    Ok(file.sync_all()?)
}

/// Puts a prepared file in the place of the database. Its name leads to the one or to the other at any moment.
async fn take_place(
    part: &Path,
    database: &Path,
    busy_timeout: Duration,
    now: DateTime<Utc>,
) -> Result<Option<PathBuf>> {
    let mut kept = None;
    if database.exists() {
        // Folds what SQLite keeps beside it into the file. A damaged one keeps it beside.
        if let Ok(store) = Store::open_as_it_is(database, busy_timeout).await {
            store.close().await;
        }
        let aside = free_name(database, now);
        if std::fs::hard_link(database, &aside).is_err() {
            std::fs::copy(database, &aside)?;
        }
        kept = Some(aside);
    }
    for beside in BESIDE {
        let (from, to) = (with(database, beside), kept.as_deref());
        match to {
            Some(to) if from.exists() => std::fs::rename(from, with(to, beside))?,
            // Of a database that is not there any more: it must not be taken for a part of the new one.
            _ => drop(std::fs::remove_file(from)),
        }
    }
    std::fs::rename(part, database)?;
    sync_folder(database);
    Ok(kept)
}

async fn copy_into(db: &mut Connection, part: &Path) -> Result<()> {
    let name = part.to_str().ok_or(StoreError::CannotOpen)?;
    // SQLite writes into an empty file, and so leaves its rights as they are.
    sqlx::query("VACUUM INTO $1")
        .bind(name.to_owned())
        .execute(db)
        .await?;
    Ok(())
}

/// Marks a copy. One of before there were marks stays without: it is marked when it is restored.
async fn mark(part: &Path, now: DateTime<Utc>) -> Result<()> {
    const HAS_MARKS: &str =
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'marks'";
    let options = SqliteConnectOptions::new().filename(part);
    let mut db = Connection::connect_with(&options).await?;
    let has_marks: i64 = sqlx::query_scalar(HAS_MARKS).fetch_one(&mut db).await?;
    if has_marks > 0 {
        marks::set_copied(&mut db, now).await?;
    }
    Ok(db.close().await?)
}

/// A name for what stood in the place: `lacznik.db.2026-11-23_120000`.
fn free_name(database: &Path, now: DateTime<Utc>) -> PathBuf {
    let date = hours::local(now).format("%Y-%m-%d_%H%M%S").to_string();
    let names = (1..).map(|number| match number {
        1 => database.with_added_extension(&date),
        _ => database.with_added_extension(format!("{date}-{number}")),
    });
    let mut free = names.filter(|name| !name.exists());
    free.next().unwrap_or_else(|| database.to_owned())
}

fn with(path: &Path, beside: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(beside);
    name.into()
}

fn remove(part: &Path) {
    for path in [
        part.to_owned(),
        with(part, BESIDE[0]),
        with(part, BESIDE[1]),
    ] {
        drop(std::fs::remove_file(path));
    }
}

/// The new name has to be on the disk as well. Only some systems let a folder be opened for that.
fn sync_folder(target: &Path) {
    let folder = target.parent().filter(|path| !path.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        drop(folder.sync_all());
    }
}
