//! Tells cargo which folders are compiled into the binary, so that a new file there rebuilds it.

fn main() {
    for folder in ["config", "locales", "migrations"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
