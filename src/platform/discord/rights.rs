//! What the bot may do in a channel (<https://docs.discord.com/developers/topics/permissions>).

use serde_json::Value;
use serenity::model::Permissions;

/// What an invitation asks for: to read and write in channels and threads, with files and embeds, and to keep threads for
/// cases. Never to administrate, and never to ping everybody.
pub const INVITED: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::MANAGE_THREADS)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::CREATE_PRIVATE_THREADS)
    .union(Permissions::SEND_MESSAGES_IN_THREADS);

/// What it takes to write to a channel.
pub const WRITING: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES);

/// Any of these makes somebody one who runs a channel.
const RUNNING: Permissions = Permissions::MANAGE_CHANNELS
    .union(Permissions::MANAGE_GUILD)
    .union(Permissions::ADMINISTRATOR);

/// Whether a member runs the channel in which they have these rights, as an interaction tells them: with everything that
/// changes them there.
pub fn runs(permissions: &Value) -> bool {
    bits(permissions).intersects(RUNNING)
}

/// A server, as far as rights depend on it. All ids are Discord's.
#[derive(Debug, Clone, Copy)]
pub struct Server<'a> {
    pub id: &'a str,
    pub owner: &'a str,
    /// The server's list of roles.
    pub roles: &'a Value,
    /// The bot as a user.
    pub bot: &'a str,
    /// The list of ids of the bot's roles.
    pub bot_roles: &'a Value,
}

/// What the bot may do in a channel of this server.
pub fn in_channel(server: Server<'_>, channel: &Value) -> Permissions {
    if server.bot == server.owner {
        return Permissions::all();
    }
    let mine: Vec<&str> = texts(server.bot_roles);
    let roles = server.roles.as_array().into_iter().flatten();
    let mut rights = Permissions::empty();
    for role in roles {
        let id = role["id"].as_str().unwrap_or_default();
        // The role of everybody has the server's id.
        if id == server.id || mine.contains(&id) {
            rights |= bits(&role["permissions"]);
        }
    }
    if rights.contains(Permissions::ADMINISTRATOR) {
        return Permissions::all();
    }
    let changes = || {
        let list = channel["permission_overwrites"].as_array();
        list.into_iter().flatten()
    };
    let id_of = |change: &Value| change["id"].as_str().unwrap_or_default().to_owned();
    // For everybody first, then for the bot's roles together, then for the bot itself.
    let everybody = |change: &&Value| id_of(change) == server.id;
    let of_roles = |change: &&Value| id_of(change) != server.id && mine.contains(&&*id_of(change));
    let of_bot = |change: &&Value| id_of(change) == server.bot;
    rights = changed(rights, changes().filter(everybody));
    rights = changed(rights, changes().filter(of_roles));
    changed(rights, changes().filter(of_bot))
}

fn changed<'a>(rights: Permissions, changes: impl Iterator<Item = &'a Value>) -> Permissions {
    let (mut deny, mut allow) = (Permissions::empty(), Permissions::empty());
    for change in changes {
        deny |= bits(&change["deny"]);
        allow |= bits(&change["allow"]);
    }
    (rights - deny) | allow
}

/// Rights come as a number in a text, because it is longer than numbers of JSON may be.
fn bits(value: &Value) -> Permissions {
    let number = value.as_str().and_then(|text| text.parse().ok());
    Permissions::from_bits_truncate(number.unwrap_or_default())
}

fn texts(list: &Value) -> Vec<&str> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_invitation_asks_for_what_is_documented() {
        assert_eq!(INVITED.bits(), 395_137_108_992);
    }

    #[test]
    fn who_manages_a_channel_or_its_server_runs_it() {
        for (rights, expected) in [
            (json!("16"), true),
            (json!("32"), true),
            (json!("8"), true),
            (json!("9007199254740991"), true),
            (json!("3072"), false),
            (json!("8192"), false),
            (json!("0"), false),
            (json!(8), false),
            (json!("alles"), false),
            (json!("-1"), false),
            (Value::Null, false),
        ] {
            assert_eq!(runs(&rights), expected, "{rights}");
        }
    }

    #[test]
    fn overwrites_count_in_their_order() {
        let (send, view) = (Permissions::SEND_MESSAGES, Permissions::VIEW_CHANNEL);
        let roles = json!([
            {"id": "1", "permissions": (send | view).bits().to_string()},
            {"id": "7", "permissions": "0"},
            {"id": "8", "permissions": Permissions::ADMINISTRATOR.bits().to_string()},
        ]);
        let change = |id: &str, allow: Permissions, deny: Permissions| json!({"id": id, "allow": allow.bits().to_string(), "deny": deny.bits().to_string()});
        let none = Permissions::empty();
        let may = |bot_roles: Value, overwrites: Value| {
            let server = Server {
                id: "1",
                owner: "2",
                roles: &roles,
                bot: "9",
                bot_roles: &bot_roles,
            };
            in_channel(server, &json!({ "permission_overwrites": overwrites })).contains(WRITING)
        };
        assert!(may(json!([]), json!([])));
        let closed = change("1", none, send);
        assert!(!may(json!(["7"]), json!([closed])));
        assert!(may(json!(["7"]), json!([closed, change("7", send, none)])));
        let barred = json!([closed, change("7", send, none), change("9", none, send)]);
        assert!(!may(json!(["7"]), barred));
        assert!(may(json!(["8"]), json!([closed])), "an administrator");
        assert!(
            !may(json!([]), json!([change("7", send, none), closed])),
            "a role that is not the bot's changes nothing"
        );
    }
}
