//! What is known of base images without asking a registry.

use crate::reference;

/// Stands in a value that is not known.
pub(crate) const UNKNOWN: char = '\u{1a}';

/// A base image, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// Names of variables, and values where they are known.
    pub env: Vec<(String, Option<String>)>,
    /// It sets another shell than `/bin/sh`.
    pub shell: bool,
    /// Its working directory.
    pub workdir: String,
    /// What it is made of.
    pub family: Family,
    /// Users besides those of the family.
    pub users: &'static [&'static str],
    /// Programs besides those of the family.
    pub programs: &'static [&'static str],
}

/// What an image is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// Nothing at all.
    Scratch,
    /// Debian or Ubuntu, small.
    Debian,
    /// Debian with compilers and downloaders.
    DebianFull,
    /// Alpine Linux.
    Alpine,
    /// busybox alone.
    Busybox,
    /// Not known.
    #[default]
    Unknown,
}

/// Knows base images.
pub trait Images {
    /// An image by its name; none when nothing is known of it.
    fn image(&self, name: &str) -> Option<Image>;
}

/// Every image sets `PATH` and nothing else: what stand-ins in a recording do.
pub struct Bare;

impl Images for Bare {
    fn image(&self, name: &str) -> Option<Image> {
        let known = Official.image(name).unwrap_or_default();
        Some(Image { env: path(), shell: false, workdir: String::new(), ..known })
    }
}

/// The official images that people build upon.
pub struct Official;

impl Images for Official {
    fn image(&self, name: &str) -> Option<Image> {
        let (name, tag) = reference::familiar(name);
        let tag = tag.unwrap_or("latest");
        let family = match tag {
            _ if tag.contains("alpine") => Family::Alpine,
            _ if tag.contains("slim") || matches!(name, "debian" | "ubuntu" | "nginx" | "httpd") => {
                Family::Debian
            }
            _ if tag.contains("windows") || tag.contains("nanoserver") => return None,
            _ => Family::DebianFull,
        };
        let image = |names: &[&str], users, programs| Image {
            env: path().into_iter().chain(names.iter().map(|name| ((*name).to_owned(), None))).collect(),
            family,
            users,
            programs,
            ..Image::default()
        };
        let plain = |family| Image { env: path(), family, ..Image::default() };
        Some(match name {
            "scratch" => Image { family: Family::Scratch, ..Image::default() },
            "debian" | "ubuntu" => plain(Family::Debian),
            "alpine" => plain(Family::Alpine),
            "busybox" => plain(Family::Busybox),
            "buildpack-deps" => plain(Family::DebianFull),
            "node" => image(
                &["NODE_VERSION", "YARN_VERSION"],
                &["node"],
                &["node", "npm", "npx", "yarn", "corepack"],
            ),
            "python" => image(
                &[
                    "LANG",
                    "GPG_KEY",
                    "PYTHON_VERSION",
                    "PYTHON_SHA256",
                    "PYTHON_PIP_VERSION",
                    "PYTHON_SETUPTOOLS_VERSION",
                    "PYTHON_GET_PIP_URL",
                    "PYTHON_GET_PIP_SHA256",
                ],
                &[],
                &["python", "python3", "pip", "pip3"],
            ),
            "golang" => Image {
                workdir: "/go".to_owned(),
                ..image(&["GOLANG_VERSION", "GOTOOLCHAIN", "GOPATH"], &[], &["go", "gofmt"])
            },
            "rust" => {
                image(&["RUSTUP_HOME", "CARGO_HOME", "RUST_VERSION"], &[], &["cargo", "rustc", "rustup"])
            }
            "ruby" => image(
                &[
                    "LANG",
                    "RUBY_VERSION",
                    "RUBY_DOWNLOAD_URL",
                    "RUBY_DOWNLOAD_SHA256",
                    "GEM_HOME",
                    "BUNDLE_SILENCE_ROOT_WARNING",
                    "BUNDLE_APP_CONFIG",
                ],
                &[],
                &["ruby", "gem", "bundle"],
            ),
            "php" => Image {
                workdir: "/var/www/html".to_owned(),
                ..image(
                    &[
                        "PHPIZE_DEPS",
                        "PHP_INI_DIR",
                        "PHP_CFLAGS",
                        "PHP_CPPFLAGS",
                        "PHP_LDFLAGS",
                        "GPG_KEYS",
                        "PHP_VERSION",
                        "PHP_URL",
                        "PHP_ASC_URL",
                        "PHP_SHA256",
                        "APACHE_CONFDIR",
                        "APACHE_ENVVARS",
                    ],
                    &["www-data"],
                    &["php", "curl"],
                )
            },
            "nginx" => image(
                &[
                    "NGINX_VERSION",
                    "NJS_VERSION",
                    "NJS_RELEASE",
                    "PKG_RELEASE",
                    "DYNPKG_RELEASE",
                    "ACME_VERSION",
                ],
                &["nginx"],
                &["nginx", "curl"],
            ),
            _ => return None,
        })
    }
}

