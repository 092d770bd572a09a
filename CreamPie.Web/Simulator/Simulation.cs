using CreamPie.Core.Sources;

namespace CreamPie.Web.Simulator;

/// <summary>
/// The one switch: in Development, with the source at this server's own market, everything that is invented exists;
/// otherwise nothing of it does.
/// </summary>
internal sealed class Simulation
{
    public const string Path = "/simulator";
    public const string Address = OwnAddress.Scheme + ":" + Path;

    public const string AdminEmail = "admin@demo.example";
    public const string AnalystEmail = "analyst@demo.example";

    /// <summary>Of both accounts, and no secret.</summary>
    public const string Password = "butter flour and sugar";

    public Simulation(IHostEnvironment environment, IConfiguration configuration)
    {
        Source = configuration.GetSection(YahooPageOptions.Section)[nameof(YahooPageOptions.BaseUrl)] ?? new YahooPageOptions().BaseUrl;
        IsOn = environment.IsDevelopment() && IsAddress(Source);
    }

    public bool IsOn { get; }

    /// <summary>Where the bars of this installation come from, as it is configured.</summary>
    public string Source { get; }

    /// <summary>The market's own site, or one of those with a fault.</summary>
    public static bool IsAddress(string address)
    {
        const string Faulty = Address + "/faults/";
        address = address.TrimEnd('/');
        return address.Equals(Address, StringComparison.OrdinalIgnoreCase)
            || (address.StartsWith(Faulty, StringComparison.OrdinalIgnoreCase) && Faults.Find(address[Faulty.Length..]) is not null);
    }
}
