//! FaaSO's builder stops, BuildKit does not.

use crate::{
    Case,
    Is::{Differs, Refused, Same},
    check,
};
use dockerfile::classic::DifferenceKind;

const MOUNT: &str = "the --mount option requires BuildKit";
const CHMOD: &str = "the --chmod option requires BuildKit";
const NO_SOURCE: &str = "COPY failed: no source files were specified";
const SEVERAL: &str =
    "When using COPY with more than one source file, the destination must be a directory and end with a /";
const OUTSIDE: &str = "COPY failed: forbidden path outside the build context";
const PLATFORM: &str = "failed to parse platform";
const REFERENCE: &str = "invalid reference format";

#[test]
fn options_of_buildkit() {
    let cases: &[Case] = &[
        ("FROM debian\nRUN --mount=type=cache,target=/c true\n", Refused(2, MOUNT)),
        ("from debian\nrun --mount=type=cache,target=/c true\n", Refused(2, MOUNT)),
        ("FROM debian\r\nRUN --mount=type=cache,target=/c true\r\n", Refused(2, MOUNT)),
        ("\u{feff}FROM debian\nRUN --mount=target=/m ls\n", Refused(2, MOUNT)),
        ("FROM debian\n\nRUN \\\n  # why\n\n  --mount=type=tmpfs,target=/t \\\n  true\n", Refused(3, MOUNT)),
        ("# escape=`\nFROM debian\nRUN `\n  --mount=type=ssh `\n  true\n", Refused(3, MOUNT)),
        ("FROM debian\nRUN --mount=type=secret,id=s [\"true\"]\n", Refused(2, MOUNT)),
        ("FROM debian\nRUN --mount=type=secret,id=s,required=false true\n", Refused(2, MOUNT)),
        ("FROM debian\nRUN \"--mount=type=cache,target=/c\" true\n", Same),
        ("FROM debian\nRUN true --mount=type=cache,target=/c\n", Same),
        ("FROM debian\nENV C=/c\nRUN --mount=type=cache,target=$C true\n", Refused(3, MOUNT)),
        ("FROM debian\nRUN --mount=type=bind,source=a.txt,target=/a <<EOF\ncat /a\nEOF\n", Refused(2, MOUNT)),
        (
            "FROM debian AS unused\nRUN --mount=type=cache,target=/c true\nFROM debian\nRUN ls\n",
            Refused(2, MOUNT),
        ),
        (
            "FROM debian AS b\nONBUILD RUN --mount=type=cache,target=/c true\nFROM B\nRUN ls\n",
            Refused(3, MOUNT),
        ),
        ("FROM debian\nONBUILD RUN --mount=type=cache,target=/c true\n", Same),
        ("FROM debian\nRUN --network=none true\n", Refused(2, "the --network option requires BuildKit")),
        (
            "FROM debian\nRUN --network=default \\\n  true\n",
            Refused(2, "the --network option requires BuildKit"),
        ),
        (
            "FROM debian\nRUN --device=vendor.com/gpu=all true\n",
            Refused(2, "the --device option requires BuildKit"),
        ),
        ("FROM debian\nCOPY --chmod=755 a.txt /x\n", Refused(2, CHMOD)),
        ("FROM debian\nCOPY --chown=1000:1000 --chmod=u+x a.txt /x\n", Refused(2, CHMOD)),
        ("FROM debian\nADD --chmod=0644 a.txt /x\n", Refused(2, CHMOD)),
        ("FROM debian\nADD --chmod=644 https://example.com/a.txt /x\n", Refused(2, CHMOD)),
        ("FROM debian\nARG MODE=755\nCOPY --chmod=${MODE} a.txt /x\n", Refused(3, CHMOD)),
        ("FROM debian\nCOPY --chmod=755 [\"a.txt\", \"/x\"]\n", Refused(2, CHMOD)),
        ("FROM debian\nCOPY \\\n  --chmod=755 \\\n  a.txt /x\n", Refused(2, CHMOD)),
        ("FROM debian AS b\nRUN touch /o\nFROM debian\nCOPY --from=b --chmod=755 /o /o\n", Refused(4, CHMOD)),
        ("FROM debian\nCOPY --chmod=755 <<EOF /x\nhi\nEOF\n", Refused(2, CHMOD)),
        ("FROM debian AS b\nONBUILD COPY --chmod=755 a.txt /x\nFROM b\n", Refused(3, CHMOD)),
        ("FROM debian\nCOPY --CHMOD=755 a.txt /x\n", Refused(2, "unknown flag: --CHMOD")),
    ];
    check(cases);
}

