//! Tag arguments. One token left over behind them is let pass, two are an error (docs/dialect.md §4).

use super::super::ast::{Expr, ExprId, ExprKind, For, Form, Include, Macro, Name, Parameter, Set, TagKind};
use super::super::fault::{Fallible, Fault};
use super::super::printing::ADDRESS;
use super::super::token::{Kind, Token};
use super::tokens::Tokens;
use crate::place::Span;

/// Understands the arguments of a tag, whose end Crinja has at `end`.
pub fn form(
    kind: TagKind,
    text: &str,
    arguments: &[Token],
    end: usize,
    exprs: &mut Vec<Expr>,
) -> Fallible<Form> {
    let mut tokens = Tokens::of_tag(text, arguments, end, exprs);
    match kind {
        TagKind::Else => Ok(Form::Nothing),
        TagKind::Raw => tokens.close().map(|()| Form::Nothing),
        TagKind::If | TagKind::Elif | TagKind::Do | TagKind::Extends => {
            let expr = tokens.expression()?;
            tokens.close()?;
            Ok(Form::Expr(expr))
        }
        TagKind::Autoescape => tokens.expression().map(Form::Expr),
        TagKind::With => tokens.keywords(&[Kind::Eof], None).map(Form::With),
        TagKind::For => tokens.for_arguments().map(Form::For),
        TagKind::Set => tokens.set_arguments(arguments.len()).map(Form::Set),
        TagKind::Filter => tokens.filter_chain().map(Form::Filter),
        TagKind::Macro => tokens.macro_arguments().map(Form::Macro),
        TagKind::Call => tokens.call_arguments(),
        TagKind::Block => {
            let name = tokens.name()?;
            let scoped = tokens.is_word("scoped");
            tokens.close()?;
            Ok(Form::Block { name, scoped })
        }
        TagKind::Include => tokens.include_arguments().map(Form::Include),
        TagKind::Import => tokens.import_arguments(),
        TagKind::From => tokens.names_from_template(),
    }
}

