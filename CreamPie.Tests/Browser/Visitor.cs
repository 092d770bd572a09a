namespace CreamPie.Tests.Browser;

internal enum Visitor
{
    Anonymous,
    Analyst,
    Admin,
}

/// <summary>One of the four screens that every page is checked on.</summary>
internal sealed record Screen(string Name, int Width, int Height, bool IsDark)
{
    public static readonly Screen Wide = new("wide-light", 1360, 850, false);
    public static readonly Screen WideDark = new("wide-dark", 1360, 850, true);
    public static readonly Screen Phone = new("phone-light", 390, 844, false);
    public static readonly Screen PhoneDark = new("phone-dark", 390, 844, true);

    public static readonly IReadOnlyList<Screen> All = [Wide, WideDark, Phone, PhoneDark];

    public bool IsPhone => Width < 500;
}
