using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Accounts.External;

/// <summary>A person as an OpenID Connect provider knows them.</summary>
/// <param name="Issuer">The provider; a slash at its end means nothing.</param>
/// <param name="Subject">The provider's key of the person; never reassigned.</param>
/// <param name="Provider">The provider's name on our pages.</param>
public sealed record ExternalIdentity(string Issuer, string Subject, string Provider)
{
    private const int LongestKey = 128;

    /// <summary>Verified address; null if the provider tells none that counts as verified.</summary>
    public string? Email { get; init; }

    /// <summary>
    /// True if the operator vouches for the provider's addresses: they are the house's own, so that one address is one person.
    /// </summary>
    public bool IsEmailTrusted { get; init; }

    /// <summary>Name as the provider has it; null if it tells none.</summary>
    public string? Name { get; init; }

    /// <summary>The role that the provider gives; null if this installation does not take roles from it.</summary>
    public GivenRole? Role { get; init; }

    /// <summary>The issuer as links and sessions store it.</summary>
    public string LoginProvider => KeyOf(Issuer);

    internal string ProviderKey => Key(Subject);

    internal UserLoginInfo Login => new(LoginProvider, ProviderKey, Provider);

    /// <summary>An issuer as links and sessions store it.</summary>
    /// <param name="issuer">As configured.</param>
    internal static string KeyOf(string issuer) => Key(issuer.TrimEnd('/'));

    /// <summary>The columns are that long; a longer text is stored by its hash.</summary>
    private static string Key(string text) =>
        text.Length <= LongestKey ? text : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>What a provider's claim says about a person's role.</summary>
/// <param name="Name">One of <see cref="Roles"/>; null if the claim gives none, so that the person may not sign in.</param>
public sealed record GivenRole(string? Name);
