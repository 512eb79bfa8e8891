//! What a person may do. Roles belong to persons, never to chats.

/// A role, from the one everybody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Anybody who writes.
    Asker,
    /// Writes notices and does not send them.
    Editor,
    /// The NGO officer.
    Officer,
}

impl Role {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asker => "asker",
            Self::Editor => "editor",
            Self::Officer => "officer",
        }
    }

    /// The role of a name in the database.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Asker, Self::Editor, Self::Officer]
            .into_iter()
            .find(|role| role.as_str() == name)
    }

    /// Whether this role may do what needs `needed`.
    pub fn may(self, needed: Self) -> bool {
        self >= needed
    }
}
