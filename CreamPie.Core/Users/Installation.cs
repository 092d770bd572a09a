namespace CreamPie.Core.Users;

/// <summary>The one row of this installation: whoever writes FirstAdminAt first has made the first admin.</summary>
public sealed class Installation
{
    public int Id { get; set; }
    public DateTime? FirstAdminAt { get; set; }
}
