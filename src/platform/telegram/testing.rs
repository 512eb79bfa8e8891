//! A server for tests that answers as it is told and keeps what it was asked.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::StatusCode;
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// A status and a body.
pub type Answer = (StatusCode, String);

/// An answer with a JSON body.
pub fn answer(status: u16, body: Value) -> Answer {
    (StatusCode::from_u16(status).unwrap(), body.to_string())
}

/// Runs until the test ends.
pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<(String, String)>>>,
}

impl Server {
    /// Listens on a free port. `answer` is given the number of the request, from 0, and its path.
    pub async fn start(
        answer: impl Fn(usize, &str) -> Answer + Clone + Send + Sync + 'static,
    ) -> Self {
        let seen: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let kept = seen.clone();
        let handle = move |request: Request| {
            let (kept, answer) = (kept.clone(), answer.clone());
            async move {
                let path = request.uri().path().to_owned();
                let body = to_bytes(request.into_body(), usize::MAX).await.unwrap();
                let body = String::from_utf8_lossy(&body).into_owned();
                let mut kept = kept.lock().unwrap();
                kept.push((path.clone(), body));
                answer(kept.len() - 1, &path)
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router: Router = Router::new().fallback(handle);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, seen }
    }

    /// The path and the body of each request so far.
    pub fn seen(&self) -> Vec<(String, String)> {
        self.seen.lock().unwrap().clone()
    }
}