#[test]
fn sources_and_destinations() {
    let cases: &[Case] = &[
        ("FROM debian\nCOPY <<EOF /x\nhi\nEOF\n", Refused(2, NO_SOURCE)),
        ("FROM debian\nCOPY <<-'EOF' /x\n\thi\n\tEOF\nRUN ls\n", Refused(2, NO_SOURCE)),
        ("FROM debian\nCOPY <<\"EOF\" /x\nhi\nEOF\n", Refused(2, NO_SOURCE)),
        ("FROM debian\ncopy <<one.txt <<two.txt /d/\n1\none.txt\n2\ntwo.txt\n", Refused(2, NO_SOURCE)),
        ("FROM debian\r\nCOPY <<EOF /x\r\nhi\r\nEOF\r\n", Refused(2, NO_SOURCE)),
        ("FROM debian\nADD <<EOF /x\nhi\nEOF\n", Refused(2, "ADD failed: no source files were specified")),
        ("FROM debian\nCOPY --chown=1000 <<EOF \\\n  /x\nhi\nEOF\n", Refused(2, NO_SOURCE)),
        ("FROM debian AS b\nONBUILD COPY <<EOF /x\nhi\nEOF\nFROM b\n", Refused(5, NO_SOURCE)),
        ("FROM debian\nCOPY a.txt b.txt .\n", Refused(2, SEVERAL)),
        ("FROM debian\nCOPY a.txt b.txt ./\n", Same),
        ("FROM debian\nCOPY a.txt b.txt /app/.\n", Refused(2, SEVERAL)),
        ("FROM debian\nCOPY [\"a.txt\", \"b.txt\", \"/opt\"]\n", Refused(2, SEVERAL)),
        ("FROM debian\nCOPY [\"a.txt\", \"b.txt\", \"/opt/\"]\n", Same),
        ("FROM debian\nADD a.txt b.txt /opt\n", Refused(2, "When using ADD with more than one source file")),
        ("FROM debian\nCOPY *.txt /x\n", Refused(2, SEVERAL)),
        ("FROM debian\nCOPY [ab].txt /x\n", Refused(2, SEVERAL)),
        ("FROM debian\nCOPY ?.txt /x\n", Refused(2, SEVERAL)),
        ("FROM debian\nCOPY d/*.txt /x\n", Refused(2, SEVERAL)),
        ("FROM debian\nCOPY ./*.txt /x\n", Refused(2, SEVERAL)),
        ("FROM debian\nCOPY *.toml /x\n", Same),
        ("FROM debian\nCOPY *.txt *.toml /x/\n", Same),
        ("FROM debian\nENV D=/app\nCOPY a.txt b.txt $D\n", Refused(3, SEVERAL)),
        ("FROM debian\nENV D=/app/\nCOPY a.txt b.txt $D\n", Same),
        ("FROM debian\nARG A=a.txt\nCOPY ${A} \"b.txt\" /x\n", Refused(3, SEVERAL)),
        ("FROM debian\nCOPY a.txt \\\n  # both\n  b.txt \\\n\n  /app\n", Refused(2, SEVERAL)),
        ("FROM debian AS b\nRUN touch /a /b\nFROM debian\nCOPY --from=b /a /b /x\n", Refused(4, SEVERAL)),
        ("FROM debian AS b\nONBUILD COPY a.txt b.txt /x\nFROM b\n", Refused(3, SEVERAL)),
        ("FROM debian\nCOPY *.zip /x/\n", Refused(2, NO_SOURCE)),
        ("FROM debian\nCOPY [\"*.zip\", \"/x/\"]\n", Refused(2, NO_SOURCE)),
        ("FROM debian\nCOPY *.zip *.rar /x/\n", Refused(2, NO_SOURCE)),
        ("FROM debian\nADD d/*.zip /x/\n", Refused(2, "ADD failed: no source files were specified")),
        ("FROM debian\nCOPY a.txt *.zip /x/\n", Same),
        ("FROM debian\nCOPY package*.json a.txt ./\n", Same),
        ("FROM debian\nCOPY ../a.txt /x\n", Refused(2, OUTSIDE)),
        ("FROM debian\nCOPY [\"../a.txt\", \"/x\"]\n", Refused(2, OUTSIDE)),
        ("FROM debian\nCOPY d/../../a.txt /x\n", Refused(2, OUTSIDE)),
        ("FROM debian\nCOPY ./../a.txt /x\n", Refused(2, OUTSIDE)),
        ("FROM debian\nADD .. /x\n", Refused(2, "ADD failed: forbidden path outside the build context")),
        ("FROM debian\nCOPY d/../a.txt /x\n", Same),
        ("FROM debian\nCOPY .env /x\n", Refused(2, "file does not exist")),
        ("FROM debian\nCOPY ./.env ./\n", Refused(2, "file does not exist")),
        ("FROM debian\nCOPY a.txt .env /x/\n", Refused(2, "file does not exist")),
        ("FROM debian\nCOPY .e* /x/\n", Refused(2, NO_SOURCE)),
        ("FROM debian\nCOPY d/.hidden /x\n", Refused(2, "file does not exist")),
        ("FROM debian\nCOPY empty /x\n", Refused(2, "file does not exist")),
        ("FROM debian\nCOPY empty/ /x/\n", Refused(2, "file does not exist")),
        ("FROM debian\nCOPY . /x\n", Differs(2, DifferenceKind::Hidden)),
        ("FROM debian\nCOPY d /x\n", Differs(2, DifferenceKind::Hidden)),
        ("FROM debian\nCOPY --chown=nosuch a.txt /x\n", Refused(2, "can't find uid for user nosuch")),
        ("FROM debian\nADD --chown=nosuch:nosuch a.txt /x\n", Refused(2, "can't find uid for user nosuch")),
        (
            "FROM debian\nENV U=nosuch\nCOPY --chown=$U a.txt /x\n",
            Refused(3, "can't find uid for user nosuch"),
        ),
        ("FROM debian\nRUN useradd app\nCOPY --chown=app:app a.txt /x\n", Same),
        ("FROM debian\nCOPY --chown=root:root a.txt /x\n", Same),
        (
            "FROM debian\nADD https://example.com/ /d/\n",
            Refused(2, "cannot determine filename for source https://example.com/"),
        ),
        ("FROM debian\nADD https://example.com/?a=b /d/\n", Refused(2, "cannot determine filename")),
        ("FROM debian\nADD https://example.com/a.txt /d/\n", Same),
    ];
    check(cases);
}

