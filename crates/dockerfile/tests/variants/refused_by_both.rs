//! Both builders stop with the same words.

use crate::{Case, Is::Refused, check};

#[test]
fn files_that_cannot_be_read() {
    let long = format!("FROM debian\nRUN {}\n", "a".repeat(70_000)).leak();
    let cases: &[Case] = &[
        ("", Refused(0, "the Dockerfile (Dockerfile) cannot be empty")),
        ("\n\n", Refused(2, "file with no instructions")),
        ("# a\n\n# b\n", Refused(3, "file with no instructions")),
        (long, Refused(1, "dockerfile line greater than max allowed size of 65535")),
        ("FROM debian\nRUN <<EOF\nls\n", Refused(2, "unterminated heredoc")),
        ("FROM debian\nRUN <<EOF\nls\n EOF\n", Refused(2, "unterminated heredoc")),
        ("FROM debian\nRUN <<-EOF\nls\n    EOF\n", Refused(2, "unterminated heredoc")),
        ("# escape=x\nFROM debian\n", Refused(1, "invalid escape token 'x' does not match ` or \\")),
        ("# escape=`\n# escape=`\nFROM debian\n", Refused(2, "only one escape parser directive can be used")),
        (
            "#ESCAPE=`\n#  escape = \\\nFROM debian\n",
            Refused(2, "only one escape parser directive can be used"),
        ),
        (
            "# check=skip=all\n# check=skip=all\nFROM debian\n",
            Refused(2, "only one check parser directive can be used"),
        ),
        ("LABEL a=b\nFROM debian\n", Refused(1, "no build stage in current context")),
        ("ARG A=1\nENV A=1\nFROM debian\n", Refused(2, "no build stage in current context")),
        (
            "FROM debian\nEXPSE 3000\n",
            Refused(2, "dockerfile parse error on line 2: unknown instruction: EXPSE (did you mean EXPOSE?)"),
        ),
        (
            "FROM debian\n\nrunn ls\n",
            Refused(3, "dockerfile parse error on line 3: unknown instruction: runn (did you mean run?)"),
        ),
        ("FROM debian\nRUN ls \\\n  # why\n  && ls\n&& ls\n", Refused(5, "unknown instruction: &&")),
        (
            "FROM debian\nCOPY --parents a.txt /x\n",
            Refused(2, "dockerfile parse error on line 2: unknown flag: --parents"),
        ),
        (
            "FROM debian\nRUN --security=insecure true\n",
            Refused(2, "dockerfile parse error on line 2: unknown flag: --security"),
        ),
        ("FROM debian\nRUN \\\n  --nope \\\n  true\n", Refused(2, "unknown flag: --nope")),
        ("FROM debian\nCMD --nope true\n", Refused(2, "unknown flag: --nope")),
        ("FROM debian\nCOPY --from a.txt /x\n", Refused(2, "missing a value on flag: --from")),
        ("FROM debian\nCOPY --from=0 --from=0 a /x\n", Refused(2, "duplicate flag specified: --from")),
    ];
    check(cases);
}