impl Tokens<'_> {
    /// Crinja steps over one token before it looks whether any is left.
    fn close(&mut self) -> Fallible<()> {
        if self.next().is_ok() && self.kind() != Kind::Eof {
            let message = format!("Did not expect any more tokens, found: {}", self.shown());
            return Err(Fault::at_token(message, self.current()));
        }
        Ok(())
    }

    fn for_arguments(&mut self) -> Fallible<For> {
        let mut variables = vec![self.name()?];
        while self.kind() == Kind::Comma {
            self.next()?;
            variables.push(self.name()?);
        }
        if let Some(reserved) = variables.iter().find(|name| &*name.text == "loop") {
            let message = "cannot use reserved name `loop` as item variable in for loop";
            return Err(Fault::at_node(message, Span::at(reserved.span.start), reserved.span));
        }
        if !self.is_word("in") {
            return Err(self.unexpected(Some("in")));
        }
        self.next()?;
        let items = self.expression()?;
        let mut condition = None;
        if self.is_word("if") {
            self.next()?;
            condition = Some(self.expression()?);
        }
        let recursive = self.is_word("recursive");
        self.close()?;
        Ok(For { variables, items, condition, recursive })
    }

    fn set_arguments(&mut self, count: usize) -> Fallible<Set> {
        if count == 1 {
            return Ok(Set::Body(self.name()?));
        }
        let values = self.keywords(&[Kind::Eof], None)?;
        let after = self.close().err();
        Ok(Set::Values { values, after })
    }

    fn filter_chain(&mut self) -> Fallible<ExprId> {
        let at = self.current().at;
        let start = self.current().span.start;
        let mut target = self.add(ExprKind::Body, Span::at(start), Span::at(at));
        loop {
            let name = self.name()?;
            let in_brackets = self.kind() == Kind::LeftParen;
            if in_brackets {
                self.next()?;
            }
            let (arguments, end) = self.arguments(in_brackets)?;
            let span = Span::new(start, self.before().max(start));
            target = self.add(ExprKind::Filter { target, name, arguments }, span, Span::new(at, end.max(at)));
            if self.kind() != Kind::Pipe {
                break;
            }
            self.next()?;
        }
        self.close()?;
        Ok(target)
    }

    fn macro_arguments(&mut self) -> Fallible<Macro> {
        let name = self.name()?;
        self.expect(Kind::LeftParen)?;
        let parameters = self.parameters("macro")?;
        self.close()?;
        Ok(Macro { name, parameters })
    }

    fn call_arguments(&mut self) -> Fallible<Form> {
        let mut parameters = Vec::new();
        if self.kind() == Kind::LeftParen {
            self.next()?;
            parameters = self.parameters("call")?;
        }
        let at = self.current().at;
        let name = self.name()?;
        let callee_end = self.current().at;
        self.expect(Kind::LeftParen)?;
        let (arguments, end) = self.arguments(true)?;
        let kind =
            ExprKind::Name { name: name.text.clone(), function: super::super::functions::lookup(&name.text) };
        let callee = self.add(kind, name.span, Span::new(at, callee_end.max(at)));
        let span = Span::new(name.span.start, self.before());
        let kind = ExprKind::Call { callee, name: Some(name.text), arguments };
        let call = self.add(kind, span, Span::new(at, end.max(at)));
        self.close()?;
        Ok(Form::Call(parameters, call))
    }

    /// The parameters of a macro or caller, read as if they were arguments.
    fn parameters(&mut self, what: &str) -> Fallible<Vec<Parameter>> {
        let (arguments, _) = self.arguments(true)?;
        let mut parameters: Vec<Parameter> = Vec::new();
        for id in arguments.positional {
            let expr = self.expr(id);
            let ExprKind::Name { name, .. } = &expr.kind else {
                let message = format!("Invalid statement #<{}:{ADDRESS}> in {what} def", expr.kind.class());
                return Err(Fault::at_node(message, expr.reported, expr.span));
            };
            let name = Name { text: name.clone(), span: expr.span };
            declare(&mut parameters, name, None);
        }
        for (name, default) in arguments.keyword {
            declare(&mut parameters, name, Some(default));
        }
        Ok(parameters)
    }

    fn include_arguments(&mut self) -> Fallible<Include> {
        let source = self.expression()?;
        let mut ignore_missing = false;
        if self.is_word("ignore") {
            self.next()?;
            self.word("missing")?;
            ignore_missing = true;
        }
        if self.is_word("with") || self.is_word("without") {
            self.next()?;
            self.word("context")?;
        }
        self.close()?;
        Ok(Include { source, ignore_missing })
    }

    fn import_arguments(&mut self) -> Fallible<Form> {
        let source = self.expression()?;
        let mut name = None;
        if self.is_word("as") {
            self.next()?;
            name = Some(Name { text: self.value().into(), span: self.current().span });
        }
        self.close()?;
        Ok(Form::Import { source, name })
    }

    fn names_from_template(&mut self) -> Fallible<Form> {
        let source = self.expression()?;
        self.word("import")?;
        let mut names = Vec::new();
        loop {
            let name = self.identifier()?;
            let mut known_as = name.clone();
            if self.is_word("as") {
                self.next()?;
                known_as = self.identifier()?;
            }
            names.push((name, known_as));
            if self.kind() != Kind::Comma {
                break;
            }
            self.next()?;
        }
        if self.is_word("with") || self.is_word("without") {
            self.next()?;
            self.word("context")?;
        }
        self.close()?;
        Ok(Form::From { source, names })
    }

    fn identifier(&mut self) -> Fallible<Name> {
        if self.kind() != Kind::Identifier {
            let message = format!("Unexpected {}, expected identifier expression", self.shown());
            return Err(Fault::at_token(message, self.current()));
        }
        self.name()
    }

    fn word(&mut self, word: &str) -> Fallible<()> {
        if !self.is_word(word) {
            let message = format!("Unexpected {}, expected identifier expression `{word}`", self.shown());
            return Err(Fault::at_token(message, self.current()));
        }
        self.next()
    }
}

/// Of two parameters with one name the last gives the default, the first the place.
fn declare(parameters: &mut Vec<Parameter>, name: Name, default: Option<ExprId>) {
    match parameters.iter_mut().find(|known| known.name.text == name.text) {
        Some(known) => known.default = default,
        None => parameters.push(Parameter { name, default }),
    }
}
