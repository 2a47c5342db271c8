//! FaaSO's builder takes the file, and makes something else of it than BuildKit does.

use crate::{
    Case,
    Is::{Differs, Refused, Same},
    check,
};
use dockerfile::classic::DifferenceKind::*;

#[test]
fn here_documents() {
    let cases: &[Case] = &[
        ("FROM debian\nRUN <<EOF\necho a\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nrun <<EOF\nexit 7\nEOF\nRUN ls\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN <<-EOF\n\techo a\n\tEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN <<'EOF'\necho $a\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN <<\"END OF\"\necho a\nEND OF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN <<-\"EOF\"\n\techo a\n\tEOF\n", Differs(2, Heredoc)),
        ("FROM debian\r\nRUN <<EOF\r\necho a\r\nEOF\r\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN bash <<EOF\necho a\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN <<EOF bash\necho a\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN bash -e <<EOF && echo b\necho a\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN cat <<EOF > /f\na\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN cat > /f <<EOF\na\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN echo a \\\n  && cat <<EOF >/f\na\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN 3<<EOF cat /dev/fd/3\na\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN <<EOF\n#!/usr/bin/env bash\necho a\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN <<ONE cat && cat <<TWO\na\nONE\nb\nTWO\n", Differs(2, Heredoc)),
        ("FROM debian\nRUN <<EOF\n# a comment\n\nFROM x\nCOPY\nEOF\n", Differs(2, Heredoc)),
        ("# escape=`\nFROM debian\nRUN `\n  <<EOF\necho a\nEOF\n", Differs(3, Heredoc)),
        ("FROM debian AS a\nRUN ls\nFROM a AS b\nRUN <<EOF\nls\nEOF\n", Differs(4, Heredoc)),
        ("FROM debian AS b\nONBUILD RUN <<EOF\nls\nEOF\nFROM b\n", Differs(5, Heredoc)),
        ("FROM debian\nRUN echo \"<<EOF\"\n", Same),
        ("FROM debian\nRUN [\"cat\", \"<<EOF\"]\n", Same),
        ("FROM debian\nRUN echo $((1<<2))\n", Same),
        ("FROM debian\nRUN true # <<\n", Same),
        ("FROM debian\nSHELL [\"/bin/bash\", \"-c\"]\nRUN cat <<<word\n", Same),
        ("FROM debian\nRUN cat << EOF\na\nEOF\n", Differs(2, Heredoc)),
        ("FROM debian\nCOPY a.txt <<b.txt /d/\nb\nb.txt\n", Differs(2, Heredoc)),
        ("FROM debian\nADD <<-'b.txt' a.txt /d/\nb\nb.txt\n", Differs(2, Heredoc)),
    ];
    check(cases);
}

#[test]
fn options_that_are_ignored() {
    let cases: &[Case] = &[
        (
            "FROM debian\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a /x\n",
            Differs(2, IgnoredFlag),
        ),
        ("FROM debian\nadd --checksum=nope \\\n  https://example.com/a /x\n", Differs(2, IgnoredFlag)),
        (
            "FROM debian\nARG SUM=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d\nADD --checksum=$SUM https://example.com/a /x\n",
            Differs(3, IgnoredFlag),
        ),
        (
            "FROM debian\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d a.txt /x\n",
            Differs(2, IgnoredFlag),
        ),
        ("FROM debian\nCOPY --checksum=sha256:a a.txt /x\n", Refused(2, "unknown flag: --checksum")),
        ("FROM debian\nCOPY --exclude=*.txt d/ /x/\n", Differs(2, IgnoredFlag)),
        ("FROM debian\nADD --exclude=a --exclude=b a.txt b.txt /x/\n", Differs(2, IgnoredFlag)),
        ("FROM debian\nCOPY --exclude=x.txt [\"d\", \"/x/\"]\n", Differs(2, IgnoredFlag)),
        ("FROM debian\nADD --unpack=false x.tar /x/\n", Differs(2, IgnoredFlag)),
        ("FROM debian\nADD --unpack https://example.com/x.tar /x/\n", Differs(2, IgnoredFlag)),
        ("FROM debian\nADD --unpack=true x.tar /x/\n", Same),
        ("FROM debian\nCOPY --link a.txt /x\n", Same),
        ("FROM debian\nCOPY --link=false --chown=1:1 a.txt /x\n", Same),
        ("FROM debian\nADD --keep-git-dir=true https://github.com/a/b.git /x\n", Differs(2, GitUrl)),
    ];
    check(cases);
}

