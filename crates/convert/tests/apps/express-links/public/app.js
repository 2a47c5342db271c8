fetch("/api/links").then((r) => r.json());
