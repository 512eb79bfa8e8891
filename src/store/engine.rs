//! What is particular to SQLite: opening, transactions, migrations, copies, and what its errors mean.

use include_dir::{Dir, include_dir};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, SqlitePool};
use std::borrow::Cow;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Result;

static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

/// Wait before a file that another process is making is tried again.
const RETRY_OPEN: Duration = Duration::from_millis(50);

/// Readers that may work at once.
const READERS: u32 = 4;

/// A connection to the database.
pub type Connection = sqlx::SqliteConnection;

/// A row of a result.
pub type Row = sqlx::sqlite::SqliteRow;

/// A transaction. Dropped without a commit it changes nothing.
pub type Tx = sqlx::Transaction<'static, sqlx::Sqlite>;

/// What is wrong with the database, as far as somebody can act on it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was written by a newer version of the program.
    #[error("the database has migration {found}, this program knows {known}")]
    Newer { found: i64, known: i64 },
    /// Another program held the database for longer than the timeout.
    #[error("the database is locked by another program")]
    Locked,
    /// The disk, or the quota, is full.
    #[error("the disk with the database is full")]
    Full,
    /// The disk failed, or there is no memory left: it may work later.
    #[error("the disk with the database failed")]
    Disk,
    /// The file or its folder may not be written.
    #[error("the database cannot be written")]
    ReadOnly,
    /// The file cannot be opened or created.
    #[error("the database file cannot be opened")]
    CannotOpen,
    /// The file is no database, or is damaged.
    #[error("the file is not a database, or is damaged")]
    Damaged,
    /// The file is a database of another program.
    #[error("the file is a database of another program")]
    Foreign,
    /// Anything else: a fault of the program.
    #[error(transparent)]
    Fault(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(|error| error.code()?.parse().ok());
        match code.and_then(of_code) {
            Some(known) => known,
            None if matches!(error, sqlx::Error::PoolTimedOut) => Self::Locked,
            None => Self::Fault(error),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::AlreadyExists | ErrorKind::NotFound | ErrorKind::PermissionDenied => {
                Self::CannotOpen
            }
            _ => Self::Disk,
        }
    }
}

/// What an error code of SQLite means for those who can act on it.
fn of_code(code: u32) -> Option<StoreError> {
    // https://www.sqlite.org/rescode.html: the low byte of an extended code is the primary one.
    Some(match code & 0xff {
        5 | 6 => StoreError::Locked,
        13 => StoreError::Full,
        7 | 10 | 15 => StoreError::Disk,
        8 => StoreError::ReadOnly,
        14 => StoreError::CannotOpen,
        11 | 26 => StoreError::Damaged,
        _ => return None,
    })
}

/// The database: one writer, several readers, and the whole schema in place.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    path: PathBuf,
}

impl Store {
    /// Opens the file, creates it where it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for a file of a newer version, which is left untouched; the other variants as SQLite
    /// reports them.
    pub async fn open(path: &Path, busy_timeout: Duration) -> Result<Self> {
        // While another process is making the same file, SQLite says "locked" at once, whatever the timeout.
        let give_up = Instant::now() + busy_timeout;
        loop {
            match Self::open_now(path, busy_timeout).await {
                Err(StoreError::Locked) if Instant::now() < give_up => {
                    tokio::time::sleep(RETRY_OPEN).await;
                }
                done => return done,
            }
        }
    }

    async fn open_now(path: &Path, busy_timeout: Duration) -> Result<Self> {
        let store = Self::open_as_it_is(path, busy_timeout).await?;
        migrate(&store.writer).await?;
        Ok(store)
    }

