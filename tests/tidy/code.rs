//! Rust as the compiler splits it into tokens: comments, strings and the tests inside a file are no code, and a
//! grouped or nested import is as many paths as it names.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::iter::Peekable;

/// A file's code, module by module: the file's own first, then the modules written inside it.
#[derive(Debug, Default)]
pub struct Module {
    /// From the file's own module; empty for that.
    pub path: Vec<String>,
    /// Names of items, of modules inside the file too.
    pub items: Vec<String>,
    pub imports: Vec<Import>,
    /// `a::b::c` outside of imports, as written.
    pub paths: Vec<Place>,
    /// Words in the braces of a macro that stands where items stand: it may declare modules.
    pub declared: Vec<String>,
    /// Calls `.name()` as `.name`, and macros as `name!`.
    pub calls: Vec<Place>,
}

#[derive(Debug)]
pub struct Import {
    /// What the file calls it; `*` for everything.
    pub name: String,
    pub from: Place,
}

#[derive(Clone, Debug)]
pub struct Place {
    pub line: usize,
    pub segments: Vec<String>,
}

type Tokens = Peekable<proc_macro2::token_stream::IntoIter>;

/// The modules of a file's text.
pub fn modules(text: &str) -> Vec<Module> {
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("not Rust: {error}"));
    let mut found = Vec::new();
    module(tokens, Vec::new(), &mut found);
    found
}

fn module(tokens: TokenStream, path: Vec<String>, found: &mut Vec<Module>) {
    let at = found.len();
    found.push(Module { path, ..Module::default() });
    let mut tokens = tokens.into_iter().peekable();
    let mut tests = false;
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                if tokens
                    .peek()
                    .is_some_and(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == '!'))
                {
                    tokens.next();
                }
                let attribute = tokens.next().map(|token| token.to_string()).unwrap_or_default();
                tests |= attribute.replace(' ', "") == "[cfg(test)]";
                if !attribute.contains("doc =") {
                    body(attribute.parse().unwrap_or_default(), &mut found[at]);
                }
            }
            // a lifetime: `'static` declares nothing
            TokenTree::Punct(quote) if quote.as_char() == '\'' => drop(tokens.next()),
            TokenTree::Ident(word) if word == "use" => {
                let mut imports = Vec::new();
                tree(&mut tokens, &[], &mut imports);
                if !std::mem::take(&mut tests) {
                    found[at].imports.append(&mut imports);
                }
            }
            TokenTree::Ident(word) if word == "mod" => {
                let name = tokens.next().map(|token| token.to_string()).unwrap_or_default();
                match tokens.next() {
                    Some(TokenTree::Group(inner)) if !std::mem::take(&mut tests) => {
                        let path = [found[at].path.clone(), vec![name.clone()]].concat();
                        found[at].items.push(name);
                        module(inner.stream(), path, found);
                    }
                    _ => tests = false,
                }
            }
            TokenTree::Ident(word) if DECLARES.contains(&word.to_string().as_str()) => {
                if let Some(TokenTree::Ident(name)) = tokens.peek()
                    && !tests
                {
                    found[at].items.push(name.to_string());
                }
            }
            TokenTree::Ident(word) if word == "macro_rules" => {
                tokens.next();
                found[at].items.extend(tokens.next().map(|name| name.to_string()));
            }
            TokenTree::Ident(word) => {
                let line = word.span().start().line;
                let mut segments = vec![word.to_string()];
                while colons(&mut tokens) {
                    segments.extend(
                        tokens.next_if(|token| matches!(token, TokenTree::Ident(_))).map(|t| t.to_string()),
                    );
                }
                let call = tokens
                    .next_if(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == '!'))
                    .is_some();
                if call && !tests {
                    let name = format!("{}!", segments[segments.len() - 1]);
                    found[at].calls.push(Place { line, segments: vec![name] });
                    if let Some(TokenTree::Group(inside)) = tokens.peek() {
                        found[at].declared.extend(words(inside.stream()));
                    }
                }
                if segments.len() > 1 && !tests {
                    found[at].paths.push(Place { line, segments });
                }
            }
            TokenTree::Group(group) => {
                if !tests {
                    body(group.stream(), &mut found[at]);
                }
                if group.delimiter() == Delimiter::Brace {
                    tests = false;
                }
            }
            TokenTree::Punct(point) if point.as_char() == ';' => tests = false,
            _ => {}
        }
    }
}

const DECLARES: &[&str] = &["fn", "struct", "enum", "trait", "type", "const", "static", "union"];

fn is_path(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(point) if point.as_char() == ':')
}

fn words(tokens: TokenStream) -> impl Iterator<Item = String> {
    tokens.into_iter().filter_map(|token| match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    })
}

