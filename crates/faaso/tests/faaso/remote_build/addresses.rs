//! What an address of a server is judged to be: one that the page may ask or not, and who can read along.

use faaso::remote_build::{Asking, Login, Parsed, Reach, Server};
use url::Url;

/// As browsers read addresses.
fn parse(address: &str) -> Option<Parsed> {
    let url = Url::parse(address).ok()?;
    Some(Parsed {
        href: url.to_string(),
        origin: url.origin().ascii_serialization(),
        hostname: url.host_str().unwrap_or_default().to_owned(),
    })
}

fn asking<'a>(page: &'a str, policy: &'a str) -> Asking<'a> {
    Asking { page, policy, parse: &parse }
}

const ALONE: &str = "https://designer.example.org/";
const AT_HOME: &str = "http://127.0.0.1:8080/";

/// One address on a page whose policy allows it as `start.js` does after a reload.
fn judged(page: &str, typed: &str) -> Result<(String, Reach, bool), &'static str> {
    let server = Server::set(typed, &asking(page, "connect-src 'self' "))?;
    let policy = format!("connect-src 'self' {}", server.origin());
    let after = Server::set(typed, &asking(page, &policy))?;
    let reach = match (server.reach(), after.reach()) {
        (Reach::AfterReload, Reach::Other) => Reach::Other,
        (before, after) if before == after => after,
        other => panic!("{typed:?}: {other:?}"),
    };
    Ok((after.to_string(), reach, after.is_open()))
}

#[test]
fn addresses_are_judged() {
    use Reach::{Other, Own};
    for (page, typed, expected) in [
        (ALONE, "https://faaso.example.org/admin/", Ok(("https://faaso.example.org/admin/", Other, false))),
        (
            AT_HOME,
            " HTTP://Faaso.Example.org:8888/admin ",
            Ok(("http://faaso.example.org:8888/admin/", Other, true)),
        ),
        (AT_HOME, "http://127.0.0.1:3000", Ok(("http://127.0.0.1:3000/", Other, false))),
        (AT_HOME, "http://127.0.0.1:8080/x", Ok(("http://127.0.0.1:8080/x/", Own, false))),
        (ALONE, "https://host/Some/Path", Ok(("https://host/Some/Path/", Other, false))),
        (ALONE, "https://host:443/a/../b//", Ok(("https://host/b/", Other, false))),
        (ALONE, "https://b\u{fc}cher.example/", Ok(("https://xn--bcher-kva.example/", Other, false))),
        // one server in many spellings
        (AT_HOME, "http://2130706433:3000/admin", Ok(("http://127.0.0.1:3000/admin/", Other, false))),
        (AT_HOME, "http://0x7f.1:3000/admin", Ok(("http://127.0.0.1:3000/admin/", Other, false))),
        // who can read along
        (AT_HOME, "http://faaso.example.org/", Ok(("http://faaso.example.org/", Other, true))),
        (AT_HOME, "http://10.0.0.7:8888/admin/", Ok(("http://10.0.0.7:8888/admin/", Other, true))),
        (AT_HOME, "http://127.0.0.2/", Ok(("http://127.0.0.2/", Other, false))),
        (AT_HOME, "http://127.evil.example/", Ok(("http://127.evil.example/", Other, true))),
        (AT_HOME, "http://127.0.0.1.nip.io/", Ok(("http://127.0.0.1.nip.io/", Other, true))),
        (AT_HOME, "http://localhost/", Ok(("http://localhost/", Other, false))),
        (AT_HOME, "http://localhost./", Ok(("http://localhost./", Other, false))),
        (AT_HOME, "http://faaso.localhost:80/", Ok(("http://faaso.localhost/", Other, false))),
        (AT_HOME, "http://localhost.example.org/", Ok(("http://localhost.example.org/", Other, true))),
        (AT_HOME, "http://notlocalhost/", Ok(("http://notlocalhost/", Other, true))),
        (
            "http://faaso.example.org/",
            "http://faaso.example.org/admin",
            Ok(("http://faaso.example.org/admin/", Own, true)),
        ),
        // what a policy can't name can be asked by its own pages alone
        ("http://[::1]:3000/", "http://[::1]:3000//admin//", Ok(("http://[::1]:3000/admin/", Own, false))),
        ("http://[2001:db8::1]/", "http://[2001:DB8:0::1]/", Ok(("http://[2001:db8::1]/", Own, true))),
        ("http://my_faaso/", "http://my_faaso/admin", Ok(("http://my_faaso/admin/", Own, true))),
        (AT_HOME, "http://[::1]:8080/", Err("Use a host name or an IPv4")),
        (ALONE, "https://[2001:db8::1]/admin/", Err("Use a host name or an IPv4")),
        (AT_HOME, "http://my_faaso:8888/", Err("Use a host name of letters")),
        (AT_HOME, "http://a~b/", Err("Use a host name of letters")),
        (AT_HOME, "http://a%3bb/", Err("Use a host name of letters")),
        (AT_HOME, "http://localhost../", Err("Use a host name of letters")),
        // a page from https asks only https, and this computer
        (ALONE, "http://faaso.example.org/admin/", Err("Use an `https://` address")),
        (ALONE, "http://[2001:db8::1]/", Err("Use an `https://` address")),
        (ALONE, "http://127.0.0.1:3000/", Ok(("http://127.0.0.1:3000/", Other, false))),
        // no address
        (AT_HOME, "http://a%40b/", Err("Check the host")),
        (AT_HOME, "http://[::1/", Err("Check the host")),
        (AT_HOME, "http://host:99999/", Err("Check the host")),
        (AT_HOME, "http://host:port/", Err("Check the host")),
        (AT_HOME, "http://1.2.3.4.5/", Err("Check the host")),
        (AT_HOME, "http://%/", Err("Check the host")),
        (ALONE, "faaso.example.org/admin", Err("Start")),
        (ALONE, "javascript://alert(1)", Err("Start")),
        (ALONE, "file:///etc", Err("Start")),
        (ALONE, "", Err("Enter the address")),
        (ALONE, "https://", Err("Add the name")),
        (ALONE, "https:///admin", Err("Add the name")),
        (ALONE, "https://:80/", Err("Add the name")),
        (ALONE, "https://admin:secret@host/admin/", Err("Remove the user")),
        (ALONE, "https://host/admin/?a=b", Err("Remove `?`")),
        (ALONE, "https://host/admin/#a", Err("Remove `?`")),
        (ALONE, "https://ho st/", Err("Remove spaces and special")),
        (ALONE, "https://host\\@evil/", Err("Remove spaces and special")),
    ] {
        match (judged(page, typed), expected) {
            (Ok((address, reach, open)), Ok(expected)) => {
                assert_eq!((address.as_str(), reach, open), expected, "{typed:?}");
            }
            (Err(said), Err(start)) => assert!(said.starts_with(start), "{typed:?}: {said}"),
            (server, _) => panic!("{typed:?}: {server:?}"),
        }
    }
}

