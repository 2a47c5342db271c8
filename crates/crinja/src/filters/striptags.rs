//! `striptags`: the text of an HTML document, as libxml2's forgiving reader finds it.

use super::super::call::Call;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::letters::is_regex_blank as is_blank;
use super::super::value::Value;
use super::html_text::inner_text;

/// Tags, comments and declarations go, entities become their signs, runs of blanks one blank.
pub fn striptags(call: &Call) -> Result<Value, Failure> {
    let text = call.target.to_text_ref(call.env.meter)?;
    call.env.meter.bytes(text.len())?;
    if text.is_empty() {
        return Err(Failure::new(Class::XmlError, "Document is empty"));
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in inner_text(&text).chars() {
        if is_blank(c) {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    Ok(Value::text(out))
}

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn the_text_stays() {
        check_all(&[
            ("{{ '<p>a</p>\n <p>b</p>' | striptags }}", "a b"),
            ("{{ '<!-- <b> -->1 &lt; 2 &amp;&#233;&nbsp;x &y' | striptags }}", "1 < 2 &é x &y"),
            ("{{ '1 < 2 <a title=\">\">x</a>' | striptags }}", "1 < 2 x"),
            (
                "{{ '&copy &copy; &Omega;&#0;&#xD800;&nosuch; <3 </>x' | striptags }}",
                "&copy © Ω&nosuch; <3 >x",
            ),
            (
                "{{ '<3' | striptags }} {{ 'a<3' | striptags }} {{ '<b c<d e=\">\">f' | striptags }}",
                "3 a<3 f",
            ),
            ("{{ '<style></p>a<b></p></STYLE>c<script>d</Script>' | striptags }}", "a<b></p>cd"),
            ("{{ 'a<![CDATA[x]]><?php y ?><!-->z' | striptags }}", "a<![CDATA[x]]>"),
            (
                "{{ '<style><body>x' | striptags }}[{{ '<!-->text' | striptags }}]{{ '<_a>' | striptags }}",
                "x[]_a>",
            ),
            (
                "{{ 'a<!DOCTYPE html>b</html>c<html>d' | striptags }} {{ '<!DOCTYPE x SYSTEM \"a>b\">c' | striptags }}",
                "abcd c",
            ),
            ("{{ '<title>a</title> <b>b</b>' | striptags }} {{ '<?a' | striptags }}", "a b a"),
            ("{{ '' | striptags }}", "XML::Error: Document is empty"),
        ]);
    }
}
