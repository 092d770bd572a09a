namespace CreamPie.Tests.Browser;

internal enum Visitor
{
    Anonymous,
    Analyst,
    Admin,

    /// <summary>Somebody whom an admin asked for a new password: no other page opens.</summary>
    Asked,
}

/// <summary>A screen; every page is checked on four.</summary>
internal sealed record Screen(string Name, int Width, int Height, bool IsDark)
{
    public static readonly Screen Wide = new("wide-light", 1360, 850, false);
    public static readonly Screen WideDark = new("wide-dark", 1360, 850, true);
    public static readonly Screen Phone = new("phone-light", 390, 844, false);
    public static readonly Screen PhoneDark = new("phone-dark", 390, 844, true);

    /// <summary>A phone turned: lower than most charts.</summary>
    public static readonly Screen Landscape = new("landscape-light", 844, 390, false);

    public static readonly IReadOnlyList<Screen> All = [Wide, WideDark, Phone, PhoneDark];

    public bool IsPhone => Width < 500;

    public bool IsTouch => IsPhone || this == Landscape;
}