#[test]
fn stages_and_platforms() {
    let cases: &[Case] = &[
        ("FROM debian AS a\nFROM debian AS A\n", Refused(2, "a stage name already used")),
        ("FROM debian as Build\nRUN ls\nfrom debian as build\n", Refused(3, "build stage name already used")),
        (
            "FROM debian AS a\nCOPY nope.txt /\nFROM debian\nRUN ls\n",
            Refused(2, "stat nope.txt: file does not exist"),
        ),
        ("FROM debian AS a\nRUN exit 3\nFROM debian\nRUN ls\n", Refused(2, "returned a non-zero code: 3")),
        (
            "FROM debian AS a\nCOPY --from=later /x /x\nFROM debian AS later\nRUN touch /x\n",
            Refused(2, "invalid from flag value later"),
        ),
        ("FROM later AS a\nRUN ls\nFROM debian AS later\nRUN touch /x\n", Refused(1, "later")),
        ("FROM --platform=$BUILDPLATFORM debian\nRUN ls\n", Refused(1, PLATFORM)),
        ("from --platform=${BUILDPLATFORM} debian as b\nrun ls\nfrom debian\n", Refused(1, PLATFORM)),
        ("FROM \\\n  --platform=$BUILDPLATFORM \\\n  debian\nRUN ls\n", Refused(1, PLATFORM)),
        ("FROM --platform=\"$BUILDPLATFORM\" debian\nRUN ls\n", Refused(1, PLATFORM)),
        ("FROM --platform=$TARGETPLATFORM debian\nRUN ls\n", Refused(1, PLATFORM)),
        ("ARG TARGETPLATFORM\nFROM --platform=$TARGETPLATFORM debian\nRUN ls\n", Refused(2, PLATFORM)),
        ("ARG BUILDPLATFORM\nFROM --platform=$BUILDPLATFORM debian\nRUN ls\n", Same),
        ("ARG V=1\narg BUILDPLATFORM=linux/amd64\nFROM --platform=$BUILDPLATFORM debian\nRUN ls\n", Same),
        ("FROM --platform=${BUILDPLATFORM:-linux/amd64} debian\nRUN ls\n", Same),
        ("FROM debian AS a\nRUN ls\nFROM --platform=$BUILDPLATFORM debian\nRUN ls\n", Refused(3, PLATFORM)),
        ("FROM debian-$TARGETARCH\nRUN ls\n", Refused(1, REFERENCE)),
        ("ARG TARGETARCH\nFROM debian-$TARGETARCH\nRUN ls\n", Refused(2, REFERENCE)),
        ("FROM debian:$TARGETARCH\nRUN ls\n", Refused(1, REFERENCE)),
        (
            "FROM debian AS build-amd64\nRUN ls\nFROM build-${TARGETARCH} AS last\nRUN ls\n",
            Refused(3, REFERENCE),
        ),
        ("ARG TARGETARCH=amd64\nFROM debian:$TARGETARCH\nRUN ls\n", Same),
        ("FROM $TARGETARCH\nRUN ls\n", Refused(1, "base name ($TARGETARCH) should not be blank")),
        ("FROM scratch\n", Refused(1, "No image was generated. Is your Dockerfile empty?")),
        (
            "ARG A=1\nFROM debian AS b\nFROM scratch AS last\n# nothing\n",
            Refused(3, "No image was generated"),
        ),
        ("FROM scratch\nLABEL a=b\n", Same),
        ("ARG A=1\nARG B\n# nothing else\n", Refused(1, "")),
    ];
    check(cases);
}