#[test]
fn instructions_that_ask_for_too_little() {
    let cases: &[Case] = &[
        ("FROM debian # the base\n", Refused(1, "FROM requires either one or three arguments")),
        ("FROM debian AS\n", Refused(1, "FROM requires either one or three arguments")),
        (
            "FROM debian AS 1abc\n",
            Refused(
                1,
                "invalid name for build stage: \"1abc\", name can't start with a number or contain symbols",
            ),
        ),
        ("FROM debian AS a/b\n", Refused(1, "invalid name for build stage")),
        ("FROM $BASE\n", Refused(1, "base name ($BASE) should not be blank")),
        ("ARG BASE\nFROM ${BASE}\n", Refused(2, "base name (${BASE}) should not be blank")),
        ("FROM Debian\n", Refused(1, "repository name")),
        ("FROM debian:\n", Refused(1, "invalid reference format")),
        ("FROM debian\nENV A\n", Refused(2, "ENV must have two arguments")),
        (
            "FROM debian\nENV A=1 B\n",
            Refused(2, "Syntax error - can't find = in \"B\". Must be of the form: name=value"),
        ),
        ("FROM debian\nENV A=a b c=d\n", Refused(2, "can't find = in \"b\"")),
        ("FROM debian\nENV =1\n", Refused(2, "ENV names can not be blank")),
        ("FROM debian\nlabel a\n", Refused(2, "LABEL must have two arguments")),
        ("FROM debian\nLABEL =b\n", Refused(2, "LABEL names can not be blank")),
        ("FROM debian\nARG =1\n", Refused(2, "ARG names can not be blank")),
        ("FROM debian\nARG\n", Refused(2, "ARG requires at least one argument")),
        ("FROM debian\nSHELL /bin/bash -c\n", Refused(2, "SHELL requires the arguments to be in JSON form")),
        (
            "FROM debian\nSHELL ['/bin/bash', '-c']\n",
            Refused(2, "SHELL requires the arguments to be in JSON form"),
        ),
        (
            "FROM debian\nCMD [\"a\", 3000]\n",
            Refused(2, "when using JSON array syntax, arrays must be comprised of strings only"),
        ),
        ("FROM debian\nCOPY [\"a.txt\", true]\n", Refused(2, "arrays must be comprised of strings only")),
        (
            "FROM debian\nCOPY a.txt\n",
            Refused(
                2,
                "COPY requires at least two arguments, but only one was provided. Destination could not be determined",
            ),
        ),
        ("FROM debian\nADD [\"a.txt\"]\n", Refused(2, "ADD requires at least two arguments")),
        ("FROM debian\nWORKDIR\n", Refused(2, "WORKDIR requires exactly one argument")),
        ("FROM debian\nUSER\n", Refused(2, "USER requires exactly one argument")),
        ("FROM debian\nEXPOSE\n", Refused(2, "EXPOSE requires at least one argument")),
        ("FROM debian\nVOLUME\n", Refused(2, "VOLUME requires at least one argument")),
        ("FROM debian\nVOLUME [\"\"]\n", Refused(2, "VOLUME specified can not be an empty string")),
        ("FROM debian\nONBUILD\n", Refused(2, "ONBUILD requires at least one argument")),
        ("FROM debian\nONBUILD FROM debian\n", Refused(2, "FROM isn't allowed as an ONBUILD trigger")),
        ("FROM debian\nonbuild maintainer a\n", Refused(2, "MAINTAINER isn't allowed as an ONBUILD trigger")),
        (
            "FROM debian\nONBUILD ONBUILD RUN ls\n",
            Refused(2, "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"),
        ),
    ];
    check(cases);
}

