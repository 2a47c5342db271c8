//! BuildKit's own checks, by rule and line.

use crate::check_findings;

#[test]
fn names_and_casing() {
    check_findings(&[
        ("FROM debian AS Build\n", &[("StageNameCasing", 1)]),
        ("FROM debian \\\n  AS Build\n", &[("StageNameCasing", 1)]),
        ("FROM debian as build\n", &[("FromAsCasing", 1)]),
        ("from debian AS build\n", &[("FromAsCasing", 1)]),
        ("From debian as build\n", &[("ConsistentInstructionCasing", 1)]),
        ("FROM debian\nrun ls\nRUN ls\n", &[("ConsistentInstructionCasing", 2)]),
        ("from debian\nRUN ls\n", &[("ConsistentInstructionCasing", 1)]),
        ("arg A\nFROM debian\nONBUILD run ls\n", &[]),
        ("FROM debian AS a\nFROM debian AS A\n", &[("DuplicateStageName", 2), ("StageNameCasing", 2)]),
        ("FROM debian AS scratch\n", &[("ReservedStageName", 1)]),
        ("FROM debian AS Context\n", &[("ReservedStageName", 1), ("StageNameCasing", 1)]),
        (
            "FROM debian\nMAINTAINER a\nMAINTAINER b\n",
            &[("MaintainerDeprecated", 2), ("MaintainerDeprecated", 3)],
        ),
    ]);
}

#[test]
fn forms() {
    check_findings(&[
        ("FROM debian\nRUN ls \\\n\n  /\nRUN ls\n", &[("NoEmptyContinuation", 4)]),
        ("FROM debian\nRUN ls \\\n\n# a\n\n  / \\\n\n  x\n", &[("NoEmptyContinuation", 8)]),
        ("FROM debian\nRUN ls \\\n  # a\n  /\n", &[]),
        ("FROM debian\nRUN <<EOF\n\nls\n\nEOF\n", &[]),
        ("FROM debian\nCMD ls\nENTRYPOINT ls\n", &[("JSONArgsRecommended", 2), ("JSONArgsRecommended", 3)]),
        ("FROM debian\nSHELL [\"/bin/bash\", \"-c\"]\nCMD ls\n", &[]),
        ("FROM debian\nCMD ls\nSHELL [\"/bin/bash\", \"-c\"]\n", &[("JSONArgsRecommended", 2)]),
        ("FROM debian AS a\nSHELL [\"/bin/bash\", \"-c\"]\nFROM a\nENTRYPOINT ls\n", &[]),
        ("FROM debian\nCMD ['ls']\n", &[("JSONArgsRecommended", 2)]),
        ("FROM debian\nHEALTHCHECK CMD ls\nONBUILD CMD ls\n", &[]),
        ("FROM debian\nCMD [\"a\"]\nRUN ls\nCMD [\"b\"]\n", &[("MultipleInstructionsDisallowed", 2)]),
        (
            "FROM debian\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]\nENTRYPOINT [\"c\"]\n",
            &[("MultipleInstructionsDisallowed", 2), ("MultipleInstructionsDisallowed", 3)],
        ),
        ("FROM debian\nHEALTHCHECK NONE\nHEALTHCHECK CMD ls\n", &[("MultipleInstructionsDisallowed", 2)]),
        ("FROM debian AS a\nCMD [\"a\"]\nFROM a\nCMD [\"b\"]\n", &[]),
        ("FROM debian\nENV A 1\nLABEL b c d\n", &[("LegacyKeyValueFormat", 2), ("LegacyKeyValueFormat", 3)]),
        ("FROM debian\nENV A = 1\n", &[("LegacyKeyValueFormat", 2)]),
        ("FROM debian\nWORKDIR a\nWORKDIR b\n", &[("WorkdirRelativePath", 2)]),
        ("FROM debian\nWORKDIR /a\nWORKDIR b\n", &[]),
        ("FROM debian AS a\nWORKDIR /a\nFROM a\nWORKDIR b\n", &[]),
        ("FROM debian\nEXPOSE 80/TCP\n", &[("ExposeProtoCasing", 2)]),
        ("FROM debian\nEXPOSE 127.0.0.1:80:80\n", &[("ExposeInvalidFormat", 2)]),
        ("FROM debian\nEXPOSE 5000:80/UDP\n", &[("ExposeInvalidFormat", 2), ("ExposeProtoCasing", 2)]),
        ("# check=skip=StageNameCasing\nFROM debian AS A\nMAINTAINER x\n", &[("MaintainerDeprecated", 3)]),
        ("# Check = skip = all\nFROM debian AS A\nMAINTAINER x\n", &[]),
        ("# a\n# check=skip=all\nFROM debian AS A\n", &[("StageNameCasing", 3)]),
        ("# check=skip=stagenamecasing\nFROM debian AS A\n", &[("StageNameCasing", 2)]),
    ]);
}

#[test]
fn variables_and_secrets() {
    check_findings(&[
        ("FROM debian:$TAG\n", &[("InvalidDefaultArgInFrom", 1), ("UndefinedArgInFrom", 1)]),
        ("ARG TAG\nFROM debian:$TAG\n", &[("InvalidDefaultArgInFrom", 2)]),
        ("ARG TAG=12\nFROM debian:${TAG}\n", &[]),
        ("FROM debian:${TAG:-12}\n", &[("UndefinedArgInFrom", 1)]),
        ("FROM --platform=$BUILDPLATFORM debian\n", &[]),
        ("FROM --platform=$TARGETPLATFORM debian\n", &[("RedundantTargetPlatform", 1)]),
        ("FROM --platform=${TARGETPLATFORM} debian\n", &[("RedundantTargetPlatform", 1)]),
        ("FROM --platform=linux/amd64 debian AS build\n", &[("FromPlatformFlagConstDisallowed", 1)]),
        ("FROM --platform=linux/amd64 debian AS build-amd64\n", &[]),
        ("FROM debian\nENV A=$NOPE\n", &[("UndefinedVar", 2)]),
        ("FROM debian\nENV A=$NOPE B=${NOPE2}\n", &[("UndefinedVar", 2), ("UndefinedVar", 2)]),
        ("FROM debian\nENV A=${NOPE:-x}\n", &[("UndefinedVar", 2)]),
        ("FROM debian\nENV A='$NOPE' B=\\$NOPE\n", &[]),
        ("FROM debian\nRUN echo $NOPE\nCMD [\"$NOPE\"]\nEXPOSE 3000\n", &[]),
        (
            "FROM debian\nCOPY $NOPE /x\nUSER $NOPE\nLABEL a=$NOPE\n",
            &[("UndefinedVar", 2), ("UndefinedVar", 3), ("UndefinedVar", 4)],
        ),
        ("FROM debian\nARG X\nENV A=$X P=$PATH\n", &[]),
        ("FROM debian AS a\nENV X=1\nFROM a\nENV A=$X\n", &[]),
        ("FROM debian\nENV A=$HOME\n", &[("UndefinedVar", 2)]),
        (
            "FROM debian\nENV API_KEY=1 B=2\nARG DB_PASSWORD\nARG GITHUB_TOKEN=x\n",
            &[("SecretsUsedInArgOrEnv", 2), ("SecretsUsedInArgOrEnv", 3), ("SecretsUsedInArgOrEnv", 4)],
        ),
        (
            "FROM debian\nENV PASSWORD_FILE=/run/x\nENV PUBLIC_KEY=a\nENV TOKENIZER=b\n",
            &[("SecretsUsedInArgOrEnv", 2)],
        ),
        ("ARG TOKEN=1\nFROM debian\n", &[]),
    ]);
}