#[test]
fn steps() {
    let cases: &[Case] = &[
        ("FROM debian\nWORKDIR $NOPE\n", Refused(2, "cannot normalize nothing")),
        ("FROM debian\nworkdir ${NOPE}\n", Refused(2, "cannot normalize nothing")),
        ("FROM debian\nWORKDIR \"\"\n", Refused(2, "cannot normalize nothing")),
        ("FROM debian\nARG APP\nWORKDIR $APP\n", Refused(3, "cannot normalize nothing")),
        ("FROM debian AS b\nONBUILD WORKDIR $NOPE\nFROM b\n", Refused(3, "cannot normalize nothing")),
        ("FROM debian\nWORKDIR ${NOPE:-/x}\n", Same),
        ("FROM debian\nWORKDIR /x$NOPE\n", Same),
        ("FROM debian\nUSER 1000\nWORKDIR /w\nRUN touch f\n", Refused(4, "returned a non-zero code: 1")),
        (
            "FROM debian\nuser 1000:1000\nworkdir /w\nrun mkdir -p sub && ls\n",
            Refused(4, "returned a non-zero code: 1"),
        ),
        ("FROM debian\nUSER 1000\nWORKDIR /w\nRUN echo a > f\n", Refused(4, "returned a non-zero code")),
        (
            "FROM debian\nUSER 1000\nWORKDIR /w\nRUN \\\n  # why\n  touch \\\n  f\n",
            Refused(4, "returned a non-zero code: 1"),
        ),
        ("FROM debian\nUSER 1000\nWORKDIR /w\nRUN touch /tmp/f\n", Differs(3, DifferenceKind::WorkdirOwner)),
        ("FROM debian\nUSER 1000\nWORKDIR /tmp\nRUN touch f\n", Same),
        ("FROM debian\nWORKDIR /w\nUSER 1000\nWORKDIR /tmp/y/..\nRUN touch f\n", Same),
        ("FROM debian\nRUN\n", Refused(2, "The command '/bin/sh -c' returned a non-zero code: 2")),
        ("FROM debian\nrun   \nRUN ls\n", Refused(2, "The command '/bin/sh -c' returned a non-zero code: 2")),
        ("FROM debian AS b\nONBUILD RUN exit 4\nFROM b\n", Refused(3, "returned a non-zero code: 4")),
    ];
    check(cases);
}
