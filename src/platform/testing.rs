//! A server for tests that answers as it is told and keeps what it was asked.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// What it answers.
pub struct Answer {
    status: StatusCode,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// An answer with a JSON body.
pub fn answer(status: u16, body: Value) -> Answer {
    Answer {
        status: StatusCode::from_u16(status).unwrap(),
        headers: Vec::new(),
        body: body.to_string(),
    }
}

impl Answer {
    /// With another body.
    pub fn saying(mut self, body: &str) -> Self {
        self.body = body.to_owned();
        self
    }

    /// With a header.
    pub fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        for (name, value) in self.headers {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        response
    }
}

/// What it was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub query: String,
    /// The header that says who asks.
    pub authorization: Option<String>,
    pub agent: String,
    pub body: String,
}

/// Runs until the test ends.
pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Listens on a free port. `answer` is given the number of the request, from 0, and its path.
    pub async fn start(
        answer: impl Fn(usize, &str) -> Answer + Clone + Send + Sync + 'static,
    ) -> Self {
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let kept = asked.clone();
        let handle = move |request: Request| {
            let (kept, answer) = (kept.clone(), answer.clone());
            async move {
                let one = read(request).await;
                let path = one.path.clone();
                let mut kept = kept.lock().unwrap();
                kept.push(one);
                answer(kept.len() - 1, &path)
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router: Router = Router::new().fallback(handle);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, asked }
    }

    /// Each request so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The path and the body of each request so far.
    pub fn seen(&self) -> Vec<(String, String)> {
        let asked = self.asked().into_iter();
        asked.map(|one| (one.path, one.body)).collect()
    }
}

async fn read(request: Request) -> Asked {
    let (head, body) = request.into_parts();
    let header = |name: &str| {
        let value = head.headers.get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Asked {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        authorization: header("authorization"),
        agent: header("user-agent").unwrap_or_default(),
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}