    /// Opens the file without bringing its schema up to date: to copy it as it is.
    ///
    /// # Errors
    /// [`StoreError::Foreign`] for a database of another program, which is left untouched; the other variants as SQLite
    /// reports them.
    pub async fn open_as_it_is(path: &Path, busy_timeout: Duration) -> Result<Self> {
        refuse_foreign(path).await?;
        // What fails here fails below, and SQLite says why. Its other files get the rights of this one.
        drop(create_private(path));
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An answer is acknowledged by its commit, so a commit must survive a loss of power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(busy_timeout);
        let wait = busy_timeout + Duration::from_secs(1);
        let pool = |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(wait)
                // A file does not hang up as a server does: a ping before each use finds nothing.
                .test_before_acquire(false)
        };
        // SQLite itself rolls back on a full disk; the library then believes for ever that a transaction is open, so
        // such a connection is thrown away.
        let writer = pool(1)
            .after_release(|db, _| {
                Box::pin(async move {
                    db.ping().await?;
                    Ok(!db.is_in_transaction())
                })
            })
            .connect_with(options.clone())
            .await?;
        let readers = pool(READERS).connect_lazy_with(options.read_only(true));
        Ok(Self {
            writer,
            readers,
            path: path.to_owned(),
        })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a write transaction at once (`BEGIN IMMEDIATE`): a deferred one that reads first fails under load.
    ///
    /// # Errors
    /// [`StoreError::Locked`] after the timeout.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`StoreError::Locked`] after the timeout.
    pub async fn read(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Sqlite>> {
        Ok(self.readers.acquire().await?)
    }

    /// A reading transaction: everything read in it is of one moment.
    ///
    /// # Errors
    /// [`StoreError::Locked`] after the timeout.
    pub async fn snapshot(&self) -> Result<Tx> {
        Ok(self.readers.begin().await?)
    }

    /// What SQLite's own check finds wrong with the file; empty when nothing.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        let mut db = self.read().await?;
        let mut lines: Vec<String> = sqlx::query_scalar("PRAGMA quick_check")
            .fetch_all(&mut *db)
            .await?;
        lines.retain(|line| line != "ok");
        Ok(lines)
    }

