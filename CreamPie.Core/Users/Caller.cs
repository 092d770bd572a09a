using System.Diagnostics.CodeAnalysis;

namespace CreamPie.Core.Users;

/// <summary>Who asks. Every guarded operation takes one and checks it, whatever page or endpoint it came through.</summary>
public sealed record Caller(string Id, string Name, IReadOnlySet<string> Roles)
{
    /// <summary>The program itself: planner, sweeper, start-up.</summary>
    public static readonly Caller System = new("system", "CreamPie", new HashSet<string> { Users.Roles.Admin });

    public bool IsAdmin => Roles.Contains(Users.Roles.Admin);

    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public void RequireAdmin()
    {
        if (!IsAdmin)
            throw new AccessDeniedException("This needs the role Admin.");
    }

    /// <exception cref="AccessDeniedException">The caller has neither role.</exception>
    public void RequireAnalyst()
    {
        if (!IsAdmin && !Roles.Contains(Users.Roles.Analyst))
            throw new AccessDeniedException("This needs the role Analyst or Admin.");
    }
}

[SuppressMessage("Design", "CA1032", Justification = "Thrown in one place, with a message.")]
public sealed class AccessDeniedException(string message) : Exception(message);
