//! How the database goes about a statement.

use std::time::Duration;

use super::Store;

/// The steps of a statement's plan in an empty database, a line for each.
pub async fn plan(statement: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("lacznik.db");
    let store = Store::open(&path, Duration::from_secs(5)).await.unwrap();
    let mut db = store.read().await.unwrap();
    let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let plan: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(explain).fetch_all(&mut *db).await.unwrap();
    let steps: Vec<&str> = plan.iter().map(|(.., step)| step.as_str()).collect();
    steps.join("\n")
}
