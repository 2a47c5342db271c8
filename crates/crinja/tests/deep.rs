//! Whatever the parser and the budget let through has stack enough: natively with the 1 MiB that WebAssembly
//! has, and in WebAssembly itself.

mod nestings;

use crinja::{Budget, Class, Context, ContextValue, render};
use nestings::nestings;

/// Around every limit there is: the parser's and the budget's, one level a step or several.
const DEPTHS: &[usize] = &[
    10, 64, 100, 120, 200, 250, 300, 330, 400, 480, 499, 500, 501, 700, 990, 998, 999, 1000, 1001, 2_000,
    5_000,
];

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn what_nests_has_stack_enough() {
    for (name, make) in nestings() {
        let mut rendered = 0;
        for &depth in DEPTHS {
            match on_a_small_stack(make(depth)) {
                None => rendered += 1,
                Some(Class::Budget) => {}
                Some(_) => rendered += usize::from(FAILS.contains(&name)),
            }
        }
        assert!(rendered > 0, "{name} never gets as far as its depth");
    }
}

/// They fail for reasons of their own: no such index, nothing to call, maps in a sum.
const FAILS: &[&str] = &["index", "indices", "members", "call", "calls", "splat", "sort", "sum"];

/// The class of the error that a template ends in; none when it renders.
fn on_a_small_stack(template: String) -> Option<Class> {
    let answer = move || render(&template, &context(), &Budget::default()).err().map(|error| error.class);
    if cfg!(target_arch = "wasm32") {
        return answer();
    }
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(answer);
    thread.expect("a thread").join().expect("no panic")
}

fn context() -> Context {
    Context { variables: vec![("name".into(), ContextValue::Text("hello".into()))] }
}
