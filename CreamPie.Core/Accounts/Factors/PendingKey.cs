using System.Globalization;
using CreamPie.Core.Accounts.Proving;

namespace CreamPie.Core.Accounts.Factors;

/// <summary>
/// The key of an authenticator app that nobody has confirmed yet. It is for the session that was shown it, and as long as a proof lasts:
/// a user who saw it in a session that is over must not find it set up by another one.
/// </summary>
/// <param name="Key">In Base32, as the app takes it.</param>
/// <param name="Session">Which was shown it.</param>
/// <param name="ShownAt">UTC.</param>
internal sealed record PendingKey(string Key, Guid Session, DateTime ShownAt)
{
    // 160 bits, what RFC 4226 recommends.
    private const int Length = 32;

    public static PendingKey For(Guid session, DateTime now) => new(Base32.Random(Length), session, now);

    public bool IsFor(Guid? session, DateTime now) => Session == session && ShownAt <= now && now < ShownAt + Proofs.Life;

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Session:N} {ShownAt.Ticks} {Key}");

    public static PendingKey? Read(string text) => text.Split(' ') is [var session, var ticks, var key]
        ? new(key, Guid.ParseExact(session, "N"), new DateTime(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc))
        : null;
}
