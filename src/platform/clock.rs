//! The time.

/// In ms since 1970.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// In ms since the page began, with parts of one.
pub fn exact() -> f64 {
    super::dom::window().performance().map_or(0.0, |clock| clock.now())
}

/// Now, as in an email: `Thu, 26 Nov 2026 09:00:00 +0000`.
pub fn in_email() -> String {
    String::from(js_sys::Date::new_0().to_utc_string()).replace("GMT", "+0000")
}

/// A time as the author's system writes it: date, hour and minute.
pub fn written(ms: u64) -> String {
    let date = js_sys::Date::new(&(ms as f64).into());
    let options = js_sys::Object::new();
    for key in ["dateStyle", "timeStyle"] {
        let style = if key == "dateStyle" { "medium" } else { "short" };
        // fails only for objects that cannot be changed
        let _ = js_sys::Reflect::set(&options, &key.into(), &style.into());
    }
    date.to_locale_string("en-GB", &options).into()
}
