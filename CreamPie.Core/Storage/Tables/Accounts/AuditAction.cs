using System.Text.Json.Serialization;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>What an audit entry is about. Stored by name: never rename one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuditAction>))]
public enum AuditAction
{
    /// <summary>A sign-in by any factor: password, passkey, identity provider.</summary>
    SignIn,

    /// <summary>A session was ended.</summary>
    SessionEnd,

    /// <summary>An account was registered, confirmed, created or invited.</summary>
    AccountCreation,

    /// <summary>An account was deleted.</summary>
    AccountDeletion,

    /// <summary>An account was disabled or enabled.</summary>
    AccountAccess,

    /// <summary>Name, e-mail address or preferences of an account were changed.</summary>
    AccountChange,

    /// <summary>A password was changed or reset.</summary>
    PasswordChange,

    /// <summary>A second factor, a passkey or a link to an identity provider was added or removed.</summary>
    FactorChange,

    /// <summary>An API key or a feed was made or revoked.</summary>
    KeyChange,

    /// <summary>A role was given or taken.</summary>
    RoleChange,

    /// <summary>A setting of the installation was changed.</summary>
    SettingChange,

    /// <summary>A symbol was tracked, paused, resumed or dropped.</summary>
    Tracking,

    /// <summary>A job was started by hand.</summary>
    JobTrigger,

    /// <summary>An admin decided about data: a rewrite, a listing, a dead letter, a source.</summary>
    DataDecision,

    /// <summary>A file was imported.</summary>
    Import,

    /// <summary>Personal data or the audit were exported.</summary>
    Export,

    /// <summary>A backup was made or restored.</summary>
    Restore,

    /// <summary>A command was refused because its caller lacks the role, or a recent proof of identity.</summary>
    Refusal,
}

/// <summary>How what an audit entry is about ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuditOutcome>))]
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Succeeded,

    /// <summary>It was not allowed.</summary>
    Refused,

    /// <summary>It was allowed and did not work.</summary>
    Failed,
}