#[test]
fn values_that_cannot_be() {
    let cases: &[Case] = &[
        (
            "FROM debian\nHEALTHCHECK --interval=5 CMD true\n",
            Refused(2, "time: missing unit in duration \"5\""),
        ),
        (
            "FROM debian\nHEALTHCHECK --timeout=1d CMD true\n",
            Refused(2, "time: unknown unit \"d\" in duration \"1d\""),
        ),
        (
            "FROM debian\nHEALTHCHECK \\\n  --interval=1us \\\n  CMD true\n",
            Refused(2, "Interval \"interval\" cannot be less than 1ms"),
        ),
        (
            "FROM debian\nHEALTHCHECK --interval 5s CMD true\n",
            Refused(2, "missing a value on flag: --interval"),
        ),
        (
            "FROM debian\nHEALTHCHECK --interval=1s --interval=2s CMD true\n",
            Refused(2, "duplicate flag specified: --interval"),
        ),
        ("FROM debian\nHEALTHCHECK --retries=-1 CMD true\n", Refused(2, "--retries cannot be negative (-1)")),
        (
            "FROM debian\nhealthcheck curl http://localhost/\n",
            Refused(2, "Unknown type \"CURL\" in HEALTHCHECK (try CMD)"),
        ),
        ("FROM debian\nHEALTHCHECK CMD\n", Refused(2, "Missing command after HEALTHCHECK CMD")),
        ("FROM debian\nHEALTHCHECK NONE now\n", Refused(2, "HEALTHCHECK NONE takes no arguments")),
        (
            "FROM debian\nENV I=5s\nHEALTHCHECK --interval=$I CMD true\n",
            Refused(3, "time: invalid duration \"$I\""),
        ),
        (
            "FROM debian\nHEALTHCHECK --start-interval=five CMD true\n",
            Refused(2, "time: invalid duration \"five\""),
        ),
        ("FROM debian\nSTOPSIGNAL SIGNOPE\n", Refused(2, "invalid signal: SIGNOPE")),
        ("FROM debian\nENV S=NOPE\nSTOPSIGNAL $S\n", Refused(3, "invalid signal: NOPE")),
        ("FROM debian\nEXPOSE http\n", Refused(2, "http")),
        ("FROM debian\nEXPOSE 3000 80/foo\n", Refused(2, "nvalid proto: foo")),
        ("FROM debian\nENV P=http\nEXPOSE $P\n", Refused(3, "http")),
        ("FROM debian\nENV A=${X^^}\n", Refused(2, "unsupported modifier (^)")),
        ("FROM debian\nENV A=${X:1:2}\n", Refused(2, "unsupported modifier (:1) in substitution")),
        ("FROM debian\nENV A=${X:?unset}\n", Refused(2, "X: unset")),
        ("FROM debian\nENV A=${X\n", Refused(2, "")),
    ];
    check(cases);
}

#[test]
fn sources_stages_and_commands() {
    let cases: &[Case] = &[
        (
            "FROM debian\nCOPY nope.txt /x\n",
            Refused(
                2,
                "COPY failed: file not found in build context or excluded by .dockerignore: stat nope.txt: file does not exist",
            ),
        ),
        ("FROM debian\nADD nope.txt /x\n", Refused(2, "ADD failed: file not found in build context")),
        (
            "FROM debian\nCOPY [\"a.txt\", \"nope.txt\", \"/x/\"]\n",
            Refused(2, "stat nope.txt: file does not exist"),
        ),
        ("FROM debian\nCOPY A.TXT /x\n", Refused(2, "stat A.TXT: file does not exist")),
        ("FROM debian\nENV F=nope\nCOPY $F.txt /x\n", Refused(3, "stat nope.txt: file does not exist")),
        (
            "FROM debian\nCOPY a.txt \"/x y\"\n",
            Refused(2, "unexpected end of statement while looking for matching double-quote"),
        ),
        ("FROM debian\nCOPY a.txt b.txt # both\n", Refused(2, "")),
        ("FROM debian\nCOPY https://example.com/a /x\n", Refused(2, "source can't be a URL for COPY")),
        ("FROM debian\nCOPY --from=5 /x /x\n", Refused(2, "invalid from flag value 5: index out of bounds")),
        (
            "FROM debian\nCOPY --from=0 /x /x\n",
            Refused(2, "invalid from flag value 0: refers to current build stage"),
        ),
        (
            "FROM debian AS a\nRUN ls\nFROM debian\nENV ST=a\nCOPY --from=$ST /x /x\n",
            Refused(5, "invalid from flag value $ST"),
        ),
        (
            "FROM debian\nRUN exit 3\n",
            Refused(2, "The command '/bin/sh -c exit 3' returned a non-zero code: 3"),
        ),
        ("FROM debian\nRUN true && \\\n  false\n", Refused(2, "returned a non-zero code: 1")),
        (
            "FROM debian\nUSER nosuch\nRUN ls\n",
            Refused(3, "unable to find user nosuch: no matching entries in passwd file"),
        ),
        ("FROM scratch\nRUN ls\n", Refused(2, "no such file or directory")),
    ];
    check(cases);
}