#[test]
fn variables_and_volumes() {
    let cases: &[Case] = &[
        ("FROM debian\nARG TARGETARCH\nRUN echo $TARGETARCH\n", Differs(2, PlatformArg)),
        ("FROM debian\narg TARGETOS TARGETARCH\nRUN echo $TARGETARCH\n", Differs(2, PlatformArg)),
        ("FROM debian\nARG A=1 \\\n  TARGETPLATFORM\nRUN ls\n", Differs(2, PlatformArg)),
        ("FROM debian AS a\nRUN ls\nFROM a\nARG BUILDARCH\nRUN ls\n", Differs(4, PlatformArg)),
        ("FROM debian\nARG BUILDOS\nENV O=$BUILDOS\n", Differs(2, PlatformArg)),
        ("FROM debian\nARG BUILDPLATFORM\nRUN echo $BUILDPLATFORM\n", Differs(2, PlatformArg)),
        ("FROM debian\nARG BUILDPLATFORM=linux/amd64\nRUN ls\n", Differs(2, PlatformArg)),
        ("FROM debian AS b\nONBUILD ARG TARGETARCH\nFROM b\n", Differs(3, PlatformArg)),
        ("FROM debian\nARG targetarch\nRUN ls\n", Same),
        ("FROM debian AS a\nARG X=1\nFROM a\nENV A=$X\n", Differs(4, ParentArg)),
        ("FROM debian AS a\nARG X=1\nFROM a\nRUN echo ${X}\n", Differs(4, ParentArg)),
        ("FROM debian AS a\nARG X=1\nFROM a AS b\nFROM b\nLABEL l=\"v$X\"\n", Differs(5, ParentArg)),
        ("FROM debian AS a\nARG X=1\nFROM a\nARG X=2\nENV A=$X\n", Same),
        ("FROM debian AS a\nENV X=1\nFROM a\nENV A=$X\n", Same),
        ("FROM debian\nVOLUME /d\nRUN echo a > /d/x\n", Differs(3, Volume)),
        ("FROM debian\nvolume [\"/d\"]\nrun touch /d/x\n", Differs(3, Volume)),
        ("FROM debian\nVOLUME /c /d\nRUN mkdir -p \\\n  /d/sub\n", Differs(3, Volume)),
        ("FROM debian\nENV D=/d\nVOLUME $D\nRUN echo a > $D/x\n", Differs(4, Volume)),
        ("FROM debian\nENV D=/d\nVOLUME ${D}\nRUN echo a > ${D}/x\n", Differs(4, Volume)),
        ("FROM debian\nENV D=/d\nVOLUME $D\nRUN echo a > /e$DATA ${D:-x}\n", Same),
        ("FROM debian\nVOLUME /d\nWORKDIR /d\nRUN touch x\n", Differs(4, Volume)),
        ("FROM debian AS a\nVOLUME /d\nFROM a\nRUN touch /d/x\n", Differs(4, Volume)),
        ("FROM debian\nVOLUME /d\nCOPY a.txt /d/\n", Same),
        ("FROM debian\nRUN echo a > /d\nVOLUME /d\n", Same),
        ("FROM debian\nVOLUME /d\nRUN touch /data/x /e/d/x\n", Same),
    ];
    check(cases);
}

#[test]
fn images_and_directives() {
    let cases: &[Case] = &[
        ("FROM --platform=linux/arm64 debian\nRUN ls\n", Differs(1, Platform)),
        ("ARG P=linux/arm64\nFROM --platform=$P debian\nRUN ls\n", Differs(2, Platform)),
        ("FROM --platform=linux/amd64 debian\nRUN ls\n", Same),
        ("FROM debian AS base\nRUN ls\nFROM Base\nRUN ls\n", Differs(3, OnlyFaaso)),
        ("FROM debian\nCMD\n", Differs(2, EmptyCommand)),
        ("FROM debian\nentrypoint\n", Differs(2, EmptyCommand)),
        ("# check=error=true\nFROM debian AS A\nRUN ls\n", Differs(1, OnlyFaaso)),
        ("# check=bogus\nFROM debian\nRUN ls\n", Differs(1, OnlyFaaso)),
        ("# check=skip=all\nFROM debian AS A\nRUN ls\n", Same),
        ("# syntax=docker/dockerfile:1\nFROM debian\nRUN ls\n", Same),
        ("FROM debian AS a\nRUN ls\nFROM debian\nRUN ls\n", Differs(1, UnusedStage)),
        ("FROM debian AS a\nRUN touch /x\nFROM debian\nCOPY --from=A /x /x\n", Same),
    ];
    check(cases);
}
