use super::*;
pub async fn run(
    _: &Desk<'_>,
    _: &Written,
    _: Option<chrono::NaiveDateTime>,
    _: Option<String>,
    _: bool,
    _: bool,
) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
