using System.Diagnostics;
using System.Text.Json;

namespace CreamPie.Tests.Support;

/// <summary>
/// oidc-provider, a certified implementation of OpenID Connect, as a process on loopback. Everybody in it signs in with their name alone.
/// </summary>
internal sealed class CertifiedProvider : IAsyncDisposable
{
    public const string Name = "Contoso";
    private const string ClientId = "creampie";
    private const string ClientSecret = "not a secret here";

    private readonly Process _process;

    private CertifiedProvider(Process process, string issuer) => (_process, Issuer) = (process, issuer);

    public string Issuer { get; }

    public Dictionary<string, string> Settings => new()
    {
        ["Oidc:0:Name"] = Name,
        ["Oidc:0:Issuer"] = Issuer,
        ["Oidc:0:ClientId"] = ClientId,
        ["Oidc:0:ClientSecret"] = ClientSecret,
    };

    public static async Task<CertifiedProvider> StartAsync(params IEnumerable<CertifiedPerson> people)
    {
        var start = new ProcessStartInfo("node", ["provider.mjs"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "CreamPie.Tests", "Support", "Oidc"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PROVIDER"] = JsonSerializer.Serialize(
            new { client = new { id = ClientId, secret = ClientSecret }, people = people.ToDictionary(p => p.Login) },
            JsonSerializerOptions.Web);
        var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        return await process.StandardOutput.ReadLineAsync() is { } issuer
            ? new(process, issuer)
            : throw new InvalidOperationException("The identity provider did not start: " + await complaints);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

/// <summary>Somebody whom the provider knows.</summary>
/// <param name="Login">Their name and subject there.</param>
/// <param name="Email">Verified.</param>
/// <param name="Flaw">What is wrong with their ID tokens, one of those in flaws.mjs; null for tokens as the provider makes them.</param>
/// <param name="Groups">The claim of this name.</param>
internal sealed record CertifiedPerson(string Login, string Email, string? Flaw = null, params string[] Groups);
