using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Web.Components.Admin.Auditing;

/// <summary>The audit's words as people read them.</summary>
internal static class AuditTexts
{
    public static string Of(AuditAction action) => action switch
    {
        AuditAction.SignIn => "Sign-in",
        AuditAction.SessionEnd => "Session ended",
        AuditAction.AccountCreation => "Account created",
        AuditAction.AccountDeletion => "Account deleted",
        AuditAction.AccountAccess => "Account access",
        AuditAction.AccountChange => "Account changed",
        AuditAction.PasswordChange => "Password",
        AuditAction.FactorChange => "Second factor",
        AuditAction.KeyChange => "API key or feed",
        AuditAction.RoleChange => "Role",
        AuditAction.SettingChange => "Setting",
        AuditAction.Tracking => "Tracking",
        AuditAction.JobTrigger => "Job started",
        AuditAction.DataDecision => "Data decision",
        AuditAction.Import => "Import",
        AuditAction.Export => "Export",
        AuditAction.Restore => "Backup or restore",
        AuditAction.Refusal => "Refused command",
        _ => action.ToString(),
    };

    public static string Of(AuditOutcome outcome) => outcome.ToString();

    public static string ToneOf(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Succeeded => "good",
        AuditOutcome.Refused => "warn",
        _ => "bad",
    };
}