    /// Closes every connection, which also folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// The migrations in the binary, in order. A file is named `0001_what.sql`.
fn migrator() -> Migrator {
    let mut migrations: Vec<Migration> = MIGRATIONS
        .files()
        .filter_map(|file| {
            let name = file.path().file_stem()?.to_str()?;
            let (number, description) = name.split_once('_')?;
            let sql = file.contents_utf8()?;
            Some(Migration::new(
                number.parse().ok()?,
                Cow::Owned(description.replace('_', " ")),
                MigrationType::Simple,
                sqlx::SqlStr::from_static(sql),
                false,
            ))
        })
        .collect();
    migrations.sort_by_key(|migration| migration.version);
    Migrator {
        migrations: Cow::Owned(migrations),
        ..Migrator::DEFAULT
    }
}

/// Makes an empty file that only its owner may read: questions of people will stand in it.
pub(super) fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Refuses a database that has tables but none of ours, before anything in it is changed.
async fn refuse_foreign(path: &Path) -> Result<()> {
    const TABLES: &str = "SELECT count(*), count(CASE WHEN name = '_sqlx_migrations' THEN 1 END)
        FROM sqlite_master WHERE type = 'table'";
    if !path.exists() {
        return Ok(());
    }
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut db = Connection::connect_with(&options).await?;
    let (tables, ours): (i64, i64) = sqlx::query_as(TABLES).fetch_one(&mut db).await?;
    db.close().await?;
    if tables > 0 && ours == 0 {
        Err(StoreError::Foreign)
    } else {
        Ok(())
    }
}

/// Brings the schema up to date.
async fn migrate(pool: &SqlitePool) -> Result<()> {
    let migrator = migrator();
    let known = migrator
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default();
    let mut done = migrator.run(pool).await;
    if let Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) = done {
        // Another process may have been making the same database: then it is made now.
        tokio::time::sleep(Duration::from_millis(200)).await;
        done = migrator.run(pool).await;
    }
    done.map_err(|error| match error {
        MigrateError::VersionMissing(found) => StoreError::Newer { found, known },
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        other => StoreError::Fault(sqlx::Error::Migrate(Box::new(other))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_disk_is_no_fault_of_the_program() {
        // SQLITE_IOERR_WRITE, SQLITE_NOMEM, SQLITE_PROTOCOL
        for code in [10 | 3 << 8, 7, 15] {
            assert!(matches!(of_code(code), Some(StoreError::Disk)), "{code}");
        }
        assert!(of_code(1).is_none() && of_code(19).is_none());
    }

    #[test]
    fn every_file_in_migrations_is_a_migration_and_they_are_numbered_from_one() {
        let migrator = migrator();
        let numbers: Vec<i64> = migrator.iter().map(|migration| migration.version).collect();
        let files = MIGRATIONS.files().count() as i64;
        assert_eq!(numbers, (1..=files).collect::<Vec<_>>());
    }

    /// A database that has been brought up to the first migrations only, with these rows.
    async fn of_version(path: &Path, version: usize, samples: &[&'static str]) {
        let store = Store::open_as_it_is(path, Duration::from_secs(5))
            .await
            .unwrap();
        let first = Migrator {
            migrations: Cow::Owned(migrator().iter().take(version).cloned().collect()),
            ..Migrator::DEFAULT
        };
        first.run(&store.writer).await.unwrap();
        for sample in samples {
            sqlx::query(*sample).execute(&store.writer).await.unwrap();
        }
        store.close().await;
    }

    /// What a query finds in a database brought up to date.
    async fn after_upgrade<const N: usize>(
        path: &Path,
        queries: [&'static str; N],
    ) -> [Vec<String>; N] {
        let store = Store::open(path, Duration::from_secs(5)).await.unwrap();
        let mut db = store.read().await.unwrap();
        let mut found = [const { Vec::new() }; N];
        for (found, query) in found.iter_mut().zip(queries) {
            *found = sqlx::query_scalar(query).fetch_all(&mut *db).await.unwrap();
        }
        let broken: Vec<(String,)> =
            sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check")
                .fetch_all(&mut *db)
                .await
                .unwrap();
        assert!(broken.is_empty());
        found
    }

    #[tokio::test]
    async fn an_upgrade_keeps_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lacznik.db");
        const SAMPLES: [&str; 4] = [
            "INSERT INTO outbox (id, platform, chat, cause, part, body, status, not_before, created_at)
                VALUES (1, 'terminal', 'ewa', 'a', 0, '{}', 'pending', 5, 5)",
            "INSERT INTO outbox (id, platform, chat, cause, part, body, status, taken, attempts, not_before, lease_until,
                created_at) VALUES (2, 'terminal', 'jan', 'b', 0, '{}', 'sending', 3, 2, 5, 65, 5)",
            "INSERT INTO outbox (id, platform, chat, cause, part, body, status, not_before, created_at, settled_at, error)
                VALUES (3, 'terminal', 'ola', 'c', 0, '{}', 'dead', 5, 5, 9, 'too long')",
            "INSERT INTO officer_notes (id, kind, text, key, count, first_at, last_at)
                VALUES (1, 'unanswered', 'Hipopotam', 'hipopotam', 2, 5, 6)",
        ];
        of_version(&path, 1, &SAMPLES).await;
        let [rows, notes] = after_upgrade(
            &path,
            [
                "SELECT id || status || taken || attempts || coalesce(error, '') || lane FROM outbox ORDER BY id",
                "SELECT kind || text || count FROM officer_notes",
            ],
        )
        .await;
        assert_eq!(rows, ["1pending000", "2sending320", "3dead00too long0"]);
        assert_eq!(notes, ["unansweredHipopotam2"]);
    }

    #[tokio::test]
    async fn an_upgrade_from_messengers_keeps_chats_and_notes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lacznik.db");
        const SAMPLES: [&str; 3] = [
            "INSERT INTO chats (platform, chat, place, title, state, reason, changed_at)
                VALUES ('telegram', '-100', 'group', 'Rada NGO', 'no_rights', 'rights', 7)",
            "INSERT INTO officer_notes (id, kind, subject, key, text, count, first_at, last_at)
                VALUES (1, 'chat_no_rights', 'Rada NGO', '', '', 2, 5, 6),
                       (2, 'downtime', '', 'a', 'A', 1, 7, 8)",
            "INSERT INTO outbox (id, platform, chat, lane, cause, part, body, status, not_before, created_at)
                VALUES (1, 'telegram', '-100', 3, 'a', 0, '{}', 'pending', 5, 5)",
        ];
        of_version(&path, 2, &SAMPLES).await;
        let [chats, notes, rows, new] = after_upgrade(
            &path,
            [
                "SELECT chat || place || title || state || reason || changed_at || server FROM chats",
                "SELECT id || kind || subject || text || count || first_at || last_at FROM officer_notes ORDER BY id",
                "SELECT chat || lane || status FROM outbox",
                "SELECT name FROM sqlite_master WHERE name IN
                    ('positions', 'holds', 'officer_notes_by_time', 'chats_by_server') ORDER BY name",
            ],
        )
        .await;
        assert_eq!(chats, ["-100groupRada NGOno_rightsrights7"]);
        assert_eq!(notes, ["1chat_no_rightsRada NGO256", "2downtimeA178"]);
        assert_eq!(rows, ["-1003pending"]);
        let expected = [
            "chats_by_server",
            "holds",
            "officer_notes_by_time",
            "positions",
        ];
        assert_eq!(new, expected);
    }
}