/// Everything in a function, a type or an expression: paths, calls, and imports made there.
fn body(tokens: TokenStream, into: &mut Module) {
    let mut tokens = tokens.into_iter().peekable();
    let mut dot = false;
    while let Some(token) = tokens.next() {
        let after_dot =
            std::mem::replace(&mut dot, matches!(&token, TokenTree::Punct(p) if p.as_char() == '.'));
        match token {
            TokenTree::Group(group) => body(group.stream(), into),
            TokenTree::Ident(word) if word == "use" => tree(&mut tokens, &[], &mut into.imports),
            TokenTree::Ident(word) => {
                let line = word.span().start().line;
                let mut segments = vec![word.to_string()];
                while colons(&mut tokens) {
                    match tokens.next_if(|token| matches!(token, TokenTree::Ident(_))) {
                        Some(token) => segments.push(token.to_string()),
                        None => break,
                    }
                }
                let called = |token: &TokenTree| matches!(token, TokenTree::Group(g) if g.delimiter() == Delimiter::Parenthesis);
                if after_dot && tokens.peek().is_some_and(called) {
                    into.calls.push(Place { line, segments: vec![format!(".{}", segments[0])] });
                } else if tokens
                    .peek()
                    .is_some_and(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == '!'))
                {
                    into.calls
                        .push(Place { line, segments: vec![format!("{}!", segments[segments.len() - 1])] });
                }
                if segments.len() > 1 {
                    into.paths.push(Place { line, segments });
                }
            }
            _ => {}
        }
    }
}

/// Takes `::`, when it comes next.
fn colons(tokens: &mut Tokens) -> bool {
    let mut ahead = tokens.clone();
    let two = ahead.next().is_some_and(|token| is_path(&token))
        && ahead.next().is_some_and(|token| is_path(&token));
    if two {
        *tokens = ahead;
    }
    two
}

/// One tree of an import, up to the comma or semicolon behind it.
fn tree(tokens: &mut Tokens, before: &[String], imports: &mut Vec<Import>) {
    let mut segments = before.to_vec();
    let mut line = 0;
    let mut name = None;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "as" => name = tokens.next().map(|token| token.to_string()),
            TokenTree::Ident(word) => {
                line = word.span().start().line;
                if word != "self" || segments.is_empty() {
                    segments.push(word.to_string());
                }
            }
            TokenTree::Group(group) => {
                let mut inside = group.stream().into_iter().peekable();
                while inside.peek().is_some() {
                    tree(&mut inside, &segments, imports);
                }
                segments.clear();
            }
            TokenTree::Punct(point) if point.as_char() == '*' => name = Some("*".to_owned()),
            TokenTree::Punct(point) if matches!(point.as_char(), ',' | ';') => break,
            _ => {}
        }
    }
    if let Some(last) = segments.last() {
        let name = name.unwrap_or_else(|| last.clone());
        imports.push(Import { name, from: Place { line, segments } });
    }
}

#[test]
fn reads_code_as_code() {
    let text = r##"
        //! use crate::not_this;
        use crate::{a::{self, B}, c::*, d as e};
        pub(in crate::x) use super::F;
        #[cfg(test)]
        use crate::only_in_tests;
        /// [`crate::nor::this`]
        fn f() -> (crate::g::H, Option<&'static str>) { let text = "crate::not::this"; /* x.unwrap() */ y.unwrap(); dbg!(e::deep(1)) }
        mod inside { use super::super::k; }
        rules! { one, two }
        fn g() -> &'static T {}
        #[cfg(test)]
        mod tests { use crate::not_here; }
        impl T for crate::l::M {}
    "##;
    let found = modules(text);
    let joined = |place: &Place| place.segments.join("::");
    let imports = |module: &Module| -> Vec<_> {
        module.imports.iter().map(|import| format!("{}={}", import.name, joined(&import.from))).collect()
    };
    let all = |places: &[Place]| places.iter().map(joined).collect::<Vec<_>>();
    assert_eq!(imports(&found[0]), ["a=crate::a", "B=crate::a::B", "*=crate::c", "e=crate::d", "F=super::F"]);
    assert_eq!(all(&found[0].paths), ["crate::x", "crate::g::H", "e::deep", "crate::l::M"]);
    assert_eq!(all(&found[0].calls), [".unwrap", "dbg!", "rules!"]);
    assert_eq!(found[0].items, ["f", "inside", "g"]);
    assert_eq!(found[0].declared, ["one", "two"]);
    assert_eq!((found.len(), found[1].path.join("::").as_str()), (2, "inside"));
    assert_eq!(imports(&found[1]), ["k=super::super::k"]);
    assert_eq!(found[0].imports[0].from.line, 3);
}