fn path() -> Vec<(String, Option<String>)> {
    let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    vec![("PATH".to_owned(), Some(path.to_owned()))]
}

impl Image {
    /// A user is there; none when it is not known.
    pub fn has_user(&self, name: &str) -> Option<bool> {
        let debian = [
            "root",
            "daemon",
            "bin",
            "sys",
            "sync",
            "games",
            "man",
            "lp",
            "mail",
            "news",
            "uucp",
            "proxy",
            "www-data",
            "backup",
            "list",
            "irc",
            "gnats",
            "_apt",
            "nobody",
            "systemd-network",
            "ubuntu",
            "adm",
            "tty",
            "disk",
            "users",
            "staff",
            "nogroup",
            "sudo",
            "shadow",
            "utmp",
            "video",
            "audio",
            "plugdev",
            "kmem",
            "dialout",
            "tape",
            "cdrom",
            "fax",
            "voice",
            "floppy",
            "dip",
            "src",
            "operator",
            "sasl",
        ];
        let alpine = [
            "root",
            "bin",
            "daemon",
            "lp",
            "sync",
            "shutdown",
            "halt",
            "mail",
            "news",
            "uucp",
            "cron",
            "ftp",
            "sshd",
            "games",
            "ntp",
            "guest",
            "nobody",
            "adm",
            "operator",
            "man",
            "postmaster",
            "squid",
            "xfs",
            "cyrus",
            "vpopmail",
            "smmsp",
            "at",
            "svn",
            "www-data",
            "users",
            "nogroup",
            "wheel",
            "tty",
            "disk",
            "dialout",
            "audio",
            "cdrom",
            "input",
            "tape",
            "video",
            "netdev",
            "kvm",
            "utmp",
            "ping",
            "floppy",
            "kmem",
            "console",
            "readproc",
            "abuild",
            "sys",
        ];
        if self.users.contains(&name) {
            return Some(true);
        }
        match self.family {
            Family::Debian | Family::DebianFull => Some(debian.contains(&name)),
            Family::Alpine | Family::Busybox => Some(alpine.contains(&name)),
            Family::Scratch => Some(false),
            Family::Unknown => None,
        }
    }

    /// A program is there; none when it is not known. Asked of the few that health checks and shells need.
    pub fn has_program(&self, name: &str) -> Option<bool> {
        if self.programs.contains(&name) {
            return Some(true);
        }
        let full = ["curl", "wget", "git", "make", "gcc", "g++", "python3", "perl", "bash", "unzip"];
        let absent = [
            "curl", "wget", "git", "make", "gcc", "python3", "python", "node", "php", "ruby", "nc", "bash",
            "jq",
        ];
        let has = match self.family {
            Family::Debian => name == "bash" || name == "perl",
            Family::DebianFull => full.contains(&name),
            Family::Alpine | Family::Busybox => matches!(name, "wget" | "nc"),
            Family::Scratch => false,
            Family::Unknown => return None,
        };
        (has || absent.contains(&name)).then_some(has)
    }

    /// Its `/bin/sh` is dash, which lacks what only bash has.
    pub fn sh_is_dash(&self) -> bool {
        matches!(self.family, Family::Debian | Family::DebianFull)
    }
}
