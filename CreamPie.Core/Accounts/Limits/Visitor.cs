using System.Net;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>Who tries a password. Failures are counted by network address, or by device where it is known.</summary>
/// <param name="Address">Null if unknown; all unknown ones count as one.</param>
/// <param name="Device">A device that has signed in with this e-mail address before; null for any other.</param>
public sealed record Visitor(IPAddress? Address, Guid? Device = null);
