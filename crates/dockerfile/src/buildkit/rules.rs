//! BuildKit's checks by their names.

/// A check.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// BuildKit's name: `StageNameCasing`.
    pub name: &'static str,
    /// The last part of its page's address, below `https://docs.docker.com/go/dockerfile/rule/`.
    pub page: &'static str,
    /// It is off unless it is asked for.
    pub experimental: bool,
}

const fn check(name: &'static str, page: &'static str) -> Check {
    Check { name, page, experimental: false }
}

/// All checks, in the order of their names.
pub const CHECKS: [Check; 22] = [
    check("ConsistentInstructionCasing", "consistent-instruction-casing"),
    Check { experimental: true, ..check("CopyIgnoredFile", "copy-ignored-file") },
    check("DuplicateStageName", "duplicate-stage-name"),
    check("ExposeInvalidFormat", "expose-invalid-format"),
    check("ExposeProtoCasing", "expose-proto-casing"),
    check("FromAsCasing", "from-as-casing"),
    check("FromPlatformFlagConstDisallowed", "from-platform-flag-const-disallowed"),
    check("InvalidBaseImagePlatform", "invalid-base-image-platform"),
    check("InvalidDefaultArgInFrom", "invalid-default-arg-in-from"),
    Check { experimental: true, ..check("InvalidDefinitionDescription", "invalid-definition-description") },
    check("JSONArgsRecommended", "json-args-recommended"),
    check("LegacyKeyValueFormat", "legacy-key-value-format"),
    check("MaintainerDeprecated", "maintainer-deprecated"),
    check("MultipleInstructionsDisallowed", "multiple-instructions-disallowed"),
    check("NoEmptyContinuation", "no-empty-continuation"),
    check("RedundantTargetPlatform", "redundant-target-platform"),
    check("ReservedStageName", "reserved-stage-name"),
    check("SecretsUsedInArgOrEnv", "secrets-used-in-arg-or-env"),
    check("StageNameCasing", "stage-name-casing"),
    check("UndefinedArgInFrom", "undefined-arg-in-from"),
    check("UndefinedVar", "undefined-var"),
    check("WorkdirRelativePath", "workdir-relative-path"),
];

/// A check by its name.
pub fn find(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.name == name)
}
