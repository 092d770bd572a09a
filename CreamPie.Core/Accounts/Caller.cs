using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CreamPie.Core.Accounts;

/// <summary>The user on whose behalf an operation runs. Every guarded operation takes one and checks it itself.</summary>
/// <param name="Id">The account's id; empty for a visitor who is not signed in.</param>
/// <param name="Name">The account's e-mail address, as logs and pages show it.</param>
/// <param name="Roles">Admin, Analyst, both or none.</param>
public sealed record Caller(string Id, string Name, IReadOnlySet<string> Roles)
{
    /// <summary>A visitor who is not signed in.</summary>
    public static readonly Caller Nobody = new("", "", new HashSet<string>());

    /// <summary>The program itself: planner, sweeper, start-up.</summary>
    public static readonly Caller System =
        new("system", "CreamPie", new HashSet<string> { CreamPie.Core.Storage.Tables.Accounts.Roles.Admin });

    /// <summary>Network address of the request, or of the sign-in; null if unknown.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The sign-in that the call is made with; null for a visitor and for the program itself.</summary>
    public Guid? Session { get; init; }

    /// <summary>Name of the API key that the call is made with; null without one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether the caller has the role Admin.</summary>
    public bool IsAdmin => Roles.Contains(CreamPie.Core.Storage.Tables.Accounts.Roles.Admin);

    /// <summary>Whether the caller has the role Analyst or Admin.</summary>
    public bool IsAnalyst => IsAdmin || Roles.Contains(CreamPie.Core.Storage.Tables.Accounts.Roles.Analyst);

    /// <summary>Checks for the Admin role.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public void RequireAdmin()
    {
        if (!IsAdmin)
            throw new AccessDeniedException("This requires the Admin role.");
    }

    /// <summary>Checks for the Analyst or the Admin role.</summary>
    /// <exception cref="AccessDeniedException">The caller has neither role.</exception>
    public void RequireAnalyst()
    {
        if (!IsAnalyst)
            throw new AccessDeniedException("This requires the Analyst or Admin role.");
    }
}

/// <summary>The caller lacks a role; the message says which.</summary>
/// <param name="message">A sentence for the caller.</param>
[SuppressMessage("Design", "CA1032", Justification = "Thrown in one place, with a message.")]
public class AccessDeniedException(string message) : Exception(message);