/// A word of the policy that only begins alike allows nothing.
#[test]
fn only_a_reload_lets_another_server_in() {
    for (policy, reach) in [
        ("connect-src 'self' http://host:80", Reach::AfterReload),
        ("connect-src 'self' http://host", Reach::Other),
        ("connect-src 'self' http://host.example", Reach::AfterReload),
        ("connect-src 'self' https://host", Reach::AfterReload),
        ("connect-src 'self' ", Reach::AfterReload),
        ("", Reach::AfterReload),
    ] {
        let server = Server::set("http://host/admin/", &asking(AT_HOME, policy)).unwrap();
        assert_eq!(server.reach(), reach, "{policy}");
    }
}

#[test]
fn a_page_finds_its_own_server() {
    for (page, server) in [
        ("https://host:8888/faaso/designer/", Some("https://host:8888/admin/")),
        ("https://host/faaso/designer/index.html?x#runtime=flask", Some("https://host/admin/")),
        ("https://host/below/faaso/designer/", Some("https://host/below/admin/")),
        ("http://[::1]:80/faaso/designer/", Some("http://[::1]/admin/")),
        ("https://host/faaso/designer", None),
        ("https://host/faaso/not-a-name/", None),
        ("https://host/faaso//", None),
        ("https://host/#/faaso/designer/", None),
        ("https://host/designer/", None),
        ("file:///faaso/designer/", None),
        ("about:blank", None),
    ] {
        let near = Server::set("", &asking(page, "")).ok();
        assert!(near.as_ref().is_none_or(|server| server.reach() == Reach::Own), "{page}");
        assert_eq!(near.map(|server| server.to_string()).as_deref(), server, "{page}");
    }
    let server = Server::set("http://host/admin", &asking(AT_HOME, "")).unwrap();
    assert_eq!(server.version(), "http://host/admin/version/");
    assert_eq!(server.build(), "http://host/admin/funkos/build/");
}

/// What was typed for one server is never given to another one.
#[test]
fn a_password_is_for_one_server() {
    let server = |typed| Server::set(typed, &asking(AT_HOME, "")).unwrap();
    let typed_for = server("http://127.0.0.1:3000/admin/");
    let mut login = Login::default().at(&typed_for);
    assert_eq!((login.user.as_str(), login.password.as_str()), ("admin", ""));
    login.user = "me".to_owned();
    login.password = "secret".to_owned();
    for (address, is_same) in [
        ("http://127.0.0.1:3000/admin", true),
        ("http://0x7f.1:3000/admin/", true),
        ("http://127.0.0.1:3000/", false),
        ("http://127.0.0.1:3000/Admin/", false),
        ("http://127.0.0.1:3001/admin/", false),
        ("https://127.0.0.1:3000/admin/", false),
        ("http://localhost:3000/admin/", false),
    ] {
        let given = login.at(&server(address));
        let expected = if is_same { ("me", "secret") } else { ("admin", "") };
        assert_eq!((given.user.as_str(), given.password.as_str()), expected, "{address}");
        // and it is gone where something is typed for the other one
        assert_eq!(given.at(&typed_for) == login, is_same, "{address}");
    }
}
