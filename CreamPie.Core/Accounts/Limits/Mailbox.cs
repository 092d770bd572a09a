namespace CreamPie.Core.Accounts.Limits;

/// <summary>The mailbox behind an e-mail address, for counting: two spellings that are delivered to one person count as one.</summary>
internal static class Mailbox
{
    /// <summary>Ignores what follows a plus, and in Gmail's addresses the dots.</summary>
    /// <param name="email">A valid address.</param>
    public static string Of(string email)
    {
        var at = email.LastIndexOf('@');
        if (at <= 0)
            return email.ToUpperInvariant();
        var (name, domain) = (email[..at].ToUpperInvariant(), email[(at + 1)..].ToUpperInvariant());
        if (name.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus)
            name = name[..plus];
        if (domain is "GMAIL.COM" or "GOOGLEMAIL.COM")
            (name, domain) = (name.Replace(".", "", StringComparison.Ordinal), "GMAIL.COM");
        return $"{name}@{domain}";
    }
}
