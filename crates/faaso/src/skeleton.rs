//! The runtime to begin with: as small as one can be that builds, runs and answers.

use crate::{
    bundle::{Bundle, File},
    path::BundlePath,
};

/// BusyBox serves the folder `public` on port 3000; `/ping` is a file in it.
pub fn runtime() -> Bundle {
    let mut bundle = Bundle::new();
    for (path, text) in FILES {
        let path = BundlePath::new(path).expect("the skeleton's paths are ordinary");
        bundle.put(path, File::text(text)).expect("the skeleton's paths do not meet");
    }
    bundle
}

/// Its Dockerfile alone, for files that have none.
pub fn dockerfile() -> (BundlePath, File) {
    let path = BundlePath::new("Dockerfile.j2").expect("the skeleton's paths are ordinary");
    let file = runtime().remove(path.as_str()).expect("the skeleton has a Dockerfile");
    (path, file)
}

const FILES: [(&str, &str); 5] = [
    (
        "README.md",
        "# Blank: a small start\n\nServes the files in `public` with BusyBox. Make it your own: change the base image, then what it starts.\n",
    ),
    (
        "Dockerfile.j2",
        r#"FROM busybox:1.37
WORKDIR /home/app
COPY . .
{% for command in options.setup | default([]) -%}
RUN {{ command }}
{% endfor -%}
USER 1000
EXPOSE 3000
CMD ["httpd", "-f", "-p", "3000", "-h", "public"]
HEALTHCHECK {{ options.healthcheck_options | default("--interval=1m --timeout=2s") }} \
    CMD wget -q -O /dev/null http://127.0.0.1:3000/ping || exit 1
"#,
    ),
    (
        "template/funko.yml.j2",
        r#"name: {{ name }}
runtime: {{ runtime }}
options:
  # Commands that are run while the image is built.
  setup: []
  # How often and how patiently Docker looks whether the funko is well.
  healthcheck_options: "--interval=1m --timeout=2s"
"#,
    ),
    (
        "template/public/index.html.j2",
        "<!doctype html>\n<title>{{ name }}</title>\n<h1>Hello from {{ name }}</h1>\n",
    ),
    ("template/public/ping", "OK\n"),
];
