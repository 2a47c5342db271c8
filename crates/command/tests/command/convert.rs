//! `convert`: what it keeps, what a plan changes, and two applications.

use super::{Scratch, on_disk};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

#[test]
fn convert_keeps_an_application() {
    let scratch = Scratch::new();
    scratch.write(&[
        ("app/Dockerfile", "FROM python:3.13-slim\nCOPY . .\n"),
        ("app/app.py", "print('{{ x }}')\n"),
        ("app/templates/a.html", "{% block a %}\n"),
        ("app/.env", "PASSWORD=x\n"),
    ]);
    scratch.ends_with(0, &["convert", "app", "--out", "shop"]);
    scratch.ends_with(0, &["new", "./shop", "hello", "--out", "hello"]);
    scratch.ends_with(0, &["export", "hello", "--runtime", "./shop", "--out", "built"]);
    let (mut app, mut built) = (on_disk(&scratch.0.join("app")), on_disk(&scratch.0.join("built")));
    assert!(app.remove(".env").is_some() && built.remove("README.md").is_some());
    assert!(built.remove("funko.yml").is_some());
    assert_eq!(app, built);
    // an edited plan takes the secret in, and says that FaaSO will not build it
    let plan: Value = serde_json::from_str(&scratch.ends_with(0, &["convert", "app", "--json"])).unwrap();
    assert_eq!(plan["files"][0]["goes"], "out");
    scratch.write(&[("plan.json", r#"{"files":[{"path":".env","goes":"template"}]}"#), ("bad.json", "{}")]);
    scratch.ends_with(3, &["convert", "app", "--out", "shop"]);
    scratch.ends_with(1, &["convert", "app", "--plan", "plan.json", "--out", "shop", "--force"]);
    scratch.ends_with(2, &["convert", "app", "--plan", "bad.json", "--out", "other"]);
    scratch.ends_with(2, &["convert", "missing", "--out", "other"]);
    assert!(!scratch.names().contains("other"), "nothing is half-written");
}

#[test]
fn convert_makes_one_runtime_of_two_applications() {
    let scratch = Scratch::new();
    let dockerfile =
        |version: &str| format!("FROM python:{version}\nCOPY . .\nCMD [\"python\", \"app.py\"]\n");
    let (old, new) = (dockerfile("3.12"), dockerfile("3.13"));
    scratch.write(&[
        ("shop/Dockerfile", &new),
        ("shop/app.py", "print('shop')\n"),
        ("blog/Dockerfile", &old),
        ("blog/app.py", "print('blog')\n"),
        ("blog/.env", "TOKEN=1\n"),
        ("other/Dockerfile", "FROM scratch\nCOPY a b\nRUN [\"/b\"]\n"),
    ]);
    let two = ["convert", "shop", "--second", "blog"];
    let plan: Value = serde_json::from_str(&scratch.ends_with(0, &[&two[..], &["--json"]].concat())).unwrap();
    assert_eq!(
        (&plan["options"][0]["default"], &plan["options"][0]["second"]),
        (&"3.13".into(), &"3.12".into())
    );
    assert_eq!((&plan["second"]["same"], &plan["second"]["of"]), (&2.into(), &2.into()));
    assert_eq!(plan["second"]["leftOut"][0]["path"], ".env");
    scratch.ends_with(0, &[&two[..], &["--out", "runtime"]].concat());
    scratch.ends_with(0, &["test", "./runtime"]);
    let yml = fs::read_to_string(scratch.0.join("runtime/.scenarios/blog/funko.yml")).unwrap();
    assert!(yml.contains("python_version: \"3.12\""), "{yml}");
    // an edited plan names the options that come from both
    let plan = plan.to_string().replace("\"name\":\"python_version\"", "\"name\":\"python\"");
    scratch.write(&[("plan.json", &plan)]);
    scratch.ends_with(0, &[&two[..], &["--plan", "plan.json", "--out", "named"]].concat());
    let yml = fs::read_to_string(scratch.0.join("named/.scenarios/blog/funko.yml")).unwrap();
    assert!(yml.contains("python: \"3.12\""), "{yml}");
    // what isn't of its kind is said
    scratch.ends_with(1, &["convert", "shop", "--second", "other", "--out", "apart"]);
    scratch.ends_with(2, &["convert", "shop", "--second", "missing", "--out", "none"]);
}

#[test]
fn convert_takes_an_edited_plan() {
    let scratch = Scratch::new();
    scratch.write(&[
        (
            "app/Dockerfile",
            "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl git\nENV MODE=fast\n",
        ),
        ("app/app.py", "print(1)\n"),
        ("app/node_modules/a/index.js", "x"),
        ("app/.git/HEAD", "x"),
        ("app/empty/.DS_Store", "x"),
    ]);
    let text = scratch.ends_with(0, &["convert", "app", "--json"]);
    let mut plan: Value = serde_json::from_str(&text).unwrap();
    for path in [".git/", "node_modules/"] {
        let mut files = plan["files"].as_array().unwrap().iter();
        let listed = files.find(|file| file["path"] == path).unwrap_or_else(|| panic!("no {path}"));
        assert_eq!(listed["goes"], "out");
    }
    let names: Vec<_> =
        plan["options"].as_array().unwrap().iter().map(|option| option["name"].clone()).collect();
    assert_eq!(names, ["python_version", "ship_packages", "mode"]);
    let place = &plan["options"][1]["places"][0];
    assert_eq!(
        (&place["file"], &place["line"], &place["column"]),
        (&"Dockerfile".into(), &2.into(), &42.into())
    );
    assert_eq!(plan["options"][1]["default"], serde_json::json!(["curl", "git"]));
    // as it is printed, it makes the same
    let out = |name: &str| {
        scratch.ends_with(0, &["convert", "app", "--plan", "plan.json", "--out", name]);
        let made = on_disk(&scratch.0.join(name));
        made.into_iter()
            .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
            .collect::<BTreeMap<_, _>>()
    };
    scratch.write(&[("plan.json", &text)]);
    scratch.ends_with(0, &["convert", "app", "--out", "proposed"]);
    let proposed = on_disk(&scratch.0.join("proposed"));
    let same = out("same");
    assert_eq!(proposed["Dockerfile.j2"], same["Dockerfile.j2"].as_bytes());
    assert!(
        same["Dockerfile.j2"].contains("options.ship_packages") && same["README.md"].contains("| `mode` |")
    );
    // another name, one out of the list, one switched off
    plan["options"][0]["name"] = "python".into();
    plan["options"].as_array_mut().unwrap().remove(2);
    plan["options"][1]["made"] = false.into();
    plan["description"] = "Shops".into();
    scratch.write(&[("plan.json", &plan.to_string())]);
    let made = out("edited");
    assert_eq!(
        made["Dockerfile.j2"],
        "FROM python:{{ options.python | default('3.13-slim') }}\nRUN apt-get update && apt-get install -y curl git\nENV MODE=fast\n\n"
    );
    assert!(made["README.md"].starts_with("# Shops\n"), "{}", made["README.md"]);
    for wrong in ["an option that isn't", "a fix that isn't"] {
        let mut plan = plan.clone();
        match wrong {
            "a fix that isn't" => {
                plan["problems"] = serde_json::json!([{ "fix": { "id": "x", "made": true } }])
            }
            _ => plan["options"][0]["id"] = "x".into(),
        }
        scratch.write(&[("plan.json", &plan.to_string())]);
        scratch.ends_with(2, &["convert", "app", "--plan", "plan.json", "--out", "other"]);
    }
}

/// What is said on stderr, and what the runtime has then.
#[test]
fn convert_makes_the_fixes_that_are_asked_for() {
    let scratch = Scratch::new();
    scratch.write(&[
        ("app/app.py", "print('a')\n"),
        ("app/requirements.txt", "flask\n"),
        ("bare/data.bin", ""),
    ]);
    fs::create_dir(scratch.0.join("empty")).unwrap();
    let cases: &[(i32, &[&str], &[&str], bool)] = &[
        (
            1,
            &["app"],
            &[
                "There is no Dockerfile.",
                "(--fix no-dockerfile)",
                "FaaSO can't build it yet: 1 error. --fix-all makes",
            ],
            false,
        ),
        (0, &["app", "--fix", "no-dockerfile"], &["fixed: Take the offered Dockerfile"], true),
        (0, &["app", "--fix-all"], &["fixed: Take the offered Dockerfile"], true),
        (
            2,
            &["app", "--fix", "ping"],
            &["there is no fix of the rule `ping`. Fixes: ", "no-dockerfile"],
            false,
        ),
        (2, &["app", "--fix", "ping", "--fix-all"], &["cannot be used with"], false),
        (2, &["empty"], &["`empty` has no files"], false),
    ];
    for (at, (code, arguments, said, has_dockerfile)) in cases.iter().enumerate() {
        let out = format!("out{at}");
        let arguments = [&["convert"], *arguments, &["--out", &out]].concat();
        let words = scratch.says(*code, &arguments);
        for said in *said {
            assert!(words.contains(said), "{arguments:?}: {said}: {words}");
        }
        let made = scratch.0.join(&out).join("Dockerfile.j2").exists()
            || scratch.0.join(&out).join("Dockerfile").exists();
        assert_eq!(made, *has_dockerfile, "{arguments:?}");
    }
    let words = scratch.says(2, &["convert", "app"]);
    assert!(words.contains("--out RUNTIME") && words.contains("--json"), "{words}");
}

#[test]
fn convert_makes_the_fixes_that_a_plan_takes() {
    let scratch = Scratch::new();
    scratch.write(&[
        (
            "app/Dockerfile",
            "FROM node:22-slim\nCOPY . .\nRUN --mount=type=cache,target=/root/.npm npm ci\nEXPOSE 8080\nCMD [\"node\", \"server.js\"]\n",
        ),
        ("app/server.js", "const app = require('express')();\napp.listen(process.env.PORT || 8080);\n"),
        ("app/package.json", "{ \"dependencies\": { \"express\": \"5\" } }\n"),
    ]);
    // FaaSO's builder stops at the mount: an error, and the runtime is there all the same
    let mut plan: Value = serde_json::from_str(&scratch.ends_with(1, &["convert", "app", "--json"])).unwrap();
    scratch.ends_with(1, &["convert", "app", "--out", "asis"]);
    let rules: BTreeSet<_> = plan["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, BTreeSet::from(["builder", "health-check", "ping", "port"]));
    let port = plan["problems"].as_array().unwrap().iter().find(|problem| problem["rule"] == "port").unwrap();
    let places = port["places"].as_array().unwrap().iter();
    let places = places.map(|place| format!("{}:{}", place["file"].as_str().unwrap(), place["line"]));
    assert_eq!(places.collect::<Vec<_>>(), ["server.js:2", "Dockerfile:4"]);
    assert_eq!(
        (&port["file"], &port["line"], &port["endColumn"]),
        (&"server.js".into(), &2.into(), &36.into())
    );
    for problem in plan["problems"].as_array_mut().unwrap() {
        problem["fix"]["made"] = true.into();
    }
    scratch.write(&[("plan.json", &plan.to_string())]);
    scratch.ends_with(0, &["convert", "app", "--plan", "plan.json", "--strict", "--out", "fixed"]);
    scratch.ends_with(0, &["new", "./fixed", "hello", "--out", "hello"]);
    scratch.ends_with(0, &["export", "hello", "--runtime", "./fixed", "--out", "built"]);
    let built = on_disk(&scratch.0.join("built"));
    let text = |path: &str| String::from_utf8(built[path].clone()).unwrap();
    assert!(
        text("Dockerfile").contains("RUN npm ci\nEXPOSE 3000\n")
            && text("Dockerfile").contains("HEALTHCHECK")
    );
    assert!(text("server.js").contains("app.get(\"/ping\"") && text("server.js").contains("|| 3000"));
    scratch.ends_with(0, &["check", "./fixed", "hello"]);
}
